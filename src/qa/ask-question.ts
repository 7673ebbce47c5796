import type { App } from '../app-types.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { DomainError, unavailable } from '../platform/errors.js';
import { type AskQuestionInput, beginAnswer } from './begin-answer.js';
import { followAnswer } from './follow-answer.js';

/**
 * Answers a question from the knowledge base, and waits for the answer. It is written to its end also where whoever
 * asked is gone: asked again with the same key, it is there.
 * @returns the id of the answer
 * @throws {DomainError} invalid-input, not-found, conflict; quota-exceeded where a budget is spent; unavailable where the
 *   model fails, saying why
 */
export async function askQuestion(app: App, actor: Actor, input: AskQuestionInput): Promise<string> {
  requirePermission(actor, 'qa.ask');
  const { id } = await beginAnswer(app, actor, input);
  for await (const event of followAnswer(app, id)) {
    if (event.kind !== 'failed') continue;
    const { code, message } = event;
    throw code === 'QUOTA_EXCEEDED' ? new DomainError('quota-exceeded', message) : unavailable(message);
  }
  return id;
}
