import type { Span } from '../formats/index.js';
import type { Hit, Speaker, Stance } from '../knowledge/index.js';

/** A quote in support of an answer. `passage.text.slice(quoteStart, quoteEnd) === text` always holds. */
export interface DraftedSource {
  passageId: string;
  itemId: string;
  title: string;
  source: string;
  section: string | null;
  page: number | null;
  /** Verbatim from the passage. */
  text: string;
  /** UTF-16 offsets in the passage. */
  quoteStart: number;
  quoteEnd: number;
  /** UTF-16 offsets in the extracted text of the passage's document; null where it has none. */
  start: number | null;
  end: number | null;
  /** Of the passage, 0 to 1. */
  score: number;
  /** Of the passage. */
  speaker: Speaker | null;
  stance: Stance | null;
}

const SAME: Record<string, string> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '′': "'",
  '`': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '″': '"',
  '«': '"',
  '»': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  '…': '...',
  ﬁ: 'fi',
  ﬂ: 'fl',
};
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/u;
const SHORTEST = 8;

/** A text with its typography leveled, and for each character of it where it stood. */
function leveled(text: string): { plain: string; from: number[]; to: number[] } {
  let plain = '';
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const character of text) {
    const start = at;
    at += character.length;
    if (INVISIBLE.test(character)) continue;
    const space = /\s/.test(character);
    if (space && (plain === '' || plain.endsWith(' '))) continue;
    const same = space ? ' ' : (SAME[character] ?? character).toLowerCase();
    plain += same;
    for (let i = 0; i < same.length; i++) {
      from.push(start);
      to.push(at);
    }
  }
  return { plain, from, to };
}

/**
 * Where a quote stands in a text. White space, letter case, quotation marks, dashes and invisible characters may
 * differ; words, numbers and punctuation may not.
 *
 * @returns offsets in `text`; null where the quote is not there or too short to prove anything
 */
export function findQuote(text: string, quote: string): Span | null {
  const where = leveled(text);
  const whole = leveled(quote).plain.trim();
  const bare = whole.replace(/^(?:["']|\.\.\.)\s*|\s*(?:\.\.\.|["'])$/g, '').trim();
  for (const sought of new Set([whole, bare])) {
    if (sought === '' || (sought.length < SHORTEST && sought !== where.plain.trim())) continue;
    const at = indexOfWords(where.plain, sought);
    if (at >= 0) return { start: where.from[at]!, end: where.to[at + sought.length - 1]! };
  }
  return null;
}

/** Like `indexOf`, but never from or to the middle of a word or number: "9% uptime" is not in "99.9% uptime". */
function indexOfWords(text: string, sought: string): number {
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
    if (!cutsWord(text, at) && !cutsWord(text, at + sought.length)) return at;
  }
  return -1;
}

const cutsWord = (text: string, at: number) =>
  /[\p{L}\p{N}]{2}|\d[.,]$|^[.,]\d/u.test(text.slice(Math.max(0, at - 1), at + 1)) ||
  /^\d[.,]\d/.test(text.slice(Math.max(0, at - 1), at + 2)) ||
  /\d[.,]\d/.test(text.slice(Math.max(0, at - 2), at + 1));

/** The source that a quote of a passage makes. */
export function sourceOf(hit: Hit, { start, end }: Span): DraftedSource {
  const { passageId, itemId, title, source, section, page, score, speaker, stance } = hit;
  return {
    passageId,
    itemId,
    title,
    source,
    section,
    page,
    text: hit.text.slice(start, end),
    quoteStart: start,
    quoteEnd: end,
    start: hit.start === null ? null : hit.start + start,
    end: hit.start === null ? null : hit.start + end,
    score,
    speaker,
    stance,
  };
}
