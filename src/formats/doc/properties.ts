import type { Buffer } from 'node:buffer';
import { type DocFile, placeOf } from './file.js';
import type { Piece } from './pieces.js';

/** A range of text in the file and the properties that its writer gave it ([MS-DOC] 2.2.5, sprms). */
interface Run {
  from: number;
  to: number;
  properties: Buffer;
  /** The number of the paragraph's style; 0 for characters. */
  style: number;
}

const PAGE = 512;

/** Calls back for each property; the operand is cut to its size. */
export function eachProperty(properties: Buffer, visit: (code: number, operand: Buffer) => void) {
  for (let at = 0; at + 2 < properties.length; ) {
    const code = properties.readUInt16LE(at);
    const size = operandSize(code, properties, at + 2);
    visit(code, properties.subarray(at + 2, at + 2 + size));
    at += 2 + size;
  }
}

/** [MS-DOC] 2.2.5.1: the three highest bits tell the size. Tables say theirs in two bytes. */
function operandSize(code: number, properties: Buffer, at: number): number {
  const size = [1, 1, 2, 4, 2, 2, null, 3][code >> 13];
  if (size !== null && size !== undefined) return size;
  if (code === DEFINES_TABLE) return at + 2 <= properties.length ? properties.readUInt16LE(at) + 1 : 2;
  const length = properties[at]!;
  if (code !== CHANGES_TABS || length !== 255) return length + 1;
  const deleted = properties[at + 1] ?? 0;
  const added = properties[at + 2 + deleted * 4] ?? 0;
  return 3 + deleted * 4 + added * 3;
}

export const DEFINES_TABLE = 0xd608;
const CHANGES_TABS = 0xc615;

/**
 * Calls back for each range of the text that has properties of its own.
 *
 * @param kind of characters, or of paragraphs
 * @param visit the range in the text, `to` exclusive
 */
export function eachRun(
  file: DocFile,
  pieces: Piece[],
  kind: 'characters' | 'paragraphs',
  visit: (from: number, to: number, properties: Buffer, style: number) => void,
) {
  const runs = runsOf(file, kind);
  for (const { cp, length, offset, width } of pieces) {
    const end = offset + length * width;
    for (let index = firstAfter(runs, offset); index < runs.length && runs[index]!.from < end; index++) {
      const { from, to, properties, style } = runs[index]!;
      const first = cp + Math.floor((Math.max(from, offset) - offset) / width);
      const last = cp + Math.ceil((Math.min(to, end) - offset) / width);
      if (last > first) visit(first, last, properties, style);
    }
  }
}

/** Where in the runs, which are in order, the first stands that ends behind `offset`. */
function firstAfter(runs: Run[], offset: number): number {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[middle]!.to <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The runs of all pages of properties in the order of the file, without those that overlap the one before. */
function runsOf(file: DocFile, kind: 'characters' | 'paragraphs'): Run[] {
  const places = placeOf(file, kind);
  const count = Math.floor((places.length - 4) / 8);
  const numbers = new Set<number>();
  for (let index = 0; index < count; index++)
    numbers.add(places.readUInt32LE((count + 1) * 4 + index * 4) & 0x3fffff);
  const runs: Run[] = [];
  for (const number of numbers) {
    const page = file.main.subarray(number * PAGE, (number + 1) * PAGE);
    if (page.length < PAGE) continue;
    runs.push(...runsOfPage(page, kind));
  }
  runs.sort((one, other) => one.from - other.from);
  let end = 0;
  return runs.filter(({ from, to }) => {
    if (from < end || to <= from) return false;
    end = to;
    return true;
  });
}

/** [MS-DOC] 2.9.33 ChpxFkp, 2.9.176 PapxFkp. */
function runsOfPage(page: Buffer, kind: 'characters' | 'paragraphs'): Run[] {
  const count = page[PAGE - 1]!;
  const step = kind === 'characters' ? 1 : 13;
  const runs: Run[] = [];
  for (let index = 0; index < count && (count + 1) * 4 + index * step < PAGE; index++) {
    const at = page[(count + 1) * 4 + index * step]! * 2;
    if (at === 0 || at >= PAGE - 2) continue;
    const [from, to] = [page.readUInt32LE(index * 4), page.readUInt32LE((index + 1) * 4)];
    const given = kind === 'characters' ? characterOf(page, at) : paragraphOf(page, at);
    runs.push({ from, to, ...given });
  }
  return runs;
}

const characterOf = (page: Buffer, at: number) => ({
  properties: page.subarray(at + 1, at + 1 + page[at]!),
  style: 0,
});

/** Two bytes that name the style come first. */
function paragraphOf(page: Buffer, at: number) {
  const words = page[at]!;
  const [from, to] = words > 0 ? [at + 1, at + words * 2] : [at + 2, at + 2 + page[at + 1]! * 2];
  return { properties: page.subarray(from + 2, to), style: page[from]! | (page[from + 1]! << 8) };
}
