import type { Tx } from '../platform/database/db.js';

/**
 * Counts questions that have an answer for the first time, under the workflow's lock.
 * @returns the share of all questions that are answered by now
 */
export async function countAnswered(tx: Tx, workflowId: string, more: number): Promise<{ share: number }> {
  const { questionsAnswered, questionsTotal } = await tx.rfpResponse.update({
    where: { workflowId },
    data: { questionsAnswered: { increment: more } },
    select: { questionsAnswered: true, questionsTotal: true },
  });
  return { share: questionsTotal ? (questionsAnswered ?? 0) / questionsTotal : 0 };
}
