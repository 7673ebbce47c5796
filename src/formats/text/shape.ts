import { markerOf } from './markers.js';

const SMALL_WORDS = new Set(
  'a an and as at be but by for from in into nor of on or over per the to via vs with within without'.split(
    ' ',
  ),
);

/** Whether a line reads as a title: short, capital at each word that matters, no sentence end. */
export function isTitleCase(line: string): boolean {
  const text = line.trim();
  if (text.length < 3 || text.length > 90 || /[.?!;,]$|_{3}|\.{4}/.test(text)) return false;
  const words = text
    .replace(/:$/, '')
    .split(/[\s/–—-]+/)
    .filter((word) => /\p{L}/u.test(word));
  if (words.length === 0 || words.length > 12 || !/^["“(]?[\p{Lu}\d]/u.test(text)) return false;
  return words.every(
    (word, index) =>
      /^["“'(]*[\p{Lu}\d]/u.test(word) || (index > 0 && SMALL_WORDS.has(word.replace(/[^a-z]/gi, ''))),
  );
}

/** Whether a line is set in capitals throughout: "ACCESS NETWORK", "4. SCOPE OF WORK". */
export function isAllCaps(line: string): boolean {
  const text = line.trim();
  if (text.length > 110 || /[;,]$/.test(text)) return false;
  const letters = text.replace(/[^\p{L}]/gu, '');
  if (letters.length < 3) return false;
  const upper = text.replace(/[^\p{Lu}]/gu, '').length;
  return upper / letters.length > 0.9 && !/_{3}/.test(text);
}

const NAMED =
  /^(?:section|article|part|chapter|appendix|attachment|exhibit|annex|schedule|volume|phase|tab|factor)\s+(?:\d{1,3}(?:\.\d{1,3})*|[A-Z]{1,4}|[IVXLC]{1,6})\b/i;

/** Whether a line names a part of the document: "Section 3 - Scope", "ATTACHMENT B: Pricing". */
export const isNamedPart = (line: string) => {
  const text = line.trim();
  const match = text.length <= 110 ? NAMED.exec(text) : null;
  if (!match || /[.;,]$/.test(text)) return false;
  const rest = text.slice(match[0].length);
  // "Tab A: Cover letter. The letter must …" is a clause that begins with its name.
  if (rest.length > 50 && hasObligation(rest)) return false;
  return rest === '' || /^\s*[-–—:.]/.test(rest) || isTitleCase(rest);
};

/** A numbered line that is a heading rather than an item: short, no sentence end, more a title than a sentence. */
export function isNumberedHeading(line: string): boolean {
  const text = line.trim();
  const marker = markerOf(text);
  if (marker?.kind !== 'number') return false;
  // "Staffing Approach - 10% (100 points)" is a title with its weight.
  const title = text
    .slice(marker.length)
    .trim()
    .replace(/\s?\([^()]{1,40}\)$/, '');
  if (title.length < 3 || title.length > 90 || /[.?!;,:]$|_{3}/.test(title) || /^\d{4}/.test(marker.number!))
    return false;
  if (
    /^[([]|\)$/.test(marker.number!) ||
    /^[a-z]+\.$/.test(marker.number!) ||
    /^(?:[QAR]|REQ|Question)/i.test(marker.number!)
  ) {
    return isAllCaps(title);
  }
  if (isTitleCase(title) || isAllCaps(title)) return true;
  // "3.2 Phased evaluation approach": a dotted clause with a phrase that holds no verb form of an obligation.
  return (
    marker.depth > 1 && title.split(/\s+/).length <= 8 && /^\p{Lu}/u.test(title) && !hasObligation(title)
  );
}

const OBLIGATION =
  /\b(?:shall|must|should|will|may|can|is|are|was|were|has|have|describe|provide|explain|list|state|identify|please|does|do|confirm|indicate|submit|specify|include|supports|allows)\b/;
const REQUEST =
  /^(?:describe|provide|explain|please|does|do|is|are|will|can|has|have|confirm|indicate|identify|submit|specify|what|which|who|when|where|why|how)\b/i;

/** Whether a text asks for something or says what somebody does or has to do. A heading does not. */
export const hasObligation = (text: string) =>
  OBLIGATION.test(text.slice(0, 2000)) || REQUEST.test(text.trimStart());

const DOT_LEADER =
  /(?:\.{4,}|(?:\. ){3,}\.?|…{2,}|_{4,}|·{4,})\s{0,20}(?:\d{1,4}|[ivxlc]{1,6}|[A-Z]-\d{1,3})\s*$/;

/** Whether a line is an entry of a table of contents: "Scope ........ 12", "Scope of work <tab> 12". */
export const isContentsLine = (line: string) => {
  const text = line.trimEnd().slice(-200);
  return DOT_LEADER.test(text) || (/\S[^\t]*\t\s*\d{1,4}$/.test(text) && line.length < 160);
};

const PAGE_NUMBER =
  /^[-–—\s|]*(?:(?:page|pg\.?|p\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|\/)\s*\d{1,4})?[-–—\s|]*$/i;
const WORDED_PAGE = /^[-–—\s|]*(?:page|pg\.?)\s*[\divxlc-]{1,9}(?:\s*(?:of|\/)\s*\d{1,4})?[-–—\s|]*$/i;

/** Whether a line is nothing but a page number that says so: "Page 3 of 24", "- 3 -". */
export const isPageNumber = (line: string) => {
  const text = line.trim();
  return text.length <= 30 && (WORDED_PAGE.test(text) || /^[-–—]\s*\d{1,4}\s*[-–—]$/.test(text));
};

/** Whether a line at the edge of a page may be a page number: also "3", "iv", "3 / 24". */
export const isBarePageNumber = (line: string) => {
  const text = line.trim();
  return text.length > 0 && text.length <= 30 && PAGE_NUMBER.test(text);
};

/** Whether a text ends as a sentence does. */
export const endsSentence = (text: string) => /[.?!:;]["”’')\]*_]*$/.test(text.trimEnd().slice(-8));
