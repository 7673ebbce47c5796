import type { App } from '../../app-types.js';
import type { ExtractedDocument, ReadDocument, SourceFormat } from '../../formats/index.js';
import type { IngestionRun } from '../../platform/durable.js';
import { progressOf } from '../progress.js';
import { dropText, keepText, keptText } from './extracted-text.js';
import { changeRun, isOver, loadRun } from './run.js';

/**
 * First step: reads the file into text and blocks, and keeps them for the next.
 * @throws {DomainError} file-* where the file turns out to be unreadable
 * @throws {IngestionSuperseded}
 */
export async function extractKnowledge(app: App, run: IngestionRun, signal: AbortSignal): Promise<void> {
  const item = await loadRun(app, run);
  if (isOver(item) || (item.step !== 'WAITING' && item.step !== 'EXTRACTING')) return;
  await begin(app, run);
  const { leftOut, ...document } = await readFile(app, run, item.targetVersion, signal);
  await keepText(app, run, document);
  try {
    await changeRun(app, run, async (tx, now) => {
      const { id, pageCount } = await fileOf(tx, run, now.targetVersion);
      await tx.storedFile.update({ where: { id }, data: { leftOut } });
      const data = { step: 'CUTTING', pagesRead: pageCount };
      return { data, events: [{ kind: 'progress', ...progressOf({ ...now, ...data }) }] };
    });
  } catch (error) {
    // Another run has its own.
    await dropText(app, run);
    throw error;
  }
}

/**
 * The document of a run: as it was kept, or read once more where that is gone.
 * @throws {DomainError} file-*
 */
export async function documentOf(
  app: App,
  run: IngestionRun,
  version: number,
  signal: AbortSignal,
): Promise<ExtractedDocument> {
  return (await keptText(app, run)) ?? readFile(app, run, version, signal);
}

const begin = (app: App, run: IngestionRun) =>
  changeRun(app, run, async (_tx, item) => {
    if (item.step !== 'WAITING') return {};
    const data = { step: 'EXTRACTING' };
    return { data, events: [{ kind: 'progress', ...progressOf({ ...item, ...data }) }] };
  });

async function fileOf(db: Pick<App['db'], 'knowledgeVersion'>, run: IngestionRun, version: number) {
  const where = { itemId: run.itemId, version, organizationId: run.organizationId };
  const { file } = await db.knowledgeVersion.findFirstOrThrow({ where, include: { file: true } });
  if (!file) throw new Error(`version ${version} of ${run.reference} has no file`);
  return file;
}

async function readFile(
  app: App,
  run: IngestionRun,
  version: number,
  signal: AbortSignal,
): Promise<ReadDocument> {
  const { storageKey, format } = await fileOf(app.db, run, version);
  return app.documents.extract(app.storage.pathOf(storageKey), format as SourceFormat, { signal });
}
