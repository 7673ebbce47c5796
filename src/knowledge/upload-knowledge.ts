import type { Readable } from 'node:stream';
import type { KnowledgeState } from '../../generated/client/enums.js';
import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import { ALL_FORMATS, type ReceivedFile, receiveFile } from '../formats/index.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { isOutage } from '../platform/database/outage.js';
import type { Run } from '../platform/durable.js';
import { DomainError } from '../platform/errors.js';
import { idempotent } from '../platform/idempotency/idempotent.js';
import { newId } from '../platform/ids.js';
import { optionalLine } from '../platform/text/text-input.js';
import { awaitIngestion, createIngestion, ingestNow, refuseUnreadable, runOf } from './ingestion/index.js';
import { retryKnowledge } from './retry-knowledge.js';
import { findSame, hashOf } from './same-content.js';
import type { Added } from './store-item.js';
import { tagsInput } from './tags.js';
import { writeEvents } from './write-events.js';

interface KnowledgeDetails {
  tags?: string[] | null;
  /** The name of the file where left out; so is the source. */
  title?: string | null;
  source?: string | null;
}

export interface UploadKnowledgeInput extends KnowledgeDetails {
  file: { filename: string; content: Readable };
}

/**
 * Adds a document to the knowledge base: its row is written at once, a durable workflow reads it and cuts it into
 * passages. Waits a few seconds for that. The same file again is the item it already is.
 * @throws {DomainError} file-* for a file that cannot be read, which leaves nothing behind; invalid-input
 */
export async function uploadKnowledge(app: App, actor: Actor, input: UploadKnowledgeInput): Promise<Added> {
  requirePermission(actor, 'knowledge.edit');
  detailsOf(input);
  return addReceivedDocument(app, actor, {
    ...input,
    file: await receiveFile(app, actor, input.file, ALL_FORMATS),
  });
}

const detailsOf = (input: KnowledgeDetails) => ({
  tags: tagsInput(input.tags),
  title: optionalLine(input.title, 'The title', ['input', 'title']),
  source: optionalLine(input.source, 'The source', ['input', 'source'], 500),
});

/** The same for a file that was received already. Where no item comes of it, the file is taken away. */
async function addReceivedDocument(
  app: App,
  actor: Actor,
  input: KnowledgeDetails & { file: ReceivedFile },
): Promise<Added> {
  let kept = false;
  let order: Order;
  try {
    requirePermission(actor, 'knowledge.edit');
    order = await createItem(app, actor, detailsOf(input), input.file);
    kept = !order.existing;
  } catch (error) {
    // Whether it was committed is open; a file too many does less harm than one that is missing.
    kept = isOutage(error);
    throw error;
  } finally {
    if (!kept) await input.file.discard();
  }
  const { run, existing, state, after } = order;
  const failure = !existing
    ? await ingestNow(app, run, after)
    : state === 'INGESTING'
      ? await awaitIngestion(app, run, after)
      : null;
  await refuseUnreadable(app, actor, run, failure);
  // To upload it once more is to ask for another try.
  if (state === 'FAILED') await retryKnowledge(app, actor, run.workflowId).catch(unlessConflict);
  return { id: run.workflowId, existing };
}

/** The same, once for each key: calls with the same key and input come to the same, other input is a conflict. */
export async function addReceivedOnce(
  app: App,
  actor: Actor,
  { idempotencyKey, ...input }: KnowledgeDetails & { file: ReceivedFile; idempotencyKey: string | null },
): Promise<Added> {
  const { file, ...details } = input;
  let began = false;
  const add = () => {
    began = true;
    return addReceivedDocument(app, actor, input);
  };
  try {
    requirePermission(actor, 'knowledge.edit');
    const key = optionalLine(idempotencyKey, 'The idempotency key', ['input', 'idempotencyKey']);
    const keyed = { work: 'POST /upload/knowledge', key, input: { ...details, sha256: file.sha256 } };
    return await idempotent(app.sql, actor.organizationId, keyed, add);
  } finally {
    if (!began) await file.discard();
  }
}

/** Somebody else retried it a moment before. */
function unlessConflict(error: unknown): void {
  if (!(error instanceof DomainError && error.kind === 'conflict')) throw error;
}

interface Order {
  run: Run;
  existing: boolean;
  state: KnowledgeState;
  /** Sequence of the item's last event before. */
  after: number;
}

function createItem(
  app: App,
  actor: Actor,
  given: ReturnType<typeof detailsOf>,
  file: ReceivedFile,
): Promise<Order> {
  const { organizationId, userId } = actor;
  const contentHash = hashOf.document(file.sha256);
  return app.db.$transaction(async (tx) => {
    const same = await findSame(tx, organizationId, 'document', contentHash);
    if (same) return { run: runOf(same), existing: true, state: same.state, after: same.lastEvent };

    const id = newId();
    const owner = { organizationId, contentHash, createdById: userId };
    const stored = await tx.storedFile.create({ data: { ...file.record, id: newId(), organizationId } });
    const title = given.title ?? stored.filename;
    const item = await tx.knowledgeItem.create({
      data: {
        ...owner,
        id,
        state: 'INGESTING',
        kind: 'document',
        title,
        source: given.source ?? stored.filename,
        tags: given.tags,
        fileId: stored.id,
        version: 0,
        ownerId: userId,
        lastEvent: 1,
      },
    });
    const run = await createIngestion(tx, app, { id, organizationId, createdById: userId });
    await tx.knowledgeVersion.create({ data: { ...owner, itemId: id, version: 1, fileId: stored.id } });
    await recordAudit(tx, actor, {
      action: 'knowledge.added',
      subjectType: 'knowledge',
      subjectId: id,
      details: { title },
    });
    const added = { kind: 'state-changed', from: null, to: 'INGESTING' } as const;
    await writeEvents(tx, { id, organizationId }, 0, [added], app.clock());
    return { run, existing: false, state: item.state, after: 0 };
  });
}
