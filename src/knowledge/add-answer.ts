import type { App } from '../app-types.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { lineInput, optionalLine, textInput } from '../platform/text/text-input.js';
import type { NewPassage } from './passages.js';
import { hashOf } from './same-content.js';
import { type Added, type NewItem, storeItem } from './store-item.js';
import { tagsInput } from './tags.js';
import { answerVoice } from './voice/index.js';

export interface AddAnswerInput {
  question: string;
  /** Markdown. */
  answer: string;
  source?: string | null;
  tags?: string[] | null;
}

const TITLE_LENGTH = 200;
export const MOST_QUESTION = 2000;
export const MOST_ANSWER = 20_000;
export const ANSWER_LIBRARY = 'Answer library';

/**
 * Adds a question with its approved answer to the library.
 * @throws {DomainError} invalid-input
 */
export async function addAnswerToLibrary(app: App, actor: Actor, input: AddAnswerInput): Promise<Added> {
  requirePermission(actor, 'knowledge.edit');
  const question = lineInput(input.question, 'The question', ['input', 'question'], MOST_QUESTION);
  const answer = textInput(input.answer, 'The answer', ['input', 'answer'], { max: MOST_ANSWER });
  const source = optionalLine(input.source, 'The source', ['input', 'source'], 500) ?? ANSWER_LIBRARY;
  return storeItem(app, actor, pairItem({ question, answer, source, tags: tagsInput(input.tags) }));
}

export interface Pair {
  question: string;
  /** Markdown. */
  answer: string;
  source: string;
  tags: string[];
}

/** A question with its answer as an item of one passage. */
export const pairItem = ({ question, answer, source, tags }: Pair): NewItem => ({
  kind: 'qa_pair',
  title: question.slice(0, TITLE_LENGTH),
  source,
  tags,
  contentHash: hashOf.qa_pair(question, answer),
  content: answer,
  passages: [pairPassage(question, answer)],
});

/** A pair is one passage: found by the question, quoted by the answer. */
export const pairPassage = (question: string, answer: string): NewPassage => ({
  text: answer,
  question,
  section: null,
  page: null,
  start: 0,
  end: answer.length,
  ...answerVoice(answer, 'US'),
});
