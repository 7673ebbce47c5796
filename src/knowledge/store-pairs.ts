import { recordAudits } from '../audit/index.js';
import type { Actor } from '../identity/index.js';
import type { Tx } from '../platform/database/db.js';
import { newId } from '../platform/ids.js';
import { type Pair, pairItem } from './add-answer.js';
import type { ItemEvents } from './write-events.js';

const ROWS_AT_ONCE = 500;

/**
 * Stores pairs within a transaction of the caller; those that the library has already are not stored again.
 * @returns for each pair the id of its item and whether it is new, in order; and the events of it, which the caller
 *   writes at the end of the transaction
 */
export async function storePairs(
  tx: Tx,
  actor: Actor,
  pairs: Pair[],
): Promise<{ stored: { itemId: string; isNew: boolean }[]; events: ItemEvents[] }> {
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
      data: some.map(({ passages: _passages, content: _content, ...item }) => ({
        ...item,
        organizationId,
        createdById: userId,
        ownerId: userId,
        lastEvent: 1,
      })),
    });
    await tx.knowledgeVersion.createMany({
      data: some.map(({ id: itemId, contentHash, content }) => ({
        organizationId,
        itemId,
        version: 1,
        contentHash,
        content,
        createdById: userId,
      })),
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
      some.map(({ id, title, source, tags, contentHash, content }) => ({
        action: 'knowledge.added',
        subjectType: 'knowledge',
        subjectId: id,
        details: { title },
        after: { kind: 'qa_pair', title, source, tags, contentHash, content },
      })),
    );
  }
  const made = new Map(fresh.map(({ contentHash, id }) => [contentHash, id]));
  return {
    stored: items.map(({ contentHash }) => {
      const itemId = made.get(contentHash) ?? ids.get(contentHash)!;
      return { itemId, isNew: made.has(contentHash) };
    }),
    events: fresh.map(({ id }) => ({
      id,
      before: 0,
      changes: [{ kind: 'state-changed', from: null, to: 'READY' }],
    })),
  };
}

function* chunks<T>(rows: T[]): Generator<T[]> {
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) yield rows.slice(i, i + ROWS_AT_ONCE);
}
