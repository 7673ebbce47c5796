import type { App } from '../../app-types.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { type AddAnswerInput, type Added, addAnswerToLibrary as addPair } from '../../knowledge/index.js';
import { notFound } from '../../platform/errors.js';
import { isUuid, newId } from '../../platform/ids.js';

export interface AddAnswerFromInput extends AddAnswerInput {
  /** The answer of a workflow that it comes from, in these or other words. */
  answerId?: string | null;
}

/**
 * Adds a question with its approved answer to the library, with where it comes from if an answer is named.
 * @throws {DomainError} invalid-input; not-found for another organization's answer
 */
export async function addAnswerToLibrary(app: App, actor: Actor, input: AddAnswerFromInput): Promise<Added> {
  requirePermission(actor, 'knowledge.edit');
  const { answerId, ...pair } = input;
  if (answerId == null) return addPair(app, actor, pair);
  const { organizationId } = actor;
  const answer = isUuid(answerId)
    ? await app.db.answer.findFirst({
        where: { id: answerId, organizationId },
        include: { workflow: { select: { clientName: true } } },
      })
    : null;
  if (!answer) throw notFound('The answer');
  const added = await addPair(app, actor, pair);
  const { revision, questionId, workflowId, approvedById, approvedAt, workflow } = answer;
  await app.db.pairProvenance.createMany({
    data: [
      {
        id: newId(),
        organizationId,
        itemId: added.id,
        workflowId,
        questionId,
        answerId,
        answerRevision: revision,
        clientName: workflow.clientName,
        isOrigin: !added.existing,
        approvedById,
        approvedAt,
      },
    ],
    // The same revision sent again, be it in other words: where it comes from is known.
    skipDuplicates: true,
  });
  return added;
}
