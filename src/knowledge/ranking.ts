import { sentencesOf } from './sentences.js';
import {
  GENERIC_STEMS,
  GENERIC_WEIGHT,
  isAskingWord,
  isStopWord,
  pairsIn,
  type Word,
  wordsOf,
} from './words.js';

/** A term of the query with its weight in this tenant's knowledge. */
export interface Term {
  /** Stem, as PostgreSQL's `english` configuration makes it. */
  lexeme: string;
  /** What stands for it: the lexeme itself or, where it occurs nowhere, the nearest ones that do. */
  matches: string[];
  /** ln(1 + (N - df + 0.5) / (df + 0.5)), over the passages of the tenant; above 0. */
  idf: number;
  /** What finding it counts, of 1: less where something else stands for it. */
  worth: number;
}

/** A passage that holds terms of the query. */
export interface Candidate {
  text: string;
  question: string | null;
  title: string;
  section: string | null;
  /** BM25 over its fields, above 0. */
  bm25: number;
}

export interface Ranked<C> {
  candidate: C;
  evidence: Evidence;
}

/** What is known of a candidate, each between 0 and 1. */
export interface Evidence {
  /** Share of the query's idf mass that passage, question, section and title cover together. */
  coverage: number;
  /** The largest share that two neighbouring sentences cover, or the stored question. */
  focus: number;
  /** BM25 over the idf mass, at most 1. */
  strength: number;
  /** Share of the words that stand together in the query, by their idf, that stand together here too. */
  adjacency: number;
  /** Share of the idf mass that the title covers. */
  inTitle: number;
  /** Share of the idf mass that the stored question covers. */
  inQuestion: number;
  /** Share of the stored question's own words that the query has too. */
  questionHeld: number;
  /** Share of the title's own words that the query has too. */
  titleHeld: number;
  /** How far the query tells passages apart, or names this one; see `tellingOf`. */
  telling: number;
  /** How far its vector stands out among the nearest, see `fuse`; null where it has none or is not near. */
  meaning?: number | null;
}

const FOCUS_WEIGHT = 0.6;
/** A title or a stored question that says what the query says is worth more than the same words in a text. */
const TITLE_WEIGHT = 1;
const QUESTION_WEIGHT = 1.5;
/**
 * A query of the form "title: question" is mostly title by idf. That a stored question is asked to its last word, or a
 * title named to its last, tells it from those that share a word with it.
 */
const TITLE_HELD_WEIGHT = 0.2;
const QUESTION_HELD_WEIGHT = 0.3;
const ADJACENCY_WEIGHT = 0.2;
/** A question of so many terms asks one thing. */
const FEW_TERMS = 7;

/** How fast a query becomes telling as its words get rarer; read off questions of XQuAD cut to one to three words. */
const TELLING_SLOPE = 0.6;

/**
 * Orders candidates: BM25, plus the idf mass that stands close together, the words that follow one another as they do in
 * the query, and what title and stored question say of it. An answer holds the words of its question in one place; a passage that merely shares the topic has
 * them scattered.
 *
 * @param terms of the query; those that occur nowhere belong to it, since they are evidence that is missing
 * @param pairs stems that stand together in the query
 * @param passages how many there are to choose from
 * @returns best first
 */
export function rank<C extends Candidate>(
  terms: Term[],
  pairs: [string, string][],
  candidates: C[],
  passages: number,
): Ranked<C>[] {
  const mass = terms.reduce((sum, term) => sum + term.idf, 0);
  if (mass === 0) return [];
  const sought: Sought = {
    terms,
    mass,
    pairs: weighPairs(terms, pairs),
    stems: new Set(terms.flatMap(({ matches }) => matches)),
    telling: tellingOf(mass, passages),
  };
  return candidates
    .map((candidate) => {
      const evidence = evidenceOf(sought, candidate);
      const { focus, adjacency, inTitle, titleHeld, inQuestion, questionHeld } = evidence;
      const together = FOCUS_WEIGHT * focus + ADJACENCY_WEIGHT * adjacency;
      const heads = TITLE_WEIGHT * inTitle + QUESTION_WEIGHT * inQuestion;
      const held = TITLE_HELD_WEIGHT * titleHeld + QUESTION_HELD_WEIGHT * questionHeld;
      const order = candidate.bm25 / mass + together + heads + held;
      return { candidate, evidence, order };
    })
    .sort((a, b) => b.order - a.order)
    .map(({ candidate, evidence }) => ({ candidate, evidence }));
}

/**
 * How far the words of a query can tell one passage from all the others, 0 to 1. By chance a passage holds words of an
 * idf mass m once in about e^m times: ln(passages) is what it takes to leave one. "What are its main functions?" asks
 * for less, so that a passage which holds all of it is still one of many.
 *
 * @param mass the sum of the idf of the query's words, generic ones for less
 */
export const tellingOf = (mass: number, passages: number): number =>
  logistic(TELLING_SLOPE * (mass - Math.log(Math.max(1, passages))));

