import type { App } from '../app-types.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { type AskQuestionInput, beginAnswer } from './begin-answer.js';

/**
 * Begins to answer a question, for whoever follows the answer by its id.
 * @returns the id of the answer
 * @throws {DomainError} invalid-input, not-found, conflict
 */
export async function startAnswer(app: App, actor: Actor, input: AskQuestionInput): Promise<string> {
  requirePermission(actor, 'qa.ask');
  return (await beginAnswer(app, actor, input)).id;
}
