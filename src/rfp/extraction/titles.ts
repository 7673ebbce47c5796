import type { Block, ExtractedDocument } from '../../documents/types.js';
import { roleOfTitle, titleOf } from './sections.js';
import { opensLikeQuestion, promptOf } from './signals/interrogative.js';

/** A title in the midst of text that lost its line breaks: "INSTRUCTIONS TO OFFERORS". */
export const isTitleInCapitals = (text: string) =>
  /^[^\p{Ll}]{6,90}$/u.test(text) && /\p{Lu}{4}/u.test(text) && !/[?:*_]/.test(text) && text.includes(' ');

/** A short line without an end whose words of weight begin with capitals: "Questions for Industry". */
function isCapitalized(text: string): boolean {
  const words = text.trim().split(/\s+/, 10);
  if (words.length > 8 || /[.,;:?!*]$/.test(text.trim()) || /_{2}|\d{3}|@/.test(text)) return false;
  return (
    words.length > 1 &&
    words.every(
      (word) => /^[\p{Lu}\d&(–—-]/u.test(word) || /^(?:of|for|and|the|to|in|on|by|with|a|an|or)$/.test(word),
    )
  );
}

/** "Section VI. Technical Specifications", "ITB 11. Documents Comprising the Bid". */
const NAMED_SECTION =
  /^(?:section|part|chapter|volume|annex|appendix|attachment|schedule|article|itb|itt|itc|gcc|scc)\s+[\dA-Z.]{1,6}[.:]?\s+[–—-]?\s*[A-Z][^.?!]{2,80}$/i;

/**
 * A title that its document did not mark as one: a line such as "Preferred:" above statements, or a lone short line
 * that was taken for the only item of a list.
 */
export function isTitleInDisguise(
  document: ExtractedDocument,
  block: Block,
  before: Block | null,
  after: Block | null,
): boolean {
  if (!after || block.text.length > 90) return false;
  if (block.kind === 'paragraph' && isCapitalized(block.text) && roleOfTitle(block.text) !== null)
    return true;
  if (after.kind === 'list-item' || after.kind === 'table-row') return false;
  if (block.kind === 'paragraph') {
    if (NAMED_SECTION.test(block.text) && !/[.?!]$/.test(block.text)) return true;
    const asks = promptOf(block.text) !== null || opensLikeQuestion(block.text);
    const states = /\b(?:shall|must|should|will|may|is|are|following|includes?|consists?)\b/i.test(
      block.text,
    );
    return /:$/.test(block.text.trimEnd()) && !asks && !states && roleOfTitle(titleOf(block)) !== null;
  }
  if (block.kind !== 'list-item' || before?.kind === 'list-item' || block.number !== null) return false;
  const line = document.text.lastIndexOf('\n', block.start - 1) + 1;
  const isMarked = document.text.slice(line, block.start).trim() !== '';
  return !isMarked && !/[.;,:]$/.test(block.text) && block.text.split(/\s+/).length <= 6;
}
