import type { Span } from '../../formats/types.js';
import { inlineItemStarts } from './signals/enumeration.js';

/** Never end a sentence, whatever follows. */
const ABBREVIATIONS = new Set(
  'e.g i.e ie eg rs vs mr mrs ms dr prof st cf viz incl approx sec secs art arts fig figs vol ch para paras ref refs dept app att tel ext fax ave blvd subsec reg est nos pp gen gov rev cl'.split(
    ' ',
  ),
);

/** End a sentence only before a word that usually starts one. */
const SOFT_ABBREVIATIONS = new Set('etc inc corp ltd co llc max min a.m p.m jr sr al bros'.split(' '));

const STARTERS = new Set(
  'the this these those all any each no in if it its when where for at to please such a an as after before during upon however contractor vendor offeror bidder supplier respondent proposals proposal responses questions bids quotes offers offerors contractors vendors bidders suppliers respondents they you your we our only failure describe provide'.split(
    ' ',
  ),
);

/** "Section VI." and "ITB 11." open a title; they are no sentence. */
const NAMED_PART =
  /^\s*(?:section|part|chapter|volume|annex|appendix|attachment|schedule|article|clause|factor|phase|task|itb|itt|itc|gcc|scc)\s+[\dA-Z.]{1,6}\.$/i;

/** A title in capitals that ran into the sentence after it ("C.3 PERSONNEL All employees …"). */
const TITLE_IN_CAPITALS = /^(?:[A-Z]?[.\d]{1,8}\s+)?(?:[A-Z][A-Z&/,'()-]+\s+){1,9}(?=[A-Z][a-z]+\s)/;

/** The title and date of a clause that ran into its text ("52.217-8 Option to Extend Services (Nov 1999) The …"). */
const TITLE_OF_CLAUSE =
  /^(?:[A-Z]{3,6}\s)?\d{2,4}\.\d{3}-\d{1,4}\b[^?!]{4,150}?\([A-Z][A-Za-z]{2,8}\.?\s\d{4}\)\s+(?=[A-Z(])/;

/** Where one line of a form ends and the next begins in text that lost its line breaks. */
const BLANK_BEFORE_LABEL = /^_{4}\s+\p{Lu}[\p{L}.]*[\s,:]/u;

const CLOSERS = '"\'”’)]*_»`';
/** The marks of scripts that set no space behind a sentence. */
const FULL_WIDTH = '。？！';
const BULLETS = '•●○▪◦■◾➢❖☐☑☒□❑❒';
const TICK_BOX = /^\[[ xX_]?\]\s/;
const isSpace = (c: string | undefined) => c !== undefined && /\s/.test(c);
const isUpper = (c: string) => c !== c.toLowerCase();
const isLower = (c: string) => c !== c.toUpperCase();

/** The run of non-blank characters that ends before `end`: at most 24 characters, enough for any abbreviation. */
function tokenBefore(text: string, end: number, floor: number): string {
  let start = end;
  while (start > floor && end - start < 24 && !/[\s(["“]/.test(text[start - 1]!)) start--;
  return text.slice(start, end);
}

function wordAt(text: string, start: number): string {
  return /^[\p{L}']+/u.exec(text.slice(start, start + 20))?.[0].toLowerCase() ?? '';
}

/** Whether the period at `at` ends the sentence that began at `start`; `next` is where the following text begins. */
function periodEnds(text: string, at: number, start: number, next: number): boolean {
  const token = tokenBefore(text, at, start);
  const following = text[next];
  if (following === undefined) return true;
  // "Federal Tax Identification No. ________"
  if (following === '_' && token.length <= 4) return false;
  const bare = token.toLowerCase();
  const opensSentence = text.slice(start, at - token.length).trim() === '';
  if (opensSentence && /^(?:\d{1,3}(?:\.\d+)*|[a-z]|[ivx]{1,4})$/i.test(token)) return false;
  if (NAMED_PART.test(text.slice(start, at + 1).slice(0, 40))) return false;
  if (ABBREVIATIONS.has(bare)) return false;
  if (bare === 'no' && /\d/.test(following)) return false;
  if (SOFT_ABBREVIATIONS.has(bare) || /^(?:\p{L}\.)*\p{L}$/u.test(token)) {
    return (isUpper(following) && STARTERS.has(wordAt(text, next))) || !/\p{L}|\d/u.test(following);
  }
  return !isLower(following);
}

/** Text that lost its line breaks runs on as "requirements.The vendor"; "cloud.gov" and "Node.js" do not look so. */
function isGlued(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 3), at);
  return /^(?:\p{Ll}{3}|.?[\d)]\)?)$/u.test(before) && /^\p{Lu}\p{Ll}*\s/u.test(text.slice(at + 1, at + 20));
}

/**
 * Cuts running text into sentences and enumerated items, in linear time.
 *
 * @param text one block or cell, possibly megabytes without a line break
 * @returns spans relative to `text`, trimmed, in order, holding every character that is not white space
 */
export function splitSentences(text: string): Span[] {
  const spans: Span[] = [];
  const items = inlineItemStarts(text);
  let item = 0;
  let start = 0;
  const cut = (end: number) => {
    let [from, to] = [start, end];
    while (from < to && isSpace(text[from])) from++;
    while (to > from && isSpace(text[to - 1])) to--;
    const title = TITLE_IN_CAPITALS.exec(text.slice(from, Math.min(to, from + 120)));
    if (title && /[A-Z]{4}/.test(title[0]) && STARTERS.has(wordAt(text, from + title[0].length))) {
      spans.push({ start: from, end: from + title[0].trimEnd().length });
      from += title[0].length;
    }
    const clause = TITLE_OF_CLAUSE.exec(text.slice(from, Math.min(to, from + 220)))?.[0];
    if (clause) {
      spans.push({ start: from, end: from + clause.trimEnd().length });
      from += clause.length;
    }
    if (to > from) spans.push({ start: from, end: to });
    start = end;
  };
  for (let i = 0; i < text.length; i++) {
    if (items[item] === i) {
      cut(i);
      item++;
    }
    const c = text[i]!;
    if (
      BULLETS.includes(c) ||
      (c === '[' && TICK_BOX.test(text.slice(i, i + 5))) ||
      (c === '\n' && /^\n[ \t]*\n/.test(text.slice(i, i + 20)))
    ) {
      cut(i);
      continue;
    }
    if (c === '_' && BLANK_BEFORE_LABEL.test(text.slice(Math.max(0, i - 3), i + 24))) {
      cut(i + 1);
      continue;
    }
    if (FULL_WIDTH.includes(c) && !FULL_WIDTH.includes(text[i + 1] ?? '')) {
      cut(i + 1);
      continue;
    }
    if (c !== '.' && c !== '?' && c !== '!' && c !== '؟') continue;
    let end = i + 1;
    while (end < text.length && (CLOSERS.includes(text[end]!) || '.?!'.includes(text[end]!))) end++;
    if (end < text.length && !isSpace(text[end])) {
      if ((c === '.' && end === i + 1 && isGlued(text, i)) || (c === '?' && isUpper(text[end]!))) cut(end);
      continue;
    }
    let next = end;
    while (next < text.length && isSpace(text[next])) next++;
    // The asterisk by which a form marks a required question belongs to it.
    if (text[next] === '*' && (next + 1 >= text.length || isSpace(text[next + 1]))) end = ++next;
    while (next < text.length && isSpace(text[next])) next++;
    const ends = c === '.' ? periodEnds(text, i, start, next) : next >= text.length || !isLower(text[next]!);
    if (ends) {
      cut(end);
      i = end - 1;
    }
  }
  cut(text.length);
  return spans;
}
