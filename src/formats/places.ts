import type { Span } from './types.js';

/** A rectangle on a page, in points from its top left corner as it is seen. */
export interface Rectangle {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** A word, or what of one was set in one go, and where it stands. Offsets point into the document's text. */
export interface PlacedWord extends Span, Rectangle {}

/** A page and its words. */
export interface PageLayout {
  /** 1-based. */
  number: number;
  /** In points, as it is seen. */
  width: number;
  height: number;
  /** The part of the text that its words lie in; empty for a page without any. */
  span: Span;
  /** See `wordsOf`: seven bytes or so a word. */
  words: Uint8Array;
}

// Rectangles are kept in tenths of a point: a hair.
const UNITS = 10;
/** Pages are no larger, in points; what a damaged or hostile file claims beyond is cut. */
const FARTHEST = 1e7;

const units = (points: number) =>
  Number.isFinite(points) ? Math.round(Math.max(-FARTHEST, Math.min(FARTHEST, points)) * UNITS) : 0;

/** @param words in any order */
export function layoutOf(
  page: { number: number; width: number; height: number },
  words: PlacedWord[],
): PageLayout {
  const sorted = words.toSorted((a, b) => a.start - b.start);
  const bytes: number[] = [];
  const before = { end: 0, x1: 0, y0: 0, height: 0 };
  for (const word of sorted) {
    const [x0, y0, x1, y1] = [word.x0, word.y0, word.x1, word.y1].map(units);
    const numbers = [
      word.start - before.end,
      word.end - word.start,
      x0! - before.x1,
      x1! - x0!,
      y0! - before.y0,
      y1! - y0! - before.height,
    ];
    for (const number of numbers) write(bytes, number);
    Object.assign(before, { end: word.end, x1, y0, height: y1! - y0! });
  }
  const span = { start: sorted[0]?.start ?? 0, end: Math.max(0, ...ends(sorted)) };
  return { number: page.number, width: page.width, height: page.height, span, words: Uint8Array.from(bytes) };
}

function* ends(words: PlacedWord[]) {
  for (const { end } of words) yield end;
}

/** The words of a page, in the order of the text. */
export function wordsOf({ words: bytes }: Pick<PageLayout, 'words'>): PlacedWord[] {
  const words: PlacedWord[] = [];
  const reader = { bytes, at: 0 };
  const before = { end: 0, x1: 0, y0: 0, height: 0 };
  while (reader.at < bytes.length) {
    const start = before.end + read(reader);
    const end = start + read(reader);
    const x0 = before.x1 + read(reader);
    const x1 = x0 + read(reader);
    const y0 = before.y0 + read(reader);
    const height = before.height + read(reader);
    Object.assign(before, { end, x1, y0, height });
    words.push({ start, end, x0: x0 / UNITS, y0: y0 / UNITS, x1: x1 / UNITS, y1: (y0 + height) / UNITS });
  }
  return words;
}

/** Seven bits a byte, the lowest first; the sign is the lowest bit of all. */
function write(bytes: number[], value: number): void {
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

function read(reader: { bytes: Uint8Array; at: number }): number {
  let value = 0;
  let factor = 1;
  let byte: number;
  do {
    byte = reader.bytes[reader.at++] ?? 0;
    value += (byte % 128) * factor;
    factor *= 128;
  } while (byte >= 128);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** Words of one line are one rectangle where the gap between them is no wider, in heights of the line. */
const WIDEST_GAP = 1.5;

/** Where a part of the text stands on a page: a rectangle for each line, or cell, that it touches. */
export function rectanglesOf(page: Pick<PageLayout, 'words'>, span: Span): Rectangle[] {
  const found: Rectangle[] = [];
  for (const word of wordsOf(page)) {
    if (word.start >= span.end || word.end <= span.start) continue;
    const part = cut(word, span);
    const last = found.at(-1);
    if (last && isBeside(last, part)) {
      last.x1 = Math.max(last.x1, part.x1);
      last.y0 = Math.min(last.y0, part.y0);
      last.y1 = Math.max(last.y1, part.y1);
    } else found.push(part);
  }
  return found;
}

/** Letters of a word are taken to be of one width. */
function cut({ start, end, x0, y0, x1, y1 }: PlacedWord, span: Span): Rectangle {
  const at = (offset: number) => x0 + ((x1 - x0) * (offset - start)) / (end - start);
  return { x0: at(Math.max(start, span.start)), y0, x1: at(Math.min(end, span.end)), y1 };
}

function isBeside(last: Rectangle, next: Rectangle): boolean {
  const height = Math.min(last.y1 - last.y0, next.y1 - next.y0);
  const common = Math.min(last.y1, next.y1) - Math.max(last.y0, next.y0);
  return common > height / 2 && next.x0 >= last.x0 && next.x0 - last.x1 <= height * WIDEST_GAP;
}
