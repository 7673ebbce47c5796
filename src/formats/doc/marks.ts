import type { Buffer } from 'node:buffer';
import { type DocFile, placeOf } from './file.js';
import type { Piece } from './pieces.js';
import { DEFINES_TABLE, eachProperty, eachRun } from './properties.js';

/** What is known of single characters of a text, by place, as bits. */
export const CHARACTER = { deleted: 1, hidden: 2, bold: 4, ofForm: 8 };
/** What is known of the paragraph that a mark ends, by the place of the mark: how many tables are around it, and bits. */
export const PARAGRAPH = { depth: 15, endsRow: 16, endsInnerCell: 32, isHeader: 64 };

export interface Marks {
  characters: Uint8Array;
  paragraphs: Uint8Array;
  /** Fonts of symbols, and which symbol stands for a "(", by place. */
  symbols: Map<number, { font: string | null; code: number | null }>;
  /** Where in the stream Data a form field is described, by the place of its character. */
  forms: Map<number, number>;
  /** Levels of headings, by the place of the mark that ends them. */
  headings: Map<number, number>;
  /** The edges of the cells of a row, in twips, by the place of the mark that ends it. */
  edges: Map<number, number[]>;
}

/** Property codes ([MS-DOC] 2.6). */
const DELETED = 0x0800;
const FORM_DATA = 0x0806;
const BOLD = 0x0835;
const HIDDEN = 0x083c;
const PLACE_IN_DATA = 0x6a03;
const SYMBOL = 0x6a09;
const FONTS = new Set([0x4a4f, 0x4a50, 0x4a51]);
const IN_TABLE = 0x2416;
const ENDS_ROW = 0x2417;
const ENDS_INNER_CELL = 0x244b;
const ENDS_INNER_ROW = 0x244c;
const DEPTH = 0x6649;
const DEPTH_CHANGE = 0x664a;
const HEADER = 0x3404;
const IN_DATA = 0x6646;

/** Reads what the properties of characters and paragraphs say, as far as it tells what a reader sees. */
export function readMarks(file: DocFile, text: string, pieces: Piece[]): Marks {
  const marks: Marks = {
    characters: new Uint8Array(text.length),
    paragraphs: new Uint8Array(text.length),
    symbols: new Map(),
    forms: new Map(),
    headings: new Map(),
    edges: new Map(),
  };
  const fonts = fontsOf(file);
  eachRun(file, pieces, 'characters', (from, to, properties) => {
    const { bits, at, symbol, font } = characterOf(properties, fonts);
    if (bits) marks.characters.fill(bits, from, to);
    if (at !== null && bits & CHARACTER.ofForm) marks.forms.set(from, at);
    if (symbol || font)
      for (let cp = from; cp < to; cp++) {
        const code = text.charCodeAt(cp);
        if (symbol && code === 0x28) marks.symbols.set(cp, symbol);
        else if (font && code >= 0xf020 && code <= 0xf0ff) marks.symbols.set(cp, { font, code: null });
      }
  });
  eachRun(file, pieces, 'paragraphs', (_from, to, properties, style) => {
    const { bits, edges } = paragraphOf(properties, file.data);
    marks.paragraphs[to - 1] = bits;
    // The styles 1 to 9 are the headings of Word itself, in every document ([MS-DOC] 2.9.271).
    if (style >= 1 && style <= 9) marks.headings.set(to - 1, style);
    if (edges) marks.edges.set(to - 1, edges);
  });
  return marks;
}

function characterOf(properties: Buffer, fonts: string[]) {
  let bits = 0;
  let at: number | null = null;
  let symbol: { font: string | null; code: number } | null = null;
  let font: string | null = null;
  const set = (bit: number, operand: Buffer) => {
    // 0x81 is the opposite of the style, which sets neither as a rule.
    if (operand[0] === 1 || operand[0] === 0x81) bits |= bit;
    else bits &= ~bit;
  };
  eachProperty(properties, (code, operand) => {
    if (code === DELETED) set(CHARACTER.deleted, operand);
    else if (code === HIDDEN) set(CHARACTER.hidden, operand);
    else if (code === BOLD) set(CHARACTER.bold, operand);
    else if (code === FORM_DATA) set(CHARACTER.ofForm, operand);
    else if (code === PLACE_IN_DATA) at = operand.readUInt32LE(0);
    else if (code === SYMBOL)
      symbol = { font: fonts[operand.readUInt16LE(0)] ?? null, code: operand.readUInt16LE(2) };
    else if (FONTS.has(code)) {
      const name = fonts[operand.readUInt16LE(0)];
      if (name && /^(?:wingdings|webdings|symbol)/i.test(name)) font = name;
    }
  });
  return { bits, at, symbol, font };
}

function paragraphOf(given: Buffer, data: Buffer): { bits: number; edges: number[] | null } {
  let depth = 0;
  let isInTable = false;
  let bits = 0;
  let edges: number[] | null = null;
  const visit = (code: number, operand: Buffer) => {
    const isOn = operand[0] === 1;
    if (code === IN_TABLE) isInTable = isOn;
    else if (code === DEPTH) depth = operand.readInt32LE(0);
    else if (code === DEPTH_CHANGE) depth += operand.readInt32LE(0);
    else if ((code === ENDS_ROW || code === ENDS_INNER_ROW) && isOn) bits |= PARAGRAPH.endsRow;
    else if (code === ENDS_INNER_CELL && isOn) bits |= PARAGRAPH.endsInnerCell;
    else if (code === HEADER && isOn) bits |= PARAGRAPH.isHeader;
    else if (code === DEFINES_TABLE) edges = edgesOf(operand);
  };
  eachProperty(given, (code, operand) => {
    visit(code, operand);
    // Properties of wide tables stand elsewhere.
    if (code !== IN_DATA) return;
    const at = operand.readUInt32LE(0);
    if (at + 2 <= data.length) eachProperty(data.subarray(at + 2, at + 2 + data.readUInt16LE(at)), visit);
  });
  const tables = Math.min(PARAGRAPH.depth, Math.max(depth, isInTable ? 1 : 0, 0));
  return { bits: bits | tables, edges };
}

/** [MS-DOC] 2.9.334 TDefTableOperand: a length, the number of cells, and their edges from left to right. */
function edgesOf(operand: Buffer): number[] | null {
  const cells = operand[2] ?? 0;
  if (cells === 0 || cells > 63 || operand.length < 3 + (cells + 1) * 2) return null;
  return Array.from({ length: cells + 1 }, (_, index) => operand.readInt16LE(3 + index * 2));
}

/** The names of the fonts, by number ([MS-DOC] 2.9.286 SttbfFfn). */
function fontsOf(file: DocFile): string[] {
  const table = placeOf(file, 'fonts');
  const names: string[] = [];
  for (let at = 4; at < table.length && names.length < 10_000; at += table[at]! + 1)
    names.push(table.toString('utf16le', at + 40, at + 1 + table[at]!).split('\0')[0]!);
  return names;
}