/**
 * What a hit is worth, 0 to 1: roughly how often a passage with this evidence answers the question.
 *
 * By words: a logistic regression, fitted on the 1,190 questions of XQuAD English (Artetxe et al. 2020), once with the
 * right passage among the candidates and once without it, among 240 passages and among 100,000; `npm run bench
 * retrieval` prints how often hits of each score are right. A query that tells little lowers it, see `tellingOf`. By meaning: fitted in the same way on means of word
 * vectors, and counted by half, since another model spreads its vectors otherwise. Both are taken to be independent.
 *
 * @param terms how many the query has. A long question asks several things at once, and one passage need not hold them
 *   all: beyond seven terms the shares asked for fall with the root of their number
 */
export function scoreOf(
  evidence: Pick<Evidence, 'coverage' | 'focus' | 'strength' | 'adjacency' | 'telling' | 'meaning'>,
  terms: number,
): number {
  const { coverage, focus, strength, adjacency, telling, meaning } = evidence;
  const ease = Math.max(1, Math.sqrt(terms / FEW_TERMS));
  const eased = (share: number) => Math.min(1, share * ease);
  const byWords =
    telling *
    logistic(
      -6.16 + 4.18 * eased(coverage) + 3.24 * eased(focus) + 1.28 * eased(strength) + 3.46 * eased(adjacency),
    );
  const byMeaning = meaning == null ? 0 : logistic(-5.16 + 8.74 * meaning) / 2;
  return 1 - (1 - byWords) * (1 - byMeaning);
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** A query, ready to be looked for in candidates. */
interface Sought {
  terms: Term[];
  mass: number;
  pairs: WeighedPair[];
  /** All that stands for its terms. */
  stems: ReadonlySet<string>;
  telling: number;
}

interface WeighedPair {
  first: string[];
  second: string[];
  weight: number;
}

function weighPairs(terms: Term[], pairs: [string, string][]): WeighedPair[] {
  const byLexeme = new Map(terms.map((term) => [term.lexeme, term]));
  return pairs.flatMap(([a, b]) => {
    const [first, second] = [byLexeme.get(a), byLexeme.get(b)];
    if (!first || !second) return [];
    return [{ first: first.matches, second: second.matches, weight: first.idf + second.idf }];
  });
}

function evidenceOf({ terms, mass, pairs, stems, telling }: Sought, candidate: Candidate): Evidence {
  const text = readText(candidate.text, stems);
  const question = readText(candidate.question ?? '', stems);
  const title = readText(candidate.title, stems);
  const section = readText(candidate.section ?? '', stems);
  const heading = readText(candidate.section?.split(' > ').at(-1) ?? '', stems);
  const around = union([...title.sentences, ...section.sentences]);
  const asked = union(question.sentences);
  const covered = (...sets: (Set<string> | undefined)[]) => {
    let sum = 0;
    for (const { matches, idf, worth } of terms)
      if (matches.some((lexeme) => sets.some((set) => set?.has(lexeme)))) sum += idf * worth;
    return sum / mass;
  };
  return {
    coverage: covered(around, asked, ...text.sentences),
    focus: Math.max(
      covered(around, asked),
      ...text.sentences.map((set, i) => covered(around, set, text.sentences[i + 1])),
    ),
    strength: Math.min(1, candidate.bm25 / mass),
    adjacency: adjacencyOf(pairs, union([text.pairs, question.pairs, section.pairs, title.pairs])),
    inTitle: covered(...title.sentences),
    inQuestion: covered(asked),
    questionHeld: question.held,
    titleHeld: title.held,
    telling: Math.max(
      telling,
      ...[question, title, heading].map((head) => covered(...head.sentences) * head.held),
    ),
  };
}

function adjacencyOf(pairs: WeighedPair[], there: Set<string>): number {
  const whole = pairs.reduce((sum, { weight }) => sum + weight, 0);
  if (whole === 0) return 0;
  const found = pairs.filter(({ first, second }) =>
    first.some((a) => second.some((b) => there.has(pairKey(a, b)))),
  );
  return found.reduce((sum, { weight }) => sum + weight, 0) / whole;
}

const pairKey = (a: string, b: string) => `${a} ${b}`;
const union = (sets: Set<string>[]) => new Set(sets.flatMap((set) => [...set]));

/** Which of the stems sought each sentence holds, which of them follow one another, and which share of its words they are. */
function readText(text: string, sought: ReadonlySet<string>) {
  const spans = sentencesOf(text);
  const sentences = spans.map(() => new Set<string>());
  const pairs = new Set<string>();
  const words = wordsOf(text);
  let sentence = 0;
  for (const { stem, start } of words) {
    while (sentence < spans.length - 1 && start >= spans[sentence]!.end) sentence++;
    if (sought.has(stem)) sentences[sentence]?.add(stem);
  }
  for (const [a, b] of pairsIn(words)) if (sought.has(a) && sought.has(b)) pairs.add(pairKey(a, b));
  return { sentences, pairs, held: heldOf(words, sought) };
}

/** Share of the distinct words of a text that are sought, generic ones for less; 0 where it has none that count. */
function heldOf(words: Word[], sought: ReadonlySet<string>): number {
  const counted = words.filter(({ word }) => !isStopWord(word) && !isAskingWord(word));
  let whole = 0;
  let held = 0;
  for (const stem of new Set(counted.map(({ stem }) => stem))) {
    const weight = GENERIC_STEMS.has(stem) ? GENERIC_WEIGHT : 1;
    whole += weight;
    if (sought.has(stem)) held += weight;
  }
  return whole === 0 ? 0 : held / whole;
}
