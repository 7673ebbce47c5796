import type { Span } from '../formats/index.js';
import { heldBy, type Said, saidIn } from './said.js';
import { bareText, type Statement, statementsOf } from './statements.js';
import { cellsOf, cellText } from './tables.js';

/** A sentence of an answer with what stands behind it. */
export interface SentenceSupport extends Span {
  /** Whether a quote that it cites says so too; null for one that claims nothing: a heading, "as follows:". */
  supported: boolean | null;
  /** Numbers of the sources it cites, from 1; of a supported one, those that have a part in it. */
  sources: number[];
  /** Share of what it says that the quotes say too, 0 to 1. */
  support: number;
}

export interface Support {
  /** In order; offsets in the answer's Markdown. */
  sentences: SentenceSupport[];
  /** Share of the sentences that claim something which are supported, 0 to 1; null where none claims anything. */
  share: number | null;
}

/** From this share of its words on a sentence is taken to say what the quote says, in other words here and there. */
const ENOUGH = 0.6;
/** Sentences of a quote this near to the nearest one are asked too whether they deny. */
const NEAREST = 0.8;

/**
 * Checks an answer sentence by sentence against the quotes it cites. A sentence is supported where the quotes behind
 * its markers hold its words, every number with its unit and every name in it, and agree with it in what is denied. A
 * marker also stands for the sentences before it, back to the previous marker.
 *
 * The measure is one of words: it sees what was added, left out or turned round, not what only a reader sees.
 *
 * @param text Markdown; a marker [n] refers to the n-th source, from 1
 * @param sources quotes that exist in their passages; nothing else supports a sentence
 */
export function supportOf(text: string, sources: readonly { text: string }[]): Support {
  const quotes = sources.map((source) => quoteOf(source.text));
  const sentences = statementsOf(text).map((statement) => supportFor(statement, quotes));
  const claims = sentences.filter(({ supported }) => supported !== null);
  const held = claims.filter(({ supported }) => supported).length;
  return { sentences, share: claims.length === 0 ? null : held / claims.length };
}

/** Numbers of the quotes, from 1, any of which holds a sentence by itself, whatever it cites; none for a bare "Yes.". */
export function holdersOf(sentence: string, sources: readonly { text: string }[]): number[] {
  const said = saidIn(bareText(sentence));
  if (said.weights.size === 0) return [];
  return sources.flatMap((source, i) => {
    const quote = quoteOf(source.text);
    return isSupported(said, [quote], heldBy(said, wholes([quote]))) ? [i + 1] : [];
  });
}

interface Quote {
  whole: Said;
  sentences: Said[];
}

const quoteOf = (text: string): Quote => ({
  whole: saidIn(text),
  sentences: [...statementsOf(text).map((statement) => statement.text), ...cellsAsSentences(text)].map(
    saidIn,
  ),
});

/** Each cell of a row says what it says of the first one: "Phone support: no". */
const cellsAsSentences = (text: string): string[] =>
  text.split('\n').flatMap((line) => {
    const [label, ...cells] = cellsOf(line);
    return cells.filter((cell) => cell !== '').map((cell) => `${label}: ${cellText(cell)}`);
  });

function supportFor({ start, end, text, claims, markers }: Statement, quotes: Quote[]): SentenceSupport {
  if (!claims) return { start, end, supported: null, sources: [], support: 0 };
  const said = saidIn(text);
  const cited = markers.filter((number) => quotes[number - 1] !== undefined);
  const quoted = cited.map((number) => quotes[number - 1]!);
  const support = quoted.length === 0 ? 0 : heldBy(said, wholes(quoted));
  const supported = quoted.length > 0 && isSupported(said, quoted, support);
  const telling = cited.filter((number) => heldBy(said, wholes([quotes[number - 1]!])) > 0);
  return {
    start,
    end,
    supported,
    sources: supported ? telling : cited,
    support: Math.round(100 * support) / 100,
  };
}

const wholes = (quotes: Quote[]) => quotes.map(({ whole }) => whole);

function isSupported(said: Said, quotes: Quote[], support: number): boolean {
  const sentences = quotes.flatMap((quote) => quote.sentences);
  // "Yes." says nothing but that the quote does not deny.
  if (said.weights.size === 0) return sentences.some(({ negated }) => negated === said.negated);
  if (sentences.some(({ plain }) => plain === said.plain)) return true;
  const has = (test: (whole: Said) => boolean) => quotes.some(({ whole }) => test(whole));
  const stated =
    [...said.numbers].every((number) => has(({ numbers }) => numbers.has(number))) &&
    [...said.measures].every((measure) => has(({ measures }) => measures.has(measure))) &&
    [...said.names.keys()].every((name) => has(({ names, weights }) => names.has(name) || weights.has(name)));
  if (support < ENOUGH || !stated) return false;
  const near = sentences.map((sentence) => ({ negated: sentence.negated, share: heldBy(said, [sentence]) }));
  const best = Math.max(...near.map(({ share }) => share));
  return near.some(({ negated, share }) => share >= best * NEAREST && negated === said.negated);
}
