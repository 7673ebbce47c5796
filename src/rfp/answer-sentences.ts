import { type SentenceSupport, supportOf } from './prompts/draft-answer/index.js';

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

/** The sentences of an answer after a person gave it a new text; those of the engine that are still there stay its own. */
export function sentencesAfterEdit(before: Checked, text: string): AnswerSentence[] {
  const own = new Set(
    sentencesOfAnswer(before)
      .filter(({ byPerson }) => !byPerson)
      .map(({ start, end }) => before.text.slice(start, end)),
  );
  return supportOf(text, before.sources).sentences.map((sentence) => ({
    ...sentence,
    byPerson: !own.has(text.slice(sentence.start, sentence.end)),
  }));
}

/** Sentences of the engine that claim something no quote supports, verbatim. */
export const unsupportedIn = (answer: Checked): string[] =>
  sentencesOfAnswer(answer)
    .filter(({ supported, byPerson }) => supported === false && !byPerson)
    .map(({ start, end }) => answer.text.slice(start, end));
