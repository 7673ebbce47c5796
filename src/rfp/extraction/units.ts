import type { ExtractedDocument, Span } from '../../formats/types.js';
import type { Unit } from '../extraction-types.js';
import { splitSentences } from './sentences.js';

/**
 * Cuts a document into units: sentences, list items and table cells. Page furniture stays whole. Every character of
 * a block that is not white space or the rule between two cells lies in exactly one unit.
 *
 * @returns units in document order; `unit.text === document.text.slice(unit.start, unit.end)`
 */
export function splitUnits(document: ExtractedDocument): Unit[] {
  const units: Unit[] = [];
  for (const block of document.blocks) {
    const add = ({ start, end }: Span) =>
      units.push({
        index: units.length,
        block: block.position,
        start,
        end,
        text: document.text.slice(start, end),
        page: block.page,
      });
    const parts: Span[] = block.row?.cells.length ? block.row.cells : [block];
    for (const part of parts) {
      const text = document.text.slice(part.start, part.end);
      const sentences = block.furniture ? whole(text) : splitSentences(text);
      for (const span of sentences) add({ start: part.start + span.start, end: part.start + span.end });
    }
  }
  return units;
}

function whole(text: string): Span[] {
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  return end > start ? [{ start, end }] : [];
}
