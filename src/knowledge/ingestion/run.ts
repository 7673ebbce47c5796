import type { KnowledgeItem } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import type { Tx } from '../../platform/database/db.js';
import { retryOnOutage } from '../../platform/database/outage.js';
import type { IngestionRun } from '../../platform/durable.js';
import { DomainError } from '../../platform/errors.js';
import { changeItem, type ItemDecision } from '../change-item.js';

/** The item was deleted, or is ingested anew: this run may commit nothing more. */
export class IngestionSuperseded extends Error {
  override readonly name = 'IngestionSuperseded';

  constructor(run: IngestionRun) {
    super(`Ingestion ${run.attempt} of ${run.reference} is no longer the one at work.`);
  }
}

export const runOf = (item: Pick<KnowledgeItem, 'id' | 'organizationId' | 'attempt'>): IngestionRun => ({
  organizationId: item.organizationId,
  itemId: item.id,
  reference: `KB-${item.id}`,
  attempt: item.attempt,
});

/** Whether the item is where the last ingestion has left it, and not where this one takes it. */
export const isOver = (item: KnowledgeItem): boolean => item.state !== 'INGESTING';

/**
 * The item of a run that is the latest of its item.
 * @throws {IngestionSuperseded}
 */
export async function loadRun(app: App, run: IngestionRun): Promise<KnowledgeItem> {
  const { itemId: id, organizationId, attempt } = run;
  const item = await app.db.knowledgeItem.findFirst({
    where: { id, organizationId, attempt, deletedAt: null },
  });
  if (!item) throw new IngestionSuperseded(run);
  return item;
}

/**
 * Changes the item on behalf of a run, which is checked under the row's lock, and waits while the database is away.
 * Does nothing where the run is over: `decide` may find its own change already made.
 * @throws {IngestionSuperseded}
 */
export const changeRun = (
  app: App,
  run: IngestionRun,
  decide: (tx: Tx, item: KnowledgeItem) => Promise<Omit<ItemDecision<void>, 'result'>>,
): Promise<void> =>
  retryOnOutage(
    () =>
      changeItem(app, { id: run.itemId, organizationId: run.organizationId }, async (tx, item) => {
        if (item.attempt !== run.attempt) throw new IngestionSuperseded(run);
        if (isOver(item)) return { result: undefined };
        const decision = await decide(tx, item);
        const data = { ...decision.data, progressAt: app.clock() };
        return { ...decision, data, result: undefined };
      }).catch((error: unknown) => {
        if (error instanceof DomainError && error.kind === 'not-found') throw new IngestionSuperseded(run);
        throw error;
      }),
    app.log,
  );
