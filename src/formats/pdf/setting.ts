import { Hyphens } from '../text/hyphens.js';
import type { Furniture } from '../types.js';
import type { Setting } from './flow.js';
import type { Line, Page } from './geometry.js';

/** Finds the size of running text, the usual leading and the words of a document, broken ones too. */
export function measure(pages: Page[], furniture: Map<Line, Furniture>): Setting {
  const sizes = new Map<number, number>();
  const leadings = new Map<number, number>();
  const lines = new Map<number, number>();
  const hyphens = new Hyphens();
  const count = (map: Map<number, number>, key: number, by: number) => map.set(key, (map.get(key) ?? 0) + by);
  for (const page of pages) {
    let last: Line | null = null;
    for (const [index, item] of page.items.entries()) {
      if (item.kind === 'row') {
        for (const cell of item.cells) hyphens.learnCell(cell);
        last = null;
        continue;
      }
      if (furniture.has(item)) continue;
      count(sizes, sizeOf(item), item.text.length);
      count(lines, sizeOf(item), 1);
      const next = page.items[index + 1];
      hyphens.learn(item.text, next?.kind === 'line' ? next.text : null);
      if (item.soft === 'within') hyphens.softAreHard();
      if (last && Math.abs(last.size - item.size) < 0.3 && item.text.length > 20 && last.text.length > 20) {
        const leading = Math.round(((item.y - last.y) / item.size) * 20) / 20;
        if (leading > 0.9 && leading < 2.5) count(leadings, leading, 1);
      }
      last = item;
    }
  }
  const total = [...lines.values()].reduce((sum, value) => sum + value, 0);
  const common = new Set(
    [...lines].filter(([, value]) => value >= 12 && value > total * 0.2).map(([size]) => size),
  );
  return { body: mode(sizes) ?? 11, leading: mode(leadings) ?? 1.2, hyphens, common };
}

/** The size of a line to half a point. */
export const sizeOf = (line: Line) => Math.round(line.size * 2) / 2;

function mode(counts: Map<number, number>): number | null {
  let best: [number, number] | null = null;
  for (const entry of counts) if (!best || entry[1] > best[1]) best = entry;
  return best?.[0] ?? null;
}
