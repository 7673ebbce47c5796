import { sentencesOf } from './sentences.js';
import { isStopWord, wordsOf } from './words.js';

/** A term of the query with its weight in this tenant's knowledge. */
export interface Term {
  /** Stem, as PostgreSQL's `english` configuration makes it. */
  lexeme: string;
  /** ln(1 + (N - df + 0.5) / (df + 0.5)), over the passages of the tenant; above 0. */
  idf: number;
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
  /** 0 to 1; see `scoreOf`. */
  score: number;
}

/** What is known of a candidate, each between 0 and 1. */
export interface Evidence {
  /** Share of the query's idf mass that passage, question, section and title cover together. */
  coverage: number;
  /** The largest share that two neighbouring sentences cover, or the stored question. */
  focus: number;
  /** BM25 over the idf mass, at most 1. */
  strength: number;
}

const FOCUS_WEIGHT = 0.6;
/** A question of so many terms asks one thing. */
const FEW_TERMS = 7;

/**
 * Orders candidates: BM25 plus the idf mass that stands close together. An answer holds the words of its
 * question in one place; a passage that merely shares the topic has them scattered.
 *
 * @param terms of the query; those that occur nowhere belong to it, since they are evidence that is missing
 * @returns best first
 */
export function rank<C extends Candidate>(terms: Term[], candidates: C[]): Ranked<C>[] {
  const idf = new Map(terms.map(({ lexeme, idf }) => [lexeme, idf]));
  const mass = terms.reduce((sum, term) => sum + term.idf, 0);
  if (mass === 0) return [];
  return candidates
    .map((candidate) => {
      const evidence = evidenceOf(idf, mass, candidate);
      return { candidate, evidence, order: candidate.bm25 / mass + FOCUS_WEIGHT * evidence.focus };
    })
    .sort((a, b) => b.order - a.order)
    .map(({ candidate, evidence }) => ({ candidate, score: scoreOf(evidence, terms.length) }));
}

/**
 * What a hit is worth, 0 to 1: roughly how often a passage with this evidence answers the question.
 *
 * A logistic regression, fitted on the 1,190 questions of XQuAD English (Artetxe et al. 2020), once with the right
 * passage among the candidates and once without it; `bench/retrieval.ts` prints how often hits of each score are right.
 *
 * @param terms how many the query has. A long question asks several things at once, and one passage need not hold them
 *   all: beyond seven terms the shares asked for fall with the root of their number
 */
export function scoreOf({ coverage, focus, strength }: Evidence, terms: number): number {
  const ease = Math.max(1, Math.sqrt(terms / FEW_TERMS));
  const eased = (share: number) => Math.min(1, share * ease);
  return 1 / (1 + Math.exp(6.16 - 3.38 * eased(coverage) - 3.78 * eased(focus) - 3.3 * eased(strength)));
}

function evidenceOf(idf: Map<string, number>, mass: number, candidate: Candidate): Evidence {
  const around = lexemesOf(`${candidate.title}\n${candidate.section ?? ''}`);
  const asked = lexemesOf(candidate.question ?? '');
  const sentences = sentencesOf(candidate.text).map(({ start, end }) =>
    lexemesOf(candidate.text.slice(start, end)),
  );
  const covered = (...sets: (Set<string> | undefined)[]) => {
    let sum = 0;
    for (const [lexeme, weight] of idf) if (sets.some((set) => set?.has(lexeme))) sum += weight;
    return sum / mass;
  };
  return {
    coverage: covered(around, asked, ...sentences),
    focus: Math.max(
      covered(around, asked),
      ...sentences.map((set, i) => covered(around, set, sentences[i + 1])),
    ),
    strength: Math.min(1, candidate.bm25 / mass),
  };
}

function lexemesOf(text: string): Set<string> {
  const stems = wordsOf(text).filter(({ word }) => !isStopWord(word));
  return new Set(stems.map(({ stem }) => stem));
}
