import type { Span } from '../formats/types.js';
import { stem } from './stem.js';

/** The stop words of PostgreSQL's `english` configuration: its index does not hold them. */
const STOP = new Set(
  (
    'i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself ' +
    'it its itself they them their theirs themselves what which who whom this that these those am is are was were ' +
    'be been being have has had having do does did doing a an the and but if or because as until while of at by for ' +
    'with about against between into through during before after above below to from up down in out on off over ' +
    'under again further then once here there when where why how all any both each few more most other some such ' +
    'no nor not only own same so than too very s t can will just don should now'
  ).split(' '),
);

/**
 * Words by which a document asks, rather than what it asks about. An answer seldom repeats them, so that they
 * would count as rare and therefore weighty.
 */
const ASKING = new Set(
  (
    'describe description explain provide please outline detail details detailed specify indicate identify elaborate ' +
    'shall must would could may might whether how many much also etc give show tell regarding related respective ' +
    'vendor vendors offeror offerors bidder bidders proposer proposers respondent respondents contractor contractors ' +
    'supplier suppliers tenderer company organization organisation firm proposal proposals rfp rfi rfq ' +
    'answer question questions response responses requirement requirements following able ability ensure use used ' +
    'include includes included including name named naming state stated attach attached submit propose proposed short ' +
    'list enumerate get'
  ).split(' '),
);

/**
 * Words that name the thing on offer or the parties in general: nearly every question of a tender has them, and
 * answers use the product's name instead.
 */
const GENERIC = new Set(
  (
    'platform system systems solution solutions service services product products application software tool ' +
    'support supports supported offer offers offered authority agency agencies customer client clients user users ' +
    'capability capabilities feature features apply applied applies least current currently ' +
    // Words that ask for the gist of anything.
    'main major general overall basic overview important function functions functionality purpose aspect aspects ' +
    'thing things kind kinds type types sort way ways work works working'
  ).split(' '),
);

/** A word of a text with its place in it. */
export interface Word extends Span {
  /** Lower case, as it stands. */
  word: string;
  /** Its stem, which equals the lexeme in PostgreSQL's index. Numbers stay whole: "99.9". */
  stem: string;
}

/** After "how" they ask for a number, which answers give without these words. */
const MEASURES = new Set('long many much often frequently soon quickly fast old large big'.split(' '));

const WORD = /\d+(?:[.,]\d+)*|[\p{L}\p{M}][\p{L}\p{M}\p{N}]*(?:['’]\p{L}+)?/gu;

/** Every word and number of a text, in order, offsets relative to it. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(WORD)) {
    const word = match[0].toLowerCase().replace('’', "'");
    words.push({ word, stem: stem(word), start: match.index, end: match.index + match[0].length });
  }
  return words;
}

export const isStopWord = (word: string) => STOP.has(word) || word.includes("'t");
/** Stems of the words that name the thing on offer in general. */
export const GENERIC_STEMS: ReadonlySet<string> = new Set([...GENERIC].map(stem));
/** How much such a word counts, where another one counts 1. */
export const GENERIC_WEIGHT = 0.4;

/** Whether a word only asks for a measure, by the one before it: "how long". */
export const asksMeasure = (before: string | undefined, word: string) =>
  before === 'how' && MEASURES.has(word);

export const isAskingWord = (word: string) => ASKING.has(word);

/** Distinct stems of the words that carry meaning: no stop words. */
export function contentStems(text: string): Set<string> {
  return new Set(
    wordsOf(text)
      .filter(({ word }) => !isStopWord(word))
      .map(({ stem }) => stem),
  );
}

/** Stems that follow one another, with one stop word between them at the most. */
export function pairsIn(words: Word[]): [string, string][] {
  const pairs: [string, string][] = [];
  let before: { stem: string; at: number } | null = null;
  for (const [at, { word, stem }] of words.entries()) {
    if (isStopWord(word)) continue;
    if (before && at - before.at <= 2) pairs.push([before.stem, stem]);
    before = { stem, at };
  }
  return pairs;
}

/**
 * What a question asks about: its words without stop words and without the words of asking. Falls back to
 * less strict readings for a question made of nothing else ("Describe your company").
 */
export function topicWords(question: string): string[] {
  const words = wordsOf(question);
  const content = words.filter(
    ({ word }, i) => !isStopWord(word) && word.length > 1 && !asksMeasure(words[i - 1]?.word, word),
  );
  const topic = content.filter(({ word }) => !isAskingWord(word));
  return (topic.length > 0 ? topic : content).map(({ word }) => word);
}
