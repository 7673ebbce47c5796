import type { Block, ExtractedDocument } from '../../formats/types.js';
import { roleOfTitle, titleOf } from './sections.js';
import { opensLikeQuestion, promptOf } from './signals/interrogative.js';

/** The level of a title that no document states: below every heading. */
export const DEEPEST = 9;

/** A numbered title such as "7. Award criteria" stands above the clauses "7.1" and so on. */
export const levelOfTitle = ({ number }: Block) =>
  number === null ? DEEPEST : number.split('.').filter(Boolean).length;

/** "252.204-7012 Safeguarding Covered Defense Information (Dec 2019)": a clause of a regulation and its date. */
export const isTitleOfClause = (text: string) =>
  /^(?:[A-Z.\d]{1,8} )?(?:[A-Z]{3,6} )?\d{2,4}\.\d{3}-\d{1,4}\b[^?!]{4,160}\((?:[A-Z]{3,9}\.? )?\d{4}\)\.?$/i.test(
    text.trim().replace(/\s+/g, ' '),
  );

/** Whether text under the title of a clause is its text; after a mere list of titles the tender goes on. */
export const readsAsClause = (text: string) =>
  /^\W*\(?a\)|\bthis (?:clause|provision)\b|\bas prescribed in\b|\bthe Government (?:may|will|shall)\b|\bContracting Officer\b/i.test(
    text,
  );

export const isClauseEnd = (text: string) => /^\W*end of (?:the )?(?:clause|provision)\W*$/i.test(text);

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

/** "Submission of responses" above its text. */
const isShortPhrase = (text: string, after: Block) =>
  /^\p{Lu}/u.test(text) &&
  text.split(/\s+/).length <= 5 &&
  !/[.,;:?!*_]$/.test(text.trim()) &&
  promptOf(text) === null &&
  after.kind === 'paragraph' &&
  after.text.length > 60;

/** "Section VI. Technical Specifications", "ITB 11. Documents Comprising the Bid". */
const NAMED_SECTION =
  /^(?:section|part|chapter|volume|annex|appendix|attachment|schedule|article|itb|itt|itc|gcc|scc)\s+[\dA-Z.]{1,6}[.:]?\s+[–—-]?\s*[A-Z][^.?!]{2,80}$/i;

/** "6. Technical specifications" over "6.1 …", or over a paragraph where its words say what the section is for. */
function isTitleOfNumbered(block: Block, before: Block | null, after: Block): boolean {
  if (/^[A-Z]\.?$/.test(block.number ?? '') && /^1[.)]$/.test(after.number ?? ''))
    return isCapitalized(block.text);
  const number = /^(\d{1,2})\.?$/.exec(block.number ?? '')?.[1];
  if (number === undefined || block.kind !== 'list-item') return false;
  if (/[.?!;,:]$/.test(block.text) || /_{3}/.test(block.text) || block.text.split(/\s+/).length > 8)
    return false;
  if (after.number?.startsWith(`${number}.`) && after.number.length > number.length + 1) return true;
  // Among items of its own list it is one of them.
  const isAmongItems = before?.kind === 'list-item' && /^\d{1,2}[.)]?$/.test(before.number ?? '');
  return (
    after.kind === 'paragraph' && after.text.length > 60 && !isAmongItems && roleOfTitle(block.text) !== null
  );
}

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
  if (block.kind === 'paragraph' && /^for [\w’' -]{3,40} use only:?$/i.test(block.text.trim())) return true;
  if (isTitleOfNumbered(block, before, after)) return true;
  if (block.kind === 'paragraph' && (isCapitalized(block.text) || isShortPhrase(block.text, after)))
    if (roleOfTitle(block.text) !== null) return true;
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
