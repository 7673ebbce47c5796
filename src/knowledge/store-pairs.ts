import { recordAudits } from '../audit/index.js';
import type { Actor } from '../identity/index.js';
import type { Tx } from '../platform/db.js';
import { newId } from '../platform/ids.js';
import { type Pair, pairItem } from './add-answer.js';

const ROWS_AT_ONCE = 500;

/**
 * Stores pairs within a transaction of the caller; those that the library has already are not stored again.
 * @returns for each pair the id of its item and whether it is new, in order
 */
export async function storePairs(
  tx: Tx,
  actor: Actor,
  pairs: Pair[],
): Promise<{ itemId: string; isNew: boolean }[]> {
  const { organizationId, userId } = actor;
  // Two that store the same pairs at the same moment: the second waits here, and then finds those of the first.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${organizationId} pairs`}, 0))`;
  const items = pairs.map(pairItem);
  const ids = new Map<string, string>();
  for (const some of chunks([...new Set(items.map(({ contentHash }) => contentHash))])) {
    const known = await tx.knowledgeItem.findMany({
      where: { organizationId, kind: 'qa_pair', contentHash: { in: some }, deletedAt: null },
      select: { id: true, contentHash: true },
    });
    for (const { id, contentHash } of known) ids.set(contentHash, id);
  }
  const fresh = [...new Map(items.map((item) => [item.contentHash, item])).values()]
    .filter(({ contentHash }) => !ids.has(contentHash))
    .map((item) => ({ ...item, id: newId() }));
  for (const some of chunks(fresh)) {
    await tx.knowledgeItem.createMany({
      data: some.map(({ passages: _, ...item }) => ({ ...item, organizationId, createdById: userId })),
    });
    await tx.passage.createMany({
      data: some.flatMap(({ id: itemId, title, passages }) =>
        passages.map((passage, position) => ({
          ...passage,
          id: newId(),
          organizationId,
          itemId,
          title,
          position,
        })),
      ),
    });
    await recordAudits(
      tx,
      actor,
      some.map(({ id, title }) => ({
        action: 'knowledge.added',
        subjectType: 'knowledge',
        subjectId: id,
        details: { title },
      })),
    );
  }
  const made = new Map(fresh.map(({ contentHash, id }) => [contentHash, id]));
  return items.map(({ contentHash }) => {
    const itemId = made.get(contentHash) ?? ids.get(contentHash)!;
    return { itemId, isNew: made.has(contentHash) };
  });
}

function* chunks<T>(rows: T[]): Generator<T[]> {
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) yield rows.slice(i, i + ROWS_AT_ONCE);
}
