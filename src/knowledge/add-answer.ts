import type { App } from '../app-types.js';
import type { Actor } from '../identity/index.js';
import { lineInput, optionalLine, textInput } from '../platform/text-input.js';
import { contentHashOf, type NewItem, storeItem } from './store-item.js';
import { tagsInput } from './tags.js';

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
 * @returns the id of the item
 * @throws {DomainError} invalid-input
 */
export function addAnswerToLibrary(app: App, actor: Actor, input: AddAnswerInput): Promise<string> {
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
  contentHash: contentHashOf(question, answer),
  passages: [{ text: answer, question, section: null, page: null, start: 0, end: answer.length }],
});
