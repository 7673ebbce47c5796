import {
  GENERIC_STEMS,
  GENERIC_WEIGHT,
  isAskingWord,
  isStopWord,
  type Word,
  wordsOf,
} from '../knowledge/index.js';

/** What a piece of text says, as far as its words tell. */
export interface Said {
  /** Its words in order, lower case. */
  plain: string;
  /** Stems of the words that carry meaning, and numbers, with how much each counts. */
  weights: Map<string, number>;
  /** Numbers as digits, without separators: "1000", "99.9". */
  numbers: Set<string>;
  /** Numbers with their unit: "24 hour", "99.9 percent". */
  measures: Set<string>;
  /** Stems of proper names and abbreviations, with how they stand there. */
  names: Map<string, string>;
  negated: boolean;
}

const NUMBER_WORDS = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, number): [string, string] => [word, String(number)]),
);
for (const [i, word] of 'thirty forty fifty sixty seventy eighty ninety hundred'.split(' ').entries())
  NUMBER_WORDS.set(word, String((i + 3) * 10));

const NEGATION = /^(?:not|no|never|none|neither|nor|without|cannot|nothing|nobody|nowhere|unable)$|n't$/;
/** Say how much or how, not that something is not so. */
const NO_NEGATION =
  /\b(?:not only|not just|(?:no|not) (?:later|more|less|fewer|longer) than|not (?:to )?exceed(?:ing)?|not limited to|whether or not|no\.? ?(?=\d)|no doubt|without exception)/gi;
const MEASURE =
  /(?<![\p{L}\d.])([\p{L}]+|\d+(?:[.,]\d+)*)[\s-]*(%|percent|(?:business |working |calendar )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?)|[kmgtp]b|bits?|thousand|million|billion)(?![\p{L}\d])/giu;
const MONEY = /([$€£])\s?(\d+(?:[.,]\d+)*)/g;

/** Reads a sentence or a quote. Markers and Markdown should have been taken out of it. */
export function saidIn(text: string): Said {
  const words = wordsOf(text);
  const numbers = new Set(words.flatMap(({ word }) => numberOf(word) ?? []));
  return {
    plain: words.map(({ word }) => word).join(' '),
    weights: new Map(words.filter(carries).map((word) => [numberOf(word.word) ?? word.stem, weightOf(word)])),
    numbers,
    measures: measuresIn(text),
    names: namesIn(text, words),
    negated: wordsOf(text.replace(NO_NEGATION, ' ')).some(({ word }) => NEGATION.test(word)),
  };
}

/** The number that a word stands for, as digits; null for other words. */
function numberOf(word: string): string | null {
  if (!/^\d/.test(word)) return NUMBER_WORDS.get(word) ?? null;
  return word
    .replace(/,(?=\d{3}(?:\D|$))/g, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}

const carries = ({ word }: Word) =>
  (!isStopWord(word) && word !== 'yes' && word.length > 1) || /\d/.test(word);
const weightOf = ({ word, stem }: Word) =>
  GENERIC_STEMS.has(stem) || isAskingWord(word) ? GENERIC_WEIGHT : 1;

function measuresIn(text: string): Set<string> {
  const found = new Set<string>();
  for (const [, amount, unit] of text.matchAll(MEASURE)) {
    const number = numberOf(amount!.toLowerCase());
    if (number !== null)
      found.add(`${number} ${unit!.toLowerCase().replace('%', 'percent').replace(/s$/, '')}`);
  }
  for (const [, sign, amount] of text.matchAll(MONEY)) found.add(`${numberOf(amount!)} ${sign}`);
  return found;
}

/** Words with capitals where a plain word would have none, or with several ("TLS", "FedRAMP", "SOC2"). */
function namesIn(text: string, words: Word[]): Map<string, string> {
  const shown = words.map((word) => ({ ...word, raw: text.slice(word.start, word.end) }));
  const letters = shown.filter(({ raw }) => /^\p{L}{2}/u.test(raw));
  // In a title or in a text of capitals they tell nothing.
  const capitals = letters.filter(({ raw }) => /^\p{Lu}/u.test(raw)).length;
  if (letters.length > 3 && capitals > letters.length * 0.6) return new Map();
  const names = shown.filter(
    ({ raw, word, start }) =>
      /^\p{L}.*\p{Lu}.*|\p{L}\d|\d\p{L}/u.test(raw) ||
      (/^\p{Lu}\p{Ll}/u.test(raw) && !isStopWord(word) && !opensSentence(text, start)),
  );
  return new Map(names.map(({ stem, raw }) => [stem, raw]));
}

function opensSentence(text: string, at: number): boolean {
  const before = `${at <= 12 ? '\n' : ''}${text.slice(Math.max(0, at - 12), at)}`;
  return /[.!?:|•*>("“‘\n-][\s*_("“‘]*$/.test(before);
}

/** Share of the weight of what is said that the others say too, 0 to 1; 1 where nothing is said. */
export function heldBy(said: Said, others: readonly Said[]): number {
  let held = 0;
  let whole = 0;
  for (const [stem, weight] of said.weights) {
    whole += weight;
    if (others.some(({ weights }) => weights.has(stem))) held += weight;
  }
  return whole === 0 ? 1 : held / whole;
}
