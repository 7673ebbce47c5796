import { rarityOf } from './english.js';

/** Rarer words than this are not used to tell what another word is made of. */
const KNOWN = 60;

/** What stands before words, with or without a hyphen, and is mostly no word itself. */
const PREFIXES = new Set(
  'anti co counter cyber de eco hyper inter intra macro mega meta micro mid mini multi nano non poly post pre pro pseudo quasi re semi sub tele trans tri ultra un uni'.split(
    ' ',
  ),
);

const isKnown = (word: string) => rarityOf(word) <= KNOWN;
const isPart = (word: string) => PREFIXES.has(word) || isKnown(word);

/** A word at the end of a line with its hyphen, and what comes first on the next line. */
const AT_END = /(?<![\p{L}\p{N}])((?:[\p{L}\p{N}]+-)*)(\p{L}+)-$/u;
const AT_START = /^(\p{L}+)(-?)/u;
/** What follows the first of two words that share their end: "short- and long-term". */
const SHARED_END = /^(?:and|or|to|und|oder|bis|et|ou|y|o)\s/;

const MOST_WORDS = 200_000;
const WORDS = /(?<![\p{L}-])\p{L}{2,30}(?:-\p{L}{2,30}){0,3}(?!\p{L})/gu;

/** Stands in the text of a cell where a line ended with a hyphen, until the words of the whole document are known. */
export const BROKEN = '\u00ad';

interface Break {
  first: string;
  second: string;
  /** Whether the word has another hyphen: "end-to-" and "end", "state-of-the-" and "art". */
  chained: boolean;
}

function breakOf(text: string, next: string): Break | null {
  const end = AT_END.exec(text.slice(-60));
  const start = AT_START.exec(next.slice(0, 60));
  if (!end || !start || !isLower(end[2]!, start[1]!)) return null;
  return {
    first: end[2]!.toLowerCase(),
    second: start[1]!.toLowerCase(),
    chained: end[1] !== '' || start[2] !== '',
  };
}

/** A word goes on in small letters, or in capitals where it is set in them. */
const isLower = (first: string, second: string) =>
  /^\p{Ll}/u.test(second) || (second.length > 1 && /^\p{Lu}{2,}$/u.test(first) && /^\p{Lu}+$/u.test(second));

/**
 * Mends words that were broken at the end of a line. A hyphen there may have come with the break ("admini-strators") or be the
 * word's own ("price-determining"); what tells is, in this order, how the document writes the word elsewhere, whether the
 * whole is an English word and its parts are none, and, where all of them are words, which is the more common, and whether
 * the document breaks words at all: most do not.
 */
export class Hyphens {
  /** Words of the document, and those with a hyphen, in lower case. */
  readonly #words = new Set<string>();
  readonly #breaks: Break[] = [];
  #breaksWords: boolean | null = null;
  #softAreHard = false;

  /** Takes note of the words of a line. @param next the line below it, where the text goes on there */
  learn(line: string, next: string | null) {
    const whole = line.replace(/[\p{L}\p{N}-]+-$/u, '');
    if (this.#words.size < MOST_WORDS)
      for (const [word] of whole.matchAll(WORDS)) this.#words.add(word.toLowerCase());
    const found = next !== null && line.endsWith('-') ? breakOf(line, next) : null;
    if (found && this.#breaks.length < 10_000) this.#breaks.push(found);
  }

  /** The same for the text of a cell. */
  learnCell(cell: string) {
    const lines = cell.split(BROKEN);
    for (const [index, line] of lines.entries()) this.learn(line, lines[index + 1] ?? null);
  }

  /** Some fonts have one glyph for all hyphens: where soft ones stand within lines, each is a hyphen. */
  softAreHard() {
    this.#softAreHard = true;
  }

  mendCell(cell: string): string {
    const [first = '', ...rest] = cell.split(BROKEN);
    return rest.reduce((text, line) => this.join(text, line), first);
  }

  /**
   * Joins two lines of a text.
   *
   * @param soft whether the hyphen at the end is one that shows only where a line is broken
   */
  join(text: string, next: string, soft = false): string {
    if (soft && !this.#softAreHard && /\p{L}-$/u.test(text) && /^\p{L}/u.test(next))
      return text.slice(0, -1) + next;
    if (/[\p{L}\d]\/$/u.test(text)) return text + next;
    if (!/[\p{L}\d]-$/u.test(text) || !/^[\p{L}\d]/u.test(next) || SHARED_END.test(next))
      return `${text} ${next}`;
    return (this.goes(text, next) ? text.slice(0, -1) : text) + next;
  }

  /** Whether the hyphen at the end of `text` came with the break of the line. */
  goes(text: string, next: string): boolean {
    const found = breakOf(text, next);
    if (!found) return false;
    const { first, second } = found;
    const whole = first + second;
    if (this.#words.has(whole)) return true;
    if (first.length < 2 || this.#words.has(`${first}-${second}`)) return false;
    const sure = isBroken(found);
    if (sure !== null) return sure;
    if (rarityOf(whole) <= rarityOf(second) && !found.chained) return true;
    this.#breaksWords ??= this.#breaks.some((other) => isBroken(other) === true);
    return this.#breaksWords && isKnown(whole) && !found.chained;
  }
}

/** Whether a word was broken; null where it may be made of its parts as well. */
function isBroken({ first, second }: Break): boolean | null {
  if (first.length < 2) return false;
  const whole = first + second;
  // What is no word, and made of none, was one in another language or of another trade.
  if (rarityOf(whole) === Number.POSITIVE_INFINITY) return !isKnown(second) && !isPart(first);
  return isPart(first) && isKnown(second) ? null : true;
}

/** A text in which the rest of each broken word stands behind its beginning; lines stay where they are. */
export function mendLines(text: string): string {
  if (!/\p{L}-[ \t]*\n/u.test(text)) return text;
  const lines = text.split('\n');
  const hyphens = new Hyphens();
  for (const [index, line] of lines.entries())
    hyphens.learn(line.trimEnd(), lines[index + 1]?.trimStart() ?? null);
  const mended: string[] = [];
  for (const line of lines) {
    const last = mended.at(-1)?.trimEnd();
    const next = /^(\s*)(\S+)[ \t]*/.exec(line);
    if (last?.endsWith('-') && next && hyphens.goes(last, line.trimStart())) {
      mended[mended.length - 1] = last.slice(0, -1) + next[2];
      const rest = line.slice(next[0].length);
      if (rest !== '') mended.push(next[1] + rest);
    } else mended.push(line);
  }
  return mended.join('\n');
}
