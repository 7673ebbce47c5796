import type { Unit, UnitLabel } from '../../extraction-types.js';

/** A run of neighboring units that a model is shown at once. */
export interface UnitWindow {
  units: Unit[];
}

/** What came back for a window. It is kept as JSON until all windows are done. */
export interface WindowLabels {
  /** Index of the first and of the last unit that was shown. */
  first: number;
  last: number;
  /** Units that are something to answer; all others of the window are context. */
  labels: { unit: number; label: AnswerableLabel }[];
}

export type AnswerableLabel = Exclude<UnitLabel, 'context' | 'furniture'>;

export const WINDOW_CHARS = 12_000;
export const OVERLAP_CHARS = 1_500;

/**
 * Windows that together show every unit, each whole. Neighbors overlap, so that a unit at the edge of one is seen with
 * what surrounds it in the other.
 *
 * @param maxChars of text in a window; a single longer unit has a window of its own
 * @param overlap how many characters before a window's own units are shown again, below `maxChars`
 */
export function windowsOf(units: Unit[], maxChars = WINDOW_CHARS, overlap = OVERLAP_CHARS): UnitWindow[] {
  const windows: UnitWindow[] = [];
  let own = 0;
  while (own < units.length) {
    let first = own;
    let chars = 0;
    while (first > 0 && chars + units[first - 1]!.text.length <= overlap)
      chars += units[--first]!.text.length;
    let end = own;
    while (end < units.length && (end === own || chars + units[end]!.text.length <= maxChars)) {
      chars += units[end++]!.text.length;
    }
    windows.push({ units: units.slice(first, end) });
    own = end;
  }
  return windows;
}

/**
 * One label for each unit, by its place in `units`. Where windows disagree, the one counts in which the unit
 * stands farther from the edge, since it was seen with more of what surrounds it.
 */
export function mergeLabels(units: Unit[], parts: WindowLabels[]): UnitLabel[] {
  const at = new Map(units.map(({ index }, place) => [index, place]));
  const labels: UnitLabel[] = units.map(() => 'context');
  const depth = units.map(() => -1);
  const lastUnit = units.at(-1)?.index ?? 0;
  for (const { first, last, labels: found } of parts) {
    const labelOf = new Map(found.map(({ unit, label }) => [unit, label]));
    // The document's own ends are no edges: nothing is hidden behind them.
    const lead = first === (units[0]?.index ?? 0) ? Number.POSITIVE_INFINITY : 0;
    const tail = last === lastUnit ? Number.POSITIVE_INFINITY : 0;
    for (let index = first; index <= last; index++) {
      const place = at.get(index);
      if (place === undefined) continue;
      const here = Math.min(index - first + lead, last - index + tail);
      if (here <= depth[place]!) continue;
      depth[place] = here;
      labels[place] = labelOf.get(index) ?? 'context';
    }
  }
  return labels;
}
