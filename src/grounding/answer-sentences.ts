import { COMPOSED_AT_MOST } from './confidence.js';
import { renumbered } from './markers.js';
import { holdersOf, type SentenceSupport, supportOf } from './support.js';

/** A sentence of an answer as it is kept with it. */
export interface AnswerSentence extends SentenceSupport {
  /** Written or changed by a person: what no quote supports is then theirs to vouch for. */
  byPerson: boolean;
}

interface Checked {
  text: string;
  /** As stored; null for answers from before sentences were checked. */
  sentences: unknown;
  sources: readonly { text: string }[];
}

/** What stands behind each sentence of an answer, in order. */
export const sentencesOfAnswer = ({ text, sentences, sources }: Checked): AnswerSentence[] =>
  (sentences as AnswerSentence[] | null) ?? byEngine(supportOf(text, sources).sentences);

export const byEngine = (sentences: SentenceSupport[]): AnswerSentence[] =>
  sentences.map((sentence) => ({ ...sentence, byPerson: false }));

/** An answer after a person gave it a new text. */
export interface Rewritten {
  /** The text given, its markers numbered by the sources that are left. */
  text: string;
  /** Which of the sources still hold a sentence of it, by their places from 0, in order. */
  kept: number[];
  sentences: AnswerSentence[];
  /** How much of what it claims they hold, 0 to 0.9. */
  confidence: number;
}

/**
 * What a new text leaves of an answer's sources: those that hold one of its sentences, cited or not. Sentences of the engine
 * that are still there stay its own.
 */
export function rewritten(before: Checked, text: string): Rewritten {
  const own = new Set(
    sentencesOfAnswer(before)
      .filter(({ byPerson }) => !byPerson)
      .map(({ start, end }) => plain(before.text.slice(start, end))),
  );
  const given = supportOf(text, before.sources).sentences.filter(({ supported }) => supported !== null);
  const holders = given.map(({ start, end, supported, sources }) =>
    supported ? sources : holdersOf(text.slice(start, end), before.sources),
  );
  const kept = before.sources.flatMap((_, i) =>
    holders.some((numbers) => numbers.includes(i + 1)) ? [i] : [],
  );
  const now = renumbered(text, (number) => {
    if (number < 1 || number > before.sources.length) return undefined;
    const place = kept.indexOf(number - 1);
    return place < 0 ? null : place + 1;
  });
  const held = holders.filter((numbers) => numbers.length > 0).length;
  return {
    text: now,
    kept,
    sentences: supportOf(
      now,
      kept.map((i) => before.sources[i]!),
    ).sentences.map((sentence) => ({
      ...sentence,
      byPerson: !own.has(plain(now.slice(sentence.start, sentence.end))),
    })),
    confidence: Math.round((100 * COMPOSED_AT_MOST * held) / Math.max(1, given.length)) / 100,
  };
}

/** A sentence without its markers, which change their numbers. */
const plain = (sentence: string) => renumbered(sentence, () => null);

/** Sentences of the engine that claim something no quote supports, verbatim. */
export const unsupportedIn = (answer: Checked): string[] =>
  sentencesOfAnswer(answer)
    .filter(({ supported, byPerson }) => supported === false && !byPerson)
    .map(({ start, end }) => answer.text.slice(start, end));
