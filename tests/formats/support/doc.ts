import { compoundOf } from './ole.js';

/** A run of text with properties of characters; a text alone has none. */
type Run = string | { text: string; has: Buffer };

/** A paragraph with its mark, which is "\r", or "\x07" at the end of a cell or row. */
export interface DocParagraph {
  runs: Run[];
  mark?: '\r' | '\x07';
  has?: Buffer;
  /** Number of its style; 1 to 9 are headings. */
  style?: number;
}

const PAGE = 512;
const TEXT_AT = 0x600;

/** A property ([MS-DOC] 2.6): its code, and its operand of one, two or four bytes. */
export function property(code: number, value: number): Buffer {
  const size = [1, 1, 2, 4, 2, 2, 0, 3][code >> 13]!;
  const bytes = Buffer.alloc(2 + size);
  bytes.writeUInt16LE(code);
  bytes.writeUIntLE(value, 2, size);
  return bytes;
}

export const text = (runs: Run | Run[], style = 0): DocParagraph => ({ runs: [runs].flat(), style });

const depth = (level: number) => Buffer.concat([property(0x2416, 1), property(0x6649, level)]);

/** A row of a table: each cell is a text, runs, or rows of a table inside it. @param edges in twips, from left to right */
export function row(cells: (Run[] | DocParagraph[] | string)[], edges: number[] = []): DocParagraph[] {
  const definition = Buffer.alloc(edges.length > 0 ? 5 + edges.length * 2 : 0);
  if (edges.length > 0) {
    definition.writeUInt16LE(0xd608);
    definition.writeUInt16LE(definition.length - 3, 2);
    definition.writeUInt8(edges.length - 1, 4);
    for (const [index, edge] of edges.entries()) definition.writeInt16LE(edge, 5 + index * 2);
  }
  return [
    ...cells.flatMap((cell): DocParagraph[] => {
      const parts = [cell].flat() as (Run | DocParagraph)[];
      const paragraphs = parts.every(
        (part): part is DocParagraph => typeof part === 'object' && 'runs' in part,
      )
        ? parts
        : [text(parts as Run[])];
      // What ends with a table ends with an empty paragraph of the cell.
      const all = paragraphs.at(-1)?.has ? [...paragraphs, text('')] : paragraphs;
      return all.map((each, index) => ({
        ...each,
        has: each.has ?? depth(1),
        mark: each.mark ?? (index === all.length - 1 ? '\x07' : '\r'),
      }));
    }),
    { runs: [], mark: '\x07', has: Buffer.concat([depth(1), property(0x2417, 1), definition]) },
  ];
}

/** A row of a table that stands in a cell: its cells and itself end with "\r". */
export const innerRow = (cells: string[]): DocParagraph[] => [
  ...cells.map((cell) => ({
    runs: [cell],
    mark: '\r' as const,
    has: Buffer.concat([depth(2), property(0x244b, 1)]),
  })),
  { runs: [], mark: '\r', has: Buffer.concat([depth(2), property(0x244b, 1), property(0x244c, 1)]) },
];

/** A field with its result; where the instruction is of a form, its description stands at `at` in the data. */
export const field = (instruction: string, result: Run[] = [], at: number | null = null): Run[] => [
  '\x13',
  ` ${instruction} `,
  ...(at === null ? [] : [{ text: '\x01', has: Buffer.concat([property(0x6a03, at), property(0x0806, 1)]) }]),
  '\x14',
  ...result,
  '\x15',
];

/** A description of a form field ([MS-DOC] 2.9.78). @param chosen 25 where nobody chose */
export function formField(
  type: 'box' | 'list',
  chosen: number,
  byDefault: number,
  entries: string[] = [],
): Buffer {
  const short = (value: number) => Buffer.from([value & 0xff, value >> 8]);
  const string = (value: string, isEnded = true) =>
    Buffer.concat([short(value.length), Buffer.from(value, 'utf16le'), ...(isEnded ? [short(0)] : [])]);
  const body = Buffer.concat([
    Buffer.from([0xff, 0xff, 0xff, 0xff]),
    short((type === 'box' ? 1 : 2) | (chosen << 2)),
    short(0),
    short(20),
    string('Field1'),
    short(byDefault),
    ...['', 'help', '', '', ''].map((each) => string(each)),
    ...(type === 'list'
      ? [short(0xffff), short(entries.length), short(0), ...entries.map((each) => string(each, false))]
      : []),
  ]);
  const header = Buffer.alloc(0x44);
  header.writeUInt32LE(header.length + body.length);
  header.writeUInt16LE(header.length, 4);
  return Buffer.concat([header, body]);
}

