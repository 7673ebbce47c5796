import type { Span } from '../formats/index.js';
import { type Hit, hasPlaceholder } from '../knowledge/index.js';
import { type Unit, unitsOf } from './units.js';

/** The units of a passage that a part of it touches. */
export const unitsIn = (hit: Hit, span: Span): Unit[] =>
  unitsOf(hit).filter(({ start, end }) => start < span.end && end > span.start);

/** Whether a part of a passage holds a statement of ours, and nothing that a buyer says or that is to be filled in. */
export function isGround(hit: Hit, span: Span): boolean {
  const units = unitsIn(hit, span);
  return (
    units.some(({ isEvidence }) => isEvidence) &&
    units.every(({ voice }) => voice?.speaker === 'US' || voice?.speaker === 'THIRD_PARTY') &&
    !hasPlaceholder(hit.text.slice(span.start, span.end))
  );
}
