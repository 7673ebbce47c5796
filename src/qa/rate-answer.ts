import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { conflict, invalidInput, notFound } from '../platform/errors.js';
import { textInput } from '../platform/text/text-input.js';
import { checkVersion, type ExpectedVersion } from '../platform/versions.js';

export interface RateAnswerInput {
  answerId: string;
  /** Null takes an earlier rating back. */
  helpful: boolean | null;
  comment: string | null;
  expectedVersion?: ExpectedVersion;
}

const LONGEST_COMMENT = 2000;

/**
 * Keeps whether an answer was helpful. The latest word counts; the audit has those before.
 * @throws {DomainError} not-found; invalid-input; conflict for an answer that is still being written
 */
export async function rateAnswer(app: App, actor: Actor, input: RateAnswerInput): Promise<string> {
  requirePermission(actor, 'qa.ask');
  const { answerId: id, helpful } = input;
  const comment = input.comment?.trim()
    ? textInput(input.comment, 'The comment', ['input', 'comment'], { max: LONGEST_COMMENT }).trim()
    : null;
  if (helpful === null && comment !== null)
    throw invalidInput('A comment goes with a rating. Say whether the answer was helpful.', [
      'input',
      'helpful',
    ]);
  await app.db.$transaction(async (tx) => {
    const where = { id, organizationId: actor.organizationId, conversation: { deletedAt: null } };
    await tx.$queryRaw`SELECT 1 FROM qa_answer WHERE id = ${id}::uuid FOR UPDATE`;
    const answer = await tx.qaAnswer.findFirst({ where });
    if (!answer) throw notFound('The answer');
    checkVersion('The answer', answer, input.expectedVersion);
    if (answer.status === 'STREAMING')
      throw conflict('The answer is still being written. Rate it when it is there.');
    if (answer.helpful === helpful && answer.feedbackComment === comment) return;
    await tx.qaAnswer.update({
      where: { id },
      data: {
        helpful,
        feedbackComment: comment,
        feedbackById: helpful === null ? null : actor.userId,
        feedbackAt: helpful === null ? null : app.clock(),
      },
    });
    await recordAudit(tx, actor, {
      action: 'qa-answer.rated',
      subjectType: 'qa-answer',
      subjectId: id,
      details: { helpful, comment },
      before: { helpful: answer.helpful, comment: answer.feedbackComment },
      after: { helpful, comment },
    });
  });
  return id;
}
