import type { App } from '../../app-types.js';
import type { Tx } from '../../platform/database/db.js';
import type { Run } from '../../platform/durable.js';
import { handleOf } from '../../runs/index.js';
import type { LockedItem } from '../change-item.js';

/** What the rows say when an attempt begins. */
const BEGUN = {
  ...{ state: 'CREATED', resumeState: null, percent: 0, completedAt: null },
  ...{ failureCode: null, failureMessage: null, failureAt: null, failureRetryable: null },
} as const;
const NOTHING_YET = { pagesRead: null, passagesTotal: null, passagesStored: null } as const;

/** Orders the first version of a document, whose row has been written, to be ingested. */
export async function createIngestion(
  tx: Tx,
  app: Pick<App, 'clock'>,
  item: { id: string; organizationId: string; createdById: string },
): Promise<Run> {
  const { id, organizationId } = item;
  const at = app.clock();
  const run = await tx.run.create({
    data: {
      ...item,
      ...{
        kind: 'KNOWLEDGE_INGESTION',
        reference: `KB-${id}`,
        engine: 'rules',
        createdAt: at,
        updatedAt: at,
      },
      ingestion: { create: { organizationId, targetVersion: 1 } },
    },
  });
  return handleOf(run, '');
}

/** Orders another attempt for a document whose rows are locked; an earlier one may commit nothing more. */
export async function beginIngestion(
  tx: Tx,
  app: Pick<App, 'clock'>,
  { id }: LockedItem,
  targetVersion: number,
): Promise<{ data: { state: 'INGESTING' }; run: Run }> {
  await tx.stagedPassage.deleteMany({ where: { itemId: id } });
  const run = await tx.run.update({
    where: { id },
    data: {
      ...{ ...BEGUN, attempt: { increment: 1 }, updatedAt: app.clock() },
      ingestion: { update: { ...NOTHING_YET, targetVersion } },
    },
  });
  return { data: { state: 'INGESTING' }, run: handleOf(run, '') };
}

/** Stops the ingestion of a document whose rows are locked: it may commit nothing more. */
export async function cancelIngestion(tx: Tx, { id }: LockedItem): Promise<void> {
  await tx.run.update({ where: { id }, data: { state: 'CANCELLED' } });
}

/** Makes the run of a document whose rows are locked say that nothing is to be done but what is in use. */
export async function settleIngestion(tx: Tx, { id, version }: LockedItem): Promise<void> {
  await tx.run.updateMany({ where: { id }, data: { ...BEGUN, state: 'READY', percent: 100 } });
  await tx.ingestion.updateMany({ where: { id }, data: { ...NOTHING_YET, targetVersion: version } });
}
