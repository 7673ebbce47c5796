import { Buffer } from 'node:buffer';
import { corruptFile, unsupportedFile } from '../errors.js';
import { readCompoundFile } from '../ole.js';

/** The parts of a Word 97 file ([MS-DOC] 2.1) and where in them things stand. */
export interface DocFile {
  /** The stream WordDocument, which begins with the file information block and holds the text. */
  main: Buffer;
  /** The stream 0Table or 1Table, which says what is where. */
  table: Buffer;
  /** The stream Data, which holds what form fields are; empty where there is none. */
  data: Buffer;
  /** Characters of each part of the text, in the order in which they stand. */
  lengths: Record<Story, number>;
}

export const STORIES = [
  'body',
  'footnotes',
  'headers',
  'comments',
  'endnotes',
  'textboxes',
  'headerTextboxes',
] as const;
export type Story = (typeof STORIES)[number];

/** Offsets in the file information block ([MS-DOC] 2.5): of the lengths of stories, and of what the table stream holds. */
const LENGTHS: Record<Story, number> = {
  body: 0x4c,
  footnotes: 0x50,
  headers: 0x54,
  comments: 0x5c,
  endnotes: 0x60,
  textboxes: 0x64,
  headerTextboxes: 0x68,
};
const PLACES = { headers: 0xf2, characters: 0xfa, paragraphs: 0x102, fonts: 0x112, pieces: 0x1a2 };

/** The least version of a file of Word 97, and what the files of earlier ones, which are laid out otherwise, begin with. */
const WORD_97 = 0xc1;
const WORD_95 = 0xa5dc;

/** @throws DomainError `file-corrupt`, and `file-unsupported` for a file of Word 6 or 95 */
export function openDoc(bytes: Uint8Array): DocFile {
  const file = readCompoundFile(bytes);
  const main = file?.stream('WordDocument');
  if (!file || !main || main.length < 0x200) throw corruptFile('Word document');
  const fib = Buffer.from(main.buffer, main.byteOffset, main.byteLength);
  const [magic, version] = [fib.readUInt16LE(0), fib.readUInt16LE(2)];
  if (magic === WORD_95)
    throw unsupportedFile('a document of Word 6 or 95', 'Save it as Word (.docx) or PDF and upload that.');
  if (magic !== 0xa5ec || version < WORD_97)
    throw corruptFile('Word document', new Error(`version ${version}`));
  const table = file.stream(fib.readUInt16LE(10) & 0x0200 ? '1Table' : '0Table');
  if (!table) throw corruptFile('Word document', new Error('it has no table stream'));
  const lengths = Object.fromEntries(
    STORIES.map((story) => [story, Math.max(0, fib.readInt32LE(LENGTHS[story]))]),
  ) as Record<Story, number>;
  return {
    main: fib,
    table: asBuffer(table),
    data: asBuffer(file.stream('Data') ?? new Uint8Array()),
    lengths,
  };
}

/** A part of the table stream; empty where the file has none. */
export function placeOf({ main, table }: DocFile, what: keyof typeof PLACES): Buffer {
  const [at, length] = [main.readUInt32LE(PLACES[what]), main.readUInt32LE(PLACES[what] + 4)];
  return table.subarray(at, at + length);
}

const asBuffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
