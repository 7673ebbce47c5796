import type { Unit } from './units.js';

/** Says where what stands before it does not hold, or who is meant by it. */
const OPENS_QUALIFICATION =
  /^(?:however|but|yet|except|unless|only|otherwise|conversely|by contrast|in contrast|exceptions?|an exception|with the exception|(?:this|that|the same) (?:(?:only|just|also|merely) )?(?:does|is|applies|excludes|covers|holds|requires|concerns|presupposes|goes|counts)|it (?:(?:only|just) )?(?:does not|is not|excludes|applies|holds)|these (?:do|are) not|they (?:do|are) not|not (?:included|covered|part)|excluded|for (?:all )?others?\b|others?\b|subject to|provided that|we ourselves|note that|please note|requires?)\b/i;
const QUALIFIES =
  /\b(?:except(?:ions?)?|excluding|excluded|exempt|unless|only (?:for|with|on|in|to|if|when|where|available|applies|after|during|by)|(?:does|do) not (?:apply|include|cover|hold)|not (?:yet|available|included|covered|supported|offered|part of|apply)|never|no longer|optional|voluntary|ourselves|up ?on request|on request|at (?:an )?(?:extra|additional) (?:cost|charge)|subject to|limited to|restricted to)\b/i;
/** Points to a sentence before it, without which it cannot be understood. */
const POINTS_BACK =
  /^(?:it|its|this|these|those|they|their|such|both|he|she|in addition|additionally|also|however|but|yet|furthermore|moreover|instead|otherwise|except|only)\b/i;
/** Says for whom or what the sentences after it hold. */
const POINTS_AHEAD = /\b(?:the following|below|as follows)\b/i;
/** What was so once is told with what is so now. */
const FORMER =
  /^(?:until|till|before|prior to|formerly|previously|in the past|originally|initially|at first)\b/i;
/** What it takes to say in what context a sentence stands never makes a quote longer than so many words. */
const MOST_CONTEXT = 90;

export const isItem = ({ text }: Unit) => /^(?:[-*+•▪–]|\d{1,3}[.)]|[a-z][.)])\s/i.test(text);
export const isStem = ({ text, row }: Unit) => row === null && /:["”’*_)]*$/.test(text);
/** "… within the times below." */
export const announces = (unit: Unit) =>
  isStem(unit) || /\b(?:below|the following [a-z]+)\.?$/i.test(unit.text);

/**
 * The units that must be quoted with the given ones, lest the meaning turn: what qualifies them, what they point back to,
 * the stem of a list with its item, the whole list with its stem.
 *
 * @param own all units of the passage, in order
 * @param first index of the first one picked
 * @param last index of the last one
 * @returns indexes in order; empty for a stem that announces what the passage does not hold
 */
export function withContext(own: Unit[], first: number, last: number): number[] {
  const indexes = new Set<number>();
  for (let at = first; at <= last; at++) indexes.add(at);
  if (isStem(own[last]!)) {
    const end = endOfList(own, last);
    if (end === last) return [];
    for (let at = last; at <= end; at++) indexes.add(at);
    last = end;
  }
  const stem = stemOf(own, first);
  if (stem !== null) indexes.add(stem);
  let words = 0;
  for (let at = first; at > 0 && first - at < 2 && isBefore(own, at); at--) {
    words += own[at - 1]!.words;
    if (words > MOST_CONTEXT) break;
    indexes.add(at - 1);
  }
  for (let at = last + 1; at < own.length && at - last <= 2; at++) {
    words += own[at]!.words;
    const belongs = qualifies(own[at]!) || FORMER.test(own[at - 1]!.text);
    if (own[at]!.row !== null || own[at]!.opensParagraph || !belongs || words > MOST_CONTEXT) break;
    indexes.add(at);
  }
  return [...indexes].sort((a, b) => a - b);
}

const isBefore = (own: Unit[], at: number) =>
  !own[at]!.opensParagraph &&
  own[at]!.row === null &&
  own[at - 1]!.row === null &&
  !isItem(own[at]!) &&
  (POINTS_BACK.test(own[at]!.text) ||
    POINTS_AHEAD.test(own[at - 1]!.text) ||
    /^we ourselves\b/i.test(own[at]!.text));

const qualifies = (unit: Unit) => !isItem(unit) && turnsMeaning(unit.text);

/** Whether a sentence limits what stands before it, or says for whom it does not hold. */
export const turnsMeaning = (sentence: string): boolean =>
  OPENS_QUALIFICATION.test(sentence) || QUALIFIES.test(sentence);

/** The whole list that an item stands in, with its stem: indexes in order. */
export function listAround(own: Unit[], at: number): number[] {
  let first = at;
  while (first > 0 && (isItem(own[first - 1]!) || goesOn(own, first - 1))) first--;
  const stem = first > 0 && (isStem(own[first - 1]!) || announces(own[first - 1]!)) ? [first - 1] : [];
  let last = at;
  while (last + 1 < own.length && (isItem(own[last + 1]!) || goesOn(own, last + 1))) last++;
  return [...stem, ...Array.from({ length: last - first + 1 }, (_, i) => first + i)];
}

/** The last unit of what a stem announces: the items, or the paragraph, after it. */
function endOfList(own: Unit[], stem: number): number {
  let end = stem;
  while (
    end + 1 < own.length &&
    (own[end + 1]!.row !== null || isItem(own[end + 1]!) || goesOn(own, end + 1))
  )
    end++;
  return end === stem && stem + 1 < own.length ? stem + 1 : end;
}

/** Whether a sentence stands behind another one in the same item. */
function goesOn(own: Unit[], at: number): boolean {
  let before = at;
  while (before > 0 && !own[before]!.opensParagraph && own[before]!.row === null) {
    if (isItem(own[--before]!)) return true;
  }
  return false;
}

/** The stem of the list or table that a unit stands in, where it is not the unit before it. */
function stemOf(own: Unit[], at: number): number | null {
  if (!isItem(own[at]!)) return null;
  let before = at - 1;
  while (before >= 0 && isItem(own[before]!)) before--;
  return before >= 0 && isStem(own[before]!) ? before : null;
}
