import type { Block } from '../../formats/types.js';
import type { UnitContext } from './place.js';
import { opensLikeQuestion } from './signals/interrogative.js';

/** No sentence ends with an article or a preposition. */
const ENDS_OPEN =
  /\s(?:the|an?|of|and|or|to|by|with|from|for|in|on|at|as|that|which|their|its|his|all|any|each|shall|must|will|should|may|is|are|be)$/;

/**
 * Whether `next` goes on with a sentence that `text` left unfinished, as at a page break or where a line was taken for
 * a title: it starts in lower case, closes a bracket that was left open or brings the missing question mark.
 */
function goesOn(text: string, next: string): boolean {
  if (!/[\p{L}\p{N},’'/&–—-]$/u.test(text)) return false;
  if (/^[\p{Ll}]\S*[\s,]/u.test(next) && !/^(?:[a-z]|[ivx]{1,4})[.)]?\s/.test(next)) return true;
  if (ENDS_OPEN.test(text)) return true;
  if (text.lastIndexOf('(') > text.lastIndexOf(')') && /^[^(]{0,200}\)/.test(next)) return true;
  return opensLikeQuestion(text) && !text.includes('?') && /^[^.?!:]{0,120}\?/.test(next);
}

/** Whether a block taken for a heading is but the first line of what the next block says. */
export const isUnfinishedLine = (block: Block, next: Block | null) =>
  next !== null &&
  next.kind !== 'list-item' &&
  block.text.split(/\s+/).length >= 5 &&
  goesOn(block.text, next.text);

/** The unit whose sentence goes on in `place`, the first of its block. */
export function continued(last: UnitContext | undefined, place: UnitContext): number | null {
  if (
    !last ||
    last.block.row ||
    place.block.row ||
    place.number ||
    place.block.kind === 'list-item' ||
    place.isOption ||
    last.isOption
  )
    return null;
  if (last.block.kind === 'heading' && last.block.text.split(/\s+/).length < 5) return null;
  return goesOn(last.unit.text, place.unit.text) ? last.unit.index : null;
}
