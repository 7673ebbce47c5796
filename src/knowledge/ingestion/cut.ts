import type { Prisma } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import type { IngestionRun } from '../../platform/durable.js';
import { DomainError } from '../../platform/errors.js';
import { type NewPassage, passagesOf } from '../passages.js';
import { progressOf } from '../progress.js';
import { checkPassages, ROWS_AT_ONCE } from '../store-passages.js';
import { documentOf } from './extract.js';
import { changeRun, IngestionSuperseded, isOver, loadRun } from './run.js';

/**
 * Second step: cuts the text into passages and stages them, a batch a transaction; goes on after the last batch that
 * was committed.
 * @throws {DomainError} file-without-text, file-too-large
 * @throws {IngestionSuperseded}
 */
export async function cutKnowledge(app: App, run: IngestionRun, signal: AbortSignal): Promise<void> {
  const item = await loadRun(app, run);
  if (isOver(item)) return;
  const passages = passagesOf(await documentOf(app, run, item.targetVersion, signal));
  checkPassages(passages);
  if (!passages.length)
    throw new DomainError(
      'file-without-text',
      'The file has no running text, only a table of contents, headers or footers. Check that it is the right one.',
    );
  for (let stored = item.passagesStored ?? 0; stored < passages.length; ) {
    if (signal.aborted) throw new IngestionSuperseded(run);
    stored = await stageBatch(app, run, passages, stored);
  }
}

/** @returns how many are staged by now, also where another worker staged them meanwhile */
async function stageBatch(
  app: App,
  run: IngestionRun,
  passages: readonly NewPassage[],
  from: number,
): Promise<number> {
  const batch = passages.slice(from, from + ROWS_AT_ONCE);
  let stored = from;
  await changeRun(app, run, async (tx, item) => {
    stored = item.passagesStored ?? 0;
    if (stored !== from) return {};
    stored = from + batch.length;
    await tx.stagedPassage.createMany({
      data: batch.map((passage, n) => ({
        itemId: run.itemId,
        organizationId: run.organizationId,
        position: from + n,
        passage: passage as unknown as Prisma.InputJsonObject,
      })),
    });
    const data = { step: 'STORING', passagesTotal: passages.length, passagesStored: stored };
    return { data, events: [{ kind: 'progress', ...progressOf({ ...item, ...data }) }] };
  });
  return stored;
}