/** Writes a Word 97 file: its text in one piece, and a page of properties for each run that has some. */
export function doc(
  paragraphs: DocParagraph[],
  { fonts = [], data = [], magic = 0xa5ec }: { fonts?: string[]; data?: Buffer[]; magic?: number } = {},
): Uint8Array {
  let body = '';
  const runs = { characters: [] as Range[], paragraphs: [] as Range[] };
  for (const { runs: parts, mark = '\r', has = Buffer.alloc(0), style = 0 } of paragraphs) {
    const start = body.length;
    for (const part of parts) {
      const from = body.length;
      body += typeof part === 'string' ? part : part.text;
      if (typeof part !== 'string') runs.characters.push({ from, to: body.length, bytes: part.has });
    }
    body += mark;
    runs.paragraphs.push({
      from: start,
      to: body.length,
      bytes: Buffer.concat([Buffer.from([style, 0]), has]),
    });
  }

  const textBytes = Buffer.from(body, 'utf16le');
  const pages: Buffer[] = [];
  const firstPage = Math.ceil((TEXT_AT + textBytes.length) / PAGE);
  const pagesOf = (kind: keyof typeof runs) => {
    const ranges = runs[kind];
    const places = Buffer.alloc((ranges.length + 1) * 4 + ranges.length * 4);
    for (const [index, range] of ranges.entries()) {
      places.writeUInt32LE(TEXT_AT + range.from * 2, index * 4);
      places.writeUInt32LE(firstPage + pages.length, (ranges.length + 1) * 4 + index * 4);
      pages.push(pageOf(kind, range));
    }
    return places;
  };
  const parts: [place: number, bytes: Buffer][] = [
    [0xfa, pagesOf('characters')],
    [0x102, pagesOf('paragraphs')],
    [0x112, fontTable(fonts)],
    [0x1a2, piecesOf(body.length)],
  ];

  const head = Buffer.alloc(TEXT_AT);
  head.writeUInt16LE(magic);
  head.writeUInt16LE(0xc1, 2);
  head.writeUInt16LE(0x0200, 10);
  head.writeUInt32LE(body.length, 0x4c);
  let at = 0;
  for (const [place, bytes] of parts) {
    head.writeUInt32LE(at, place);
    head.writeUInt32LE(bytes.length, place + 4);
    at += bytes.length;
  }
  const textPages = Buffer.concat([head, textBytes], firstPage * PAGE);
  return compoundOf({
    WordDocument: Buffer.concat([textPages, ...pages]),
    '1Table': Buffer.concat(parts.map(([, bytes]) => bytes)),
    Data: Buffer.concat(data),
  });
}

interface Range {
  from: number;
  to: number;
  bytes: Buffer;
}

function pageOf(kind: 'characters' | 'paragraphs', { from, to, bytes }: Range): Buffer {
  const page = Buffer.alloc(PAGE);
  page.writeUInt32LE(TEXT_AT + from * 2);
  page.writeUInt32LE(TEXT_AT + to * 2, 4);
  const at = 64;
  page.writeUInt8(at / 2, 8);
  page.writeUInt8(1, PAGE - 1);
  if (kind === 'characters') {
    page.writeUInt8(bytes.length, at);
    bytes.copy(page, at + 1);
  } else {
    const padded = Buffer.concat([bytes], Math.ceil(bytes.length / 2) * 2);
    page.writeUInt8(padded.length / 2, at + 1);
    padded.copy(page, at + 2);
  }
  return page;
}

function fontTable(names: string[]): Buffer {
  const entries = names.map((name) => {
    const entry = Buffer.concat([Buffer.alloc(40), Buffer.from(`${name}\0`, 'utf16le')]);
    entry.writeUInt8(entry.length - 1);
    return entry;
  });
  return Buffer.concat([Buffer.from([names.length, 0, 0, 0]), ...entries]);
}

function piecesOf(length: number): Buffer {
  const clx = Buffer.alloc(1 + 4 + 8 + 8);
  clx.writeUInt8(2);
  clx.writeUInt32LE(16, 1);
  clx.writeUInt32LE(length, 9);
  clx.writeUInt32LE(TEXT_AT, 15);
  return clx;
}
