import type { BlockLabel, SourceBlock } from '../../generated/client/client.js';
import type { UnitLabel } from './extraction-types.js';

/** A block as clients see it: what was taken from the document, and what was left. */
export interface DocumentBlock {
  position: number;
  kind: string;
  label: UnitLabel;
  text: string;
  number: string | null;
  page: number | null;
  start: number;
  end: number;
  parts: { label: UnitLabel; text: string; start: number; end: number }[];
}

/**
 * The labelled blocks of a document, in order.
 * @param labels as a run gave them
 */
export function documentBlocksOf(
  { text, blocks }: { text: string; blocks: readonly SourceBlock[] },
  labels: readonly BlockLabel[],
): DocumentBlock[] {
  const known = new Map(labels.map((label) => [label.position, label]));
  return blocks.map(({ position, kind, number, page, start, end }) => ({
    position,
    kind,
    label: (known.get(position)?.label ?? 'context') as UnitLabel,
    text: text.slice(start, end),
    number,
    page,
    start,
    end,
    parts: ((known.get(position)?.units ?? []) as [number, number, UnitLabel][]).map(([from, to, of]) => ({
      label: of,
      text: text.slice(from, to),
      start: from,
      end: to,
    })),
  }));
}
