import type { Line } from './lines.js';
import { isPageNumber } from './shape.js';

const keyOf = (text: string) => text.trim().replace(/\s+/g, ' ').replace(/\d+/g, '#');

/**
 * Finds the heads and feet that a printed page left in a text: short lines that stand beside a page number, with no
 * more than one blank line between, and come again beside another.
 *
 * @returns whether a line is one of them
 */
export function findRunningHeads(lines: Line[]): (line: Line) => boolean {
  const seen = new Map<string, number>();
  for (const [at, line] of lines.entries()) {
    if (line.blank || line.text.length > 200 || !isPageNumber(line.text)) continue;
    for (const step of [-1, 1]) {
      const near = lines[at + step]?.blank ? lines[at + 2 * step] : lines[at + step];
      if (!near || near.blank || near.text.length > 120) continue;
      seen.set(keyOf(near.text), (seen.get(keyOf(near.text)) ?? 0) + 1);
    }
  }
  return ({ text }) => seen.size > 0 && text.length <= 120 && (seen.get(keyOf(text)) ?? 0) > 1;
}
