import type { Prisma } from '../../generated/client/client.js';
import type { App } from '../app-types.js';

/** States of a response that has left the house. */
export const SENT_STATES = ['SUBMITTED', 'CLOSED'] as const;

/** Whether a response in this state has been sent. */
export const isSent = (state: string): boolean => (SENT_STATES as readonly string[]).includes(state);

/**
 * The answers that quote an item, or a pair that was merged into it; with `sent`, those of responses that were sent, or
 * were not.
 */
export async function usageWhere(
  app: App,
  item: { id: string; organizationId: string },
  sent: boolean | null,
): Promise<Prisma.AnswerWhereInput> {
  const merged = await app.db.pairMerge.findMany({ where: { keptId: item.id }, select: { droppedId: true } });
  return {
    organizationId: item.organizationId,
    sources: { some: { knowledgeId: { in: [item.id, ...merged.map(({ droppedId }) => droppedId)] } } },
    ...(sent !== null && {
      workflow: { run: { state: sent ? { in: [...SENT_STATES] } : { notIn: [...SENT_STATES] } } },
    }),
  };
}

export interface UsageCount {
  /** Answers that quote the item, or a pair that was merged into it. */
  usages: number;
  /** Those of them that were sent to a client. */
  sentUsages: number;
}

export async function countUsages(app: App, itemId: string): Promise<UsageCount> {
  const [count] = await app.sql.query<UsageCount>(
    `SELECT count(*)::int AS usages, count(*) FILTER (WHERE w.state = ANY($2))::int AS "sentUsages"
     FROM (SELECT DISTINCT answer_id FROM answer_source
       WHERE knowledge_id = $1 OR knowledge_id IN (SELECT dropped_id FROM pair_merge WHERE kept_id = $1)) s
     JOIN answer a ON a.id = s.answer_id JOIN run w ON w.id = a.workflow_id`,
    [itemId, [...SENT_STATES]],
  );
  return count!;
}
