import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { extractDocument, type SourceFormat } from '../../src/formats/index.js';
import type { Block, ExtractedDocument } from '../../src/formats/types.js';
import { splitUnits } from '../../src/rfp/extraction/index.js';
import type { Unit } from '../../src/rfp/extraction-types.js';

/** What a unit is, by one letter: docs/labelling.md says what each means. */
export const LABELS = {
  q: 'question',
  r: 'requirement',
  i: 'instruction',
  c: 'clause',
  o: 'option',
  g: 'guidance',
  h: 'heading',
  x: 'context',
  f: 'furniture',
} as const;

export type Letter = keyof typeof LABELS;
/** A letter; with "?" where it counts neither way. */
export type Mark = Letter | `${Letter}?`;

export const isMark = (text: string): text is Mark => /^[qricoghxf]\??$/.test(text);

/** Where a paper is from. */
export interface Paper {
  id: string;
  title: string;
  /** Where it can be had: an address, or the collection and its name there. */
  source: string;
  licence: string;
  /** statement-of-work, request-for-information, questionnaire …: docs/labelling.md lists them. */
  kind: string;
  /** ISO 639-1. */
  language: string;
  /** SHA-256 of the file that was read. */
  sha256: string;
  /** First and last unit that were labelled, of how many. */
  units: [first: number, last: number, of: number];
}

/** A block with its labelled units: of table rows by cell. */
export interface LabelledBlock {
  kind: Block['kind'];
  page?: number;
  number?: string;
  level?: number;
  furniture?: string;
  row?: { table: number; index: number; isHeader: boolean };
  cells: [mark: Mark, text: string][][];
}

const FORMATS: Record<string, SourceFormat> = {
  '.pdf': 'pdf',
  '.docx': 'docx',
  '.doc': 'doc',
  '.txt': 'text',
  '.md': 'markdown',
  '.html': 'html',
  '.xlsx': 'xlsx',
  '.csv': 'csv',
};

export interface Read {
  document: ExtractedDocument;
  units: Unit[];
  sha256: string;
}

/** Reads a file as the product does, and cuts it into units. */
export async function readPaper(file: string): Promise<Read> {
  const content = readFileSync(file);
  const format = FORMATS[extname(file).toLowerCase()];
  if (!format) throw new Error(`${file}: no format that can be labelled`);
  const document = await extractDocument(content, format);
  return {
    document,
    units: splitUnits(document),
    sha256: createHash('sha256').update(content).digest('hex'),
  };
}

/** The blocks of units `first` to `last`, with a mark for each unit. */
export function labelledBlocks({ document, units }: Read, marks: ReadonlyMap<number, Mark>): LabelledBlock[] {
  const marked = units.filter(({ index }) => marks.has(index));
  return [...groupsOf(marked, ({ block }) => block)].map(([position, own]) => {
    const { kind, page, number, level, furniture, row } = document.blocks[position]!;
    const cells = row?.cells.length ? row.cells : [document.blocks[position]!];
    return {
      kind,
      ...(page !== null && { page }),
      ...(number !== null && { number }),
      ...(level !== null && { level }),
      ...(furniture !== null && { furniture }),
      ...(row && { row: { table: row.table, index: row.index, isHeader: row.isHeader } }),
      cells: cells.map((cell) =>
        own
          .filter(({ start, end }) => start >= cell.start && end <= cell.end)
          .map(({ index, text }): [Mark, string] => [marks.get(index)!, text.replace(/\s+/g, ' ')]),
      ),
    };
  });
}

export interface LabelledText {
  paper: Paper;
  blocks: LabelledBlock[];
}

/** A file of `bench/labels`: the paper, and its blocks. */
export function readLabelled(file: string): LabelledText {
  const [first] = readAllLabelled(file);
  if (!first) throw new Error(`${file} holds no paper`);
  return first;
}

/** A file that holds several papers, each begun by the line that tells of it. */
export function readAllLabelled(file: string): LabelledText[] {
  const papers: LabelledText[] = [];
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const read = JSON.parse(line) as Paper | LabelledBlock;
    if ('id' in read) papers.push({ paper: read, blocks: [] });
    else papers.at(-1)!.blocks.push(read);
  }
  return papers;
}

/** Groups in the order of their first members. */
export function groupsOf<T, Key>(things: Iterable<T>, keyOf: (thing: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>();
  for (const thing of things) groups.set(keyOf(thing), [...(groups.get(keyOf(thing)) ?? []), thing]);
  return groups;
}
