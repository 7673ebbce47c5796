import type { Prisma } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import type { Run } from '../../platform/durable.js';
import { DomainError } from '../../platform/errors.js';
import { hasReached, RunSuperseded } from '../../runs/index.js';
import { type NewPassage, passagesOf } from '../passages.js';
import { checkPassages, ROWS_AT_ONCE } from '../store-passages.js';
import { documentOf } from './extract.js';
import { commitIngestion, further, loadIngestion } from './ingestion.js';
import { knowledgeIngestion } from './ingestion-kind.js';

/**
 * Second step: cuts the text into passages and stages them, a batch a transaction; goes on after the last batch that
 * was committed.
 * @throws {DomainError} file-without-text, file-too-large
 * @throws {RunSuperseded}
 */
export async function cutKnowledge(app: App, run: Run, signal: AbortSignal): Promise<void> {
  const ingestion = await loadIngestion(app, run);
  if (hasReached(knowledgeIngestion, ingestion, 'INDEXING')) return;
  const passages = passagesOf(await documentOf(app, run, ingestion.targetVersion, signal));
  checkPassages(passages);
  if (!passages.length)
    throw new DomainError(
      'file-without-text',
      'The file has no running text, only a table of contents, headers or footers. Check that it is the right one.',
    );
  for (let stored = ingestion.passagesStored ?? 0; stored < passages.length; ) {
    if (signal.aborted) throw new RunSuperseded(run);
    stored = await stageBatch(app, run, passages, stored);
  }
}

/** @returns how many are staged by now, also where another worker staged them meanwhile */
async function stageBatch(
  app: App,
  run: Run,
  passages: readonly NewPassage[],
  from: number,
): Promise<number> {
  const batch = passages.slice(from, from + ROWS_AT_ONCE);
  let stored = from;
  await commitIngestion(app, run, async (tx, now) => {
    stored = now.passagesStored ?? 0;
    if (stored !== from) return null;
    stored = from + batch.length;
    await tx.stagedPassage.createMany({
      data: batch.map((passage, n) => ({
        itemId: run.workflowId,
        organizationId: run.organizationId,
        position: from + n,
        passage: passage as unknown as Prisma.InputJsonObject,
      })),
    });
    return further(now, { state: 'STORING', passagesTotal: passages.length, passagesStored: stored });
  });
  return stored;
}
