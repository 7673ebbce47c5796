import type { Readable } from 'node:stream';
import type { KnowledgeItem } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import { type ReceivedFile, receiveFile } from '../documents/index.js';
import type { Actor } from '../identity/index.js';
import type { Tx } from '../platform/db.js';
import type { IngestionRun } from '../platform/durable.js';
import { conflict, invalidInput, notFound } from '../platform/errors.js';
import { newId } from '../platform/ids.js';
import { isOutage } from '../platform/outage.js';
import { textInput } from '../platform/text-input.js';
import { MOST_ANSWER } from './add-answer.js';
import { LONGEST_TEXT } from './add-knowledge.js';
import { changeItem, type ItemDecision, touched } from './change-item.js';
import {
  beginIngestion,
  clearReplaced,
  forgetVersion,
  ingestNow,
  inUse,
  refuseUnreadable,
} from './ingestion/index.js';
import { passagesFor, putPassages, questionOf } from './reingest-knowledge.js';
import { findSame, hashOf } from './same-content.js';
import type { Added } from './store-item.js';
import { checkRevision } from './update-knowledge.js';

export interface ReplaceKnowledgeInput {
  id: string;
  /** For a document. */
  file?: { filename: string; content: Readable } | undefined;
  /** For a text, or the answer of a pair. */
  content?: string | undefined;
  expectedRevision?: number | undefined;
}

/**
 * Gives an item a new version: the same id, the same tags and owner. The passages of the version in use are found until
 * the new ones take their place, all at once.
 * @returns its id; `existing` where it holds this content already
 * @throws {DomainError} not-found; invalid-input; file-* for a file that cannot be read: the item is then as it was;
 *   conflict where another item holds this content, or another revision is there by now
 */
export async function replaceKnowledge(app: App, actor: Actor, input: ReplaceKnowledgeInput): Promise<Added> {
  const { id } = input;
  const where = { id, organizationId: actor.organizationId, deletedAt: null };
  const found = await app.db.knowledgeItem.findFirst({ where });
  if (!found) throw notFound('The knowledge item');
  checkRevision(found, input.expectedRevision);
  if (found.kind !== 'document') return replaceText(app, actor, input, contentOf(found, input));
  if (!input.file)
    throw invalidInput('This item is a document. Give the `file` that takes its place.', ['input', 'file']);
  return replaceFile(app, actor, input, await receiveFile(app, actor, input.file));
}

function contentOf({ kind }: KnowledgeItem, { content }: ReplaceKnowledgeInput): string {
  const what = kind === 'text' ? 'a text' : 'a question with its answer';
  if (content === undefined)
    throw invalidInput(`This item is ${what}. Give the \`content\` that takes its place.`, [
      'input',
      'content',
    ]);
  const max = kind === 'text' ? LONGEST_TEXT : MOST_ANSWER;
  return textInput(content, 'The content', ['input', 'content'], { max });
}

async function replaceFile(
  app: App,
  actor: Actor,
  { id, expectedRevision }: ReplaceKnowledgeInput,
  file: ReceivedFile,
): Promise<Added> {
  let kept = false;
  let order: Replacement<IngestionRun>;
  try {
    order = await replace(
      app,
      actor,
      { id, expectedRevision },
      {
        hash: async () => hashOf.document(file.sha256),
        work: async (tx, item, version) => {
          const owner = { organizationId: actor.organizationId, createdById: actor.userId };
          const { record } = file;
          const stored = await tx.storedFile.create({
            data: { ...record, id: newId(), organizationId: owner.organizationId },
          });
          const contentHash = hashOf.document(file.sha256);
          await tx.knowledgeVersion.create({
            data: { ...owner, itemId: id, version, contentHash, fileId: stored.id },
          });
          const { data, run } = await beginIngestion(tx, app, item, version);
          // Of a first version that never came into use, the file shown is the one that is on its way.
          return { data: { ...data, ...(item.version === 0 && { fileId: stored.id }) }, result: run };
        },
      },
    );
    kept = order.begun !== null;
  } catch (error) {
    kept = isOutage(error);
    throw error;
  } finally {
    if (!kept) await file.discard();
  }
  for (const key of order.orphans) await app.storage.remove(key);
  const run = order.begun;
  const failure = run && (await ingestNow(app, run, order.after));
  // Where there is no former version to go back to, the item stays as FAILED as it was.
  if (run && order.former > 0) await refuseUnreadable(app, actor, run, failure);
  return { id, existing: !run };
}

async function replaceText(
  app: App,
  actor: Actor,
  { id, expectedRevision }: ReplaceKnowledgeInput,
  content: string,
): Promise<Added> {
  const { organizationId, userId } = actor;
  const hash = async (tx: Tx, item: KnowledgeItem) =>
    item.kind === 'text'
      ? hashOf.text(item.title, content)
      : hashOf.qa_pair(await questionOf(tx, item), content);
  const { begun } = await replace(
    app,
    actor,
    { id, expectedRevision },
    {
      hash,
      work: async (tx, item, version) => {
        await tx.knowledgeVersion.create({
          data: {
            itemId: id,
            version,
            organizationId,
            createdById: userId,
            content,
            contentHash: await hash(tx, item),
          },
        });
        await putPassages(tx, item, await passagesFor(tx, item, content));
        const { data, events } = inUse(app, { ...item, targetVersion: version });
        return { data: { ...data, targetVersion: version }, events, result: true };
      },
    },
  );
  await clearReplaced(app, id);
  return { id, existing: !begun };
}

interface Replacement<T> {
  /** Null where the item holds this content already. */
  begun: T | null;
  /** Storage keys of the file of a version that never came into use. */
  orphans: string[];
  /** The version in use; 0 where there is none. */
  former: number;
  after: number;
}

/** What both kinds of replacement have in common; `work` stores the new version. */
function replace<T>(
  app: App,
  actor: Actor,
  { id, expectedRevision }: Pick<ReplaceKnowledgeInput, 'id' | 'expectedRevision'>,
  {
    hash,
    work,
  }: {
    hash: (tx: Tx, item: KnowledgeItem) => Promise<string>;
    work: (tx: Tx, item: KnowledgeItem, version: number) => Promise<ItemDecision<T>>;
  },
): Promise<Replacement<T>> {
  return changeItem<Replacement<T>>(app, { id, organizationId: actor.organizationId }, async (tx, item) => {
    checkRevision(item, expectedRevision);
    const before = { former: item.version, after: item.lastEvent };
    const contentHash = await hash(tx, item);
    const same = await findSame(tx, actor.organizationId, item.kind, contentHash);
    if (same && same.id !== id)
      throw conflict(
        `Another item holds this content already: "${same.title}". Use that one, or delete it first.`,
      );
    if (same && item.state !== 'FAILED') return { result: { ...before, begun: null, orphans: [] } };

    // A version that never came into use gives up its place and its number.
    const orphans = item.targetVersion > item.version ? await forgetVersion(tx, id, item.targetVersion) : [];
    const version = item.version + 1;
    const { data, events = [], result } = await work(tx, item, version);
    await recordAudit(tx, actor, {
      action: 'knowledge.replaced',
      subjectType: 'knowledge',
      subjectId: id,
      details: { version, contentHash },
    });
    return {
      data: { ...data, ...touched(app), contentHash },
      events,
      result: { ...before, begun: result, orphans },
    };
  });
}
