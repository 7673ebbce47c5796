import type { App } from '../app-types.js';
import type { Actor } from '../identity/index.js';
import { lineInput, optionalLine, textInput } from '../platform/text-input.js';
import { contentHashOf, storeItem } from './store-item.js';
import { tagsInput } from './tags.js';

export interface AddAnswerInput {
  question: string;
  /** Markdown. */
  answer: string;
  source?: string | null;
  tags?: string[] | null;
}

const TITLE_LENGTH = 200;

/**
 * Adds a question with its approved answer to the library.
 * @returns the id of the item
 * @throws {DomainError} invalid-input
 */
export function addAnswerToLibrary(app: App, actor: Actor, input: AddAnswerInput): Promise<string> {
  const question = lineInput(input.question, 'The question', ['input', 'question'], 2000);
  const answer = textInput(input.answer, 'The answer', ['input', 'answer'], { max: 20_000 });
  return storeItem(app, actor, {
    kind: 'qa_pair',
    title: question.slice(0, TITLE_LENGTH),
    source: optionalLine(input.source, 'The source', ['input', 'source'], 500) ?? 'Answer library',
    tags: tagsInput(input.tags),
    contentHash: contentHashOf(question, answer),
    passages: [{ text: answer, question, section: null, page: null, start: 0, end: answer.length }],
  });
}
