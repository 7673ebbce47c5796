import type { KnowledgeItem } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import type { Tx } from '../../platform/database/db.js';
import type { IngestionRun } from '../../platform/durable.js';
import type { ItemData } from '../change-item.js';
import { runOf } from './run.js';

/** What the row of an item says when another ingestion of it begins. */
export const BEGUN = {
  state: 'INGESTING',
  step: 'WAITING',
  pagesRead: null,
  passagesTotal: null,
  passagesStored: null,
  failureCode: null,
  failureMessage: null,
  failureAt: null,
  failureRetryable: null,
} as const satisfies ItemData;

/** Begins another ingestion of an item whose row is locked; an earlier one may commit nothing more. */
export async function beginIngestion(
  tx: Tx,
  app: App,
  item: KnowledgeItem,
  targetVersion: number,
): Promise<{ data: ItemData; run: IngestionRun }> {
  await tx.stagedPassage.deleteMany({ where: { itemId: item.id } });
  const attempt = item.attempt + 1;
  return {
    data: { ...BEGUN, attempt, targetVersion, progressAt: app.clock() },
    run: runOf({ ...item, attempt }),
  };
}

/**
 * Tells the engine. The row is the order to ingest: where the engine is out of reach, the sweep starts the run later.
 * @returns whether it was told
 */
export async function startSoon(app: App, run: IngestionRun): Promise<boolean> {
  const replace = run.attempt > 1;
  return app.durable.ingest(run, { replace }).then(
    () => true,
    (error: unknown) => {
      app.log.warn({ item: run.reference, error: String(error) }, 'the sweep will start the ingestion');
      return false;
    },
  );
}
