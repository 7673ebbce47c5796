import type { SourceBlock } from '../../generated/client/client.js';
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
 * The labelled blocks of a document.
 * @param text the extracted text, into which all offsets point
 */
export const documentBlocksOf = (text: string, blocks: readonly SourceBlock[]): DocumentBlock[] =>
  blocks.map(({ position, kind, label, number, page, start, end, units }) => ({
    position,
    kind,
    label: (label ?? 'context') as UnitLabel,
    text: text.slice(start, end),
    number,
    page,
    start,
    end,
    parts: (units as [number, number, UnitLabel][]).map(([from, to, of]) => ({
      label: of,
      text: text.slice(from, to),
      start: from,
      end: to,
    })),
  }));
