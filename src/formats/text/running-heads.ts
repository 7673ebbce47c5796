import type { Line } from './lines.js';
import { isPageNumber } from './shape.js';

const keyOf = (text: string) => text.trim().replace(/\s+/g, ' ').replace(/\d+/g, '#');

/** How many lines a head or foot may have besides the page number. */
const DEEPEST = 3;

/**
 * Finds the heads and feet that a printed page left in a text: short lines beside a page number, with no more than
 * one blank line between, that come again beside another.
 *
 * @returns whether a line is one of them
 */
export function findRunningHeads(lines: Line[]): (line: Line) => boolean {
  const seen = new Map<string, Set<number>>();
  for (const [at, line] of lines.entries()) {
    if (line.blank || line.text.length > 200 || !isPageNumber(line.text)) continue;
    for (const step of [-1, 1]) {
      for (const near of shortLinesFrom(lines, at, step)) {
        const key = keyOf(lines[near]!.text);
        seen.set(key, (seen.get(key) ?? new Set()).add(near));
      }
    }
  }
  return ({ text }) => seen.size > 0 && text.length <= 120 && (seen.get(keyOf(text))?.size ?? 0) > 1;
}

/** Indexes of the short lines next to the line `at`, outwards in the direction `step`. */
function shortLinesFrom(lines: Line[], at: number, step: number): number[] {
  const found: number[] = [];
  let near = at;
  while (found.length < DEEPEST) {
    near += lines[near + step]?.blank ? 2 * step : step;
    const line = lines[near];
    if (!line || line.blank || line.text.length > 120) break;
    found.push(near);
  }
  return found;
}
