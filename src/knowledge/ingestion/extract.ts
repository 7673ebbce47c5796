import type { App } from '../../app-types.js';
import type { ExtractedDocument } from '../../formats/index.js';
import type { IngestionRun } from '../../platform/durable.js';
import { loadSource, type ReadSource, readSource } from '../../sources/index.js';
import { progressOf } from '../progress.js';
import { changeRun, isOver, loadRun } from './run.js';

/**
 * First step: reads the file into text and blocks.
 * @throws {DomainError} file-* where the file turns out to be unreadable
 * @throws {IngestionSuperseded}
 */
export async function extractKnowledge(app: App, run: IngestionRun, signal: AbortSignal): Promise<void> {
  const item = await loadRun(app, run);
  if (isOver(item) || (item.step !== 'WAITING' && item.step !== 'EXTRACTING')) return;
  await begin(app, run);
  const { pageCount } = await readFile(app, run, item.targetVersion, signal);
  await changeRun(app, run, async (_tx, now) => {
    const data = { step: 'CUTTING', pagesRead: pageCount };
    return { data, events: [{ kind: 'progress', ...progressOf({ ...now, ...data }) }] };
  });
}

/**
 * The document of a run, which is read once.
 * @throws {DomainError} file-*
 */
export async function documentOf(
  app: App,
  run: IngestionRun,
  version: number,
  signal: AbortSignal,
): Promise<ExtractedDocument> {
  const { id } = await readFile(app, run, version, signal);
  return loadSource(app, id);
}

const begin = (app: App, run: IngestionRun) =>
  changeRun(app, run, async (_tx, item) => {
    if (item.step !== 'WAITING') return {};
    const data = { step: 'EXTRACTING' };
    return { data, events: [{ kind: 'progress', ...progressOf({ ...item, ...data }) }] };
  });

async function readFile(
  app: App,
  run: IngestionRun,
  version: number,
  signal: AbortSignal,
): Promise<ReadSource> {
  const where = { itemId: run.itemId, version, organizationId: run.organizationId };
  const { file } = await app.db.knowledgeVersion.findFirstOrThrow({ where, include: { file: true } });
  if (!file) throw new Error(`version ${version} of ${run.reference} has no file`);
  return readSource(app, file, { signal });
}
