import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { removePairs, writeEventsOfAll } from '../../knowledge/index.js';
import type { Tx } from '../../platform/database/db.js';
import { conflict, invalidInput, notFound } from '../../platform/errors.js';
import { checkVersion, type ExpectedVersion } from '../../platform/versions.js';

const MOST_DROPPED = 100;

export interface MergePairsInput {
  keepId: string;
  dropIds: string[];
  /** The revision of the one that is kept. */
  expectedVersion?: ExpectedVersion;
}

/**
 * Keeps one pair of the library for several. The others are found no more; where they came from, and which answers
 * quoted them, stays known with the one that is kept.
 * @returns the id of the item that is kept
 * @throws {DomainError} invalid-input, not-found; conflict for items that are no pairs
 */
export async function mergeLibraryPairs(app: App, actor: Actor, input: MergePairsInput): Promise<string> {
  requirePermission(actor, 'knowledge.delete');
  const { keepId } = input;
  const dropIds = [...new Set(input.dropIds)];
  const path = ['input', 'dropIds'];
  if (dropIds.length === 0 || dropIds.length > MOST_DROPPED)
    throw invalidInput(`Name 1 to ${MOST_DROPPED} pairs to drop.`, path);
  if (dropIds.includes(keepId)) throw invalidInput('The pair to keep cannot be dropped too.', path);
  const at = app.clock();

  await app.db.$transaction(async (tx) => {
    const items = await lockPairs(tx, actor.organizationId, [keepId, ...dropIds]);
    const owner = { organizationId: actor.organizationId };
    const kept = items.get(keepId)!;
    checkVersion('The pair', { id: keepId, version: kept.revision }, input.expectedVersion);
    const events = await removePairs(tx, actor, dropIds, at);
    // What was merged into one of them before is now merged into the one that is kept.
    await tx.pairMerge.updateMany({ where: { ...owner, keptId: { in: dropIds } }, data: { keptId: keepId } });
    await tx.pairMerge.deleteMany({ where: { ...owner, droppedId: { in: [keepId, ...dropIds] } } });
    await tx.pairMerge.createMany({
      data: dropIds.map((droppedId) => ({
        ...owner,
        droppedId,
        keptId: keepId,
        mergedById: actor.userId,
        at,
      })),
    });
    // The kept pair was there for reasons of its own: it does not go with an approval of one that was dropped.
    await tx.pairProvenance.updateMany({
      where: { ...owner, itemId: { in: dropIds } },
      data: { itemId: keepId, isOrigin: false },
    });
    await recordAudit(tx, actor, {
      action: 'knowledge.merged',
      subjectType: 'knowledge',
      subjectId: keepId,
      details: { title: kept.title, dropped: dropIds },
    });
    await writeEventsOfAll(tx, actor.organizationId, events, at);
  });
  return keepId;
}

interface Pair {
  id: string;
  kind: string;
  title: string;
  revision: number;
}

/** Locks the items in one order, so that two merges of the same pairs wait for each other. @returns them by id */
async function lockPairs(tx: Tx, organizationId: string, ids: string[]): Promise<Map<string, Pair>> {
  const items = await tx.$queryRaw<Pair[]>`
    SELECT id, kind, title, revision FROM knowledge_item
    WHERE id = ANY(${ids}::uuid[]) AND organization_id = ${organizationId}::uuid AND deleted_at IS NULL
    ORDER BY id FOR UPDATE`;
  if (items.length < ids.length) throw notFound('One of the pairs');
  if (items.some(({ kind }) => kind !== 'qa_pair'))
    throw conflict(
      'Only pairs of the answer library can be merged. A pair that stands in a document is changed in the document.',
    );
  return new Map(items.map((item) => [item.id, item]));
}
