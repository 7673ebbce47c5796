import type { App } from '../../app-types.js';
import type { Actor } from '../../identity/index.js';
import type { Run } from '../../platform/durable.js';
import { DomainError, type DomainErrorKind } from '../../platform/errors.js';
import { startSoon } from '../../runs/index.js';
import type { KnowledgeEvent } from '../events.js';
import { eventsOfItem } from '../follow-knowledge.js';
import { takeBackRefused } from './refuse.js';

/** So long a call waits for a file to be ingested; most take less than a second. */
const PATIENCE_MS = 10_000;

type Failed = Extract<KnowledgeEvent, { kind: 'failed' }>;

/**
 * Starts an ingestion and waits a while for its end, so that most callers get the finished item. Without a worker it is
 * merely INGESTING.
 *
 * @param after sequence of the item's last event before the ingestion began
 * @returns why it failed, where it did meanwhile
 */
export const ingestNow = async (app: App, run: Run, after: number): Promise<Failed | null> =>
  (await startSoon(app, run, { replace: run.attempt > 1 })) ? awaitIngestion(app, run, after) : null;

/** The same for an ingestion that somebody else started. */
export async function awaitIngestion(app: App, run: Run, after: number): Promise<Failed | null> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  for await (const event of eventsOfItem(app, run.workflowId, after, patience)) {
    if (event.kind === 'failed') return event;
    if (event.kind === 'state-changed' && event.to === 'READY') return null;
    // Somebody deleted it meanwhile.
    if (event.kind === 'changed' && event.change === 'DELETED') return null;
  }
  return null;
}

/**
 * Takes an unreadable file back: nothing of it is left, and an item that had a version before is as it was.
 * @throws {DomainError} file-* where that is why the ingestion failed
 */
export async function refuseUnreadable(
  app: App,
  actor: Actor,
  run: Run,
  failure: Failed | null,
): Promise<void> {
  if (!failure?.code.startsWith('FILE_')) return;
  await takeBackRefused(app, actor, run);
  const kind = failure.code.toLowerCase().replaceAll('_', '-') as DomainErrorKind;
  throw new DomainError(kind, failure.message, ['input', 'file']);
}
