import type { Ingestion as IngestionDetails } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import type { Tx } from '../../platform/database/db.js';
import type { Run } from '../../platform/durable.js';
import {
  checkRun,
  commitStep,
  type Decision,
  type Details,
  handleOf,
  type RunRow,
  RunSuperseded,
} from '../../runs/index.js';
import { LONGEST_CHANGE_MS, type LockedItem } from '../change-item.js';
import { progressOf } from '../progress.js';

/** The run that ingests a document, with what it has besides its life. */
export type Ingestion = RunRow & IngestionDetails;

const INGESTION: Details<Ingestion> = {
  table: 'ingestion',
  columns: ['targetVersion', 'pagesRead', 'passagesTotal', 'passagesStored'],
  timeoutMs: LONGEST_CHANGE_MS,
};

/** What the engine is told of the ingestion of a document; what the document is called is none of its business. */
export function runOf({ id, ingestion }: Pick<LockedItem, 'id' | 'ingestion'>): Run {
  if (!ingestion) throw new Error(`item ${id} is no document`);
  return handleOf(ingestion.run, '');
}

/**
 * The ingestion that may still work.
 * @throws {RunSuperseded}
 */
export async function loadIngestion(app: App, run: Run): Promise<Ingestion> {
  const { workflowId: id, organizationId } = run;
  const found = await app.db.ingestion.findFirst({ where: { id, organizationId }, include: { run: true } });
  if (!found) throw new RunSuperseded(run);
  const ingestion = { ...found.run, ...found };
  checkRun(app, run, ingestion);
  return ingestion;
}

/** Changes the ingestion that may still work; see `commitStep`. Null changes nothing. */
export const commitIngestion = (
  app: App,
  run: Run,
  decide: (tx: Tx, now: Ingestion) => Promise<Omit<Decision<void, Ingestion>, 'result'> | null>,
): Promise<void> =>
  commitStep(app, INGESTION, run, async (tx, now: Ingestion) => ({
    ...(await decide(tx, now)),
    result: undefined,
  }));

/** A step further, as everybody is told. */
export const further = (now: Ingestion, data: Partial<Ingestion>) => ({
  data,
  events: [{ kind: 'progress', ...progressOf({ ...now, ...data }) }],
});
