import type { App } from '../../app-types.js';
import type { ExtractedDocument } from '../../formats/index.js';
import type { Run } from '../../platform/durable.js';
import { hasReached } from '../../runs/index.js';
import { loadSource, type ReadSource, readSource } from '../../sources/index.js';
import { commitIngestion, further, loadIngestion } from './ingestion.js';
import { knowledgeIngestion } from './ingestion-kind.js';

/**
 * First step: reads the file into text and blocks.
 * @throws {DomainError} file-* where the file turns out to be unreadable
 * @throws {RunSuperseded}
 */
export async function extractKnowledge(app: App, run: Run, signal: AbortSignal): Promise<void> {
  const ingestion = await loadIngestion(app, run);
  if (hasReached(knowledgeIngestion, ingestion, 'CUTTING')) return;
  await commitIngestion(app, run, async (_tx, now) =>
    now.state === 'CREATED' ? further(now, { state: 'EXTRACTING' }) : null,
  );
  const { pageCount } = await readFile(app, run, ingestion.targetVersion, signal);
  await commitIngestion(app, run, async (_tx, now) =>
    hasReached(knowledgeIngestion, now, 'CUTTING')
      ? null
      : further(now, { state: 'CUTTING', pagesRead: pageCount }),
  );
}

/**
 * The document of a run, which is read once.
 * @throws {DomainError} file-*
 */
export async function documentOf(
  app: App,
  run: Run,
  version: number,
  signal: AbortSignal,
): Promise<ExtractedDocument> {
  const { id } = await readFile(app, run, version, signal);
  return loadSource(app, id);
}

async function readFile(app: App, run: Run, version: number, signal: AbortSignal): Promise<ReadSource> {
  const where = { itemId: run.workflowId, version, organizationId: run.organizationId };
  const { file } = await app.db.knowledgeVersion.findFirstOrThrow({ where, include: { file: true } });
  if (!file) throw new Error(`version ${version} of ${run.reference} has no file`);
  return readSource(app, file, { signal });
}
