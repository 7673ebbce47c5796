import type { App } from '../app-types.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { invalidInput } from '../platform/errors.js';
import type { ExpectedVersion } from '../platform/versions.js';
import { editAnswer, guidanceInput, sendBack } from './change-answer.js';
import { type AnswerOutcome, changeAnswers, type WantedAnswer } from './change-answers.js';

/** Answers of one call. */
export const MOST_ANSWERS = 200;

export interface BulkAnswersInput {
  answerIds: string[];
  /** Of each, in the same order; null to take whatever is there. */
  expectedVersions: ExpectedVersion[] | null;
}

/**
 * A person approves answers. One that cannot be is left as it is, and the others go on.
 * @returns what came of each, in their order
 * @throws {DomainError} forbidden; invalid-input for none, too many, or versions that do not go with them
 */
export async function approveAnswers(
  app: App,
  actor: Actor,
  input: BulkAnswersInput,
): Promise<AnswerOutcome[]> {
  requirePermission(actor, 'answers.approve');
  return changeAnswers(app, actor, wantedOf(input), 'edit', (tx, answer) =>
    editAnswer(tx, app, actor, answer, { text: null, approve: true }),
  );
}

/**
 * Sends answers back to be drafted again; the old texts stay until the new ones are there.
 * @returns what came of each, in their order
 * @throws {DomainError} forbidden; invalid-input
 */
export async function regenerateAnswers(
  app: App,
  actor: Actor,
  { guidance: given, ...input }: BulkAnswersInput & { guidance: string | null },
): Promise<AnswerOutcome[]> {
  requirePermission(actor, 'answers.edit');
  const guidance = guidanceInput(given);
  return changeAnswers(app, actor, wantedOf(input), 'regenerate', (tx, answer) =>
    sendBack(tx, app, actor, answer, guidance),
  );
}

/** @throws {DomainError} invalid-input */
function wantedOf({ answerIds, expectedVersions }: BulkAnswersInput): WantedAnswer[] {
  if (answerIds.length === 0 || answerIds.length > MOST_ANSWERS)
    throw invalidInput(`Name 1 to ${MOST_ANSWERS} answers; these are ${answerIds.length}.`, [
      'input',
      'answerIds',
    ]);
  if (new Set(answerIds).size < answerIds.length)
    throw invalidInput('An answer is named twice.', ['input', 'answerIds']);
  if (expectedVersions && expectedVersions.length !== answerIds.length)
    throw invalidInput(
      `There are ${answerIds.length} answers and ${expectedVersions.length} versions. Give one for each, in the same order.`,
      ['input', 'expectedVersions'],
    );
  return answerIds.map((answerId, i) => ({ answerId, expectedVersion: expectedVersions?.[i] }));
}
