import { layoutOf, type PageLayout, type PlacedWord, type Rectangle } from '../places.js';
import type { Span } from '../types.js';
import type { Line, Page, Run } from './geometry.js';
import { SOFT_HYPHEN } from './painting/visible.js';

/** A part of the text, and the lines that it was made of. */
export interface PlacedLines {
  span: Span;
  lines: Line[];
}

/** How far letters reach above and below their baseline, in units of the type size. */
const ASCENT = 0.82;
const DESCENT = 0.22;
/** So many characters of the text may have been put between those of the lines. */
const MOST_BETWEEN = 6;

/**
 * Finds for each word of the pages where it stands in the text. The text was made of their letters in the same order; what
 * was joined, mended or left out in between are spaces and hyphens.
 */
export function layoutsOf(text: string, pages: Page[], placed: PlacedLines[]): PageLayout[] {
  const words = new Map<number, PlacedWord[]>(pages.map(({ number }) => [number, []]));
  for (const { span, lines } of placed) {
    const cursor = { text, at: span.start, end: span.end };
    for (const line of lines)
      for (const { runs } of line.segments)
        for (const run of runs) words.get(line.page)?.push(...wordsIn(run, cursor));
  }
  return pages.map(({ number, width, height, seen }) =>
    layoutOf({ number, ...(seen ?? { width, height }) }, words.get(number)!),
  );
}

interface Cursor {
  text: string;
  at: number;
  end: number;
}

function wordsIn(run: Run, cursor: Cursor): PlacedWord[] {
  const words: PlacedWord[] = [];
  let index = 0;
  for (const match of run.text.matchAll(/\S+/g)) {
    const span = follow(match[0], cursor);
    if (span) words.push({ ...span, ...boxOf(run, index, match.index, match[0].length) });
    index++;
  }
  return words;
}

function boxOf(run: Run, index: number, at: number, length: number): Rectangle {
  if (run.box) return run.box;
  const { edges, y, size } = run;
  const width = (run.x1 - run.x0) / run.text.length;
  return {
    x0: edges?.[2 * index] ?? run.x0 + width * at,
    x1: edges?.[2 * index + 1] ?? run.x0 + width * (at + length),
    y0: y - size * ASCENT,
    y1: y + size * DESCENT,
  };
}

/** Takes the letters of a word from the text; null where none of them is there. */
function follow(word: string, cursor: Cursor): Span | null {
  let start = -1;
  let last = -1;
  for (let index = 0; index < word.length; index++) {
    const found = find(word[index]!, cursor);
    if (found < 0) continue;
    if (start < 0) start = found;
    last = found;
    cursor.at = found + 1;
  }
  return start < 0 ? null : { start, end: last + 1 };
}

/** Where the next letter stands; -1 where it is not in the text: a hyphen that went with the end of its line. */
function find(letter: string, { text, at, end }: Cursor): number {
  const sought = letter === SOFT_HYPHEN ? '-' : letter;
  let passed = 0;
  for (let next = at; next < end && passed <= MOST_BETWEEN; next++) {
    const here = text[next]!;
    if (here === sought || here === letter) return next;
    if (!/\s/.test(here)) {
      if (sought === '-') return -1;
      passed++;
    }
  }
  return -1;
}
