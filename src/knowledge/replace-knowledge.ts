import type { Readable } from 'node:stream';
import type { KnowledgeItem } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import { ALL_FORMATS, type ReceivedFile, receiveFile } from '../formats/index.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { isOutage } from '../platform/database/outage.js';
import type { Run } from '../platform/durable.js';
import { invalidInput, notFound } from '../platform/errors.js';
import { newId } from '../platform/ids.js';
import { textInput } from '../platform/text/text-input.js';
import type { ExpectedVersion } from '../platform/versions.js';
import { MOST_ANSWER } from './add-answer.js';
import { LONGEST_TEXT } from './add-knowledge.js';
import { beginIngestion, clearReplaced, ingestNow, inUse, refuseUnreadable } from './ingestion/index.js';
import { addVersion, type Replacement } from './new-version.js';
import { passagesFor, putPassages, questionOf } from './reingest-knowledge.js';
import { hashOf } from './same-content.js';
import type { Added } from './store-item.js';
import { checkRevision } from './update-knowledge.js';

export interface ReplaceKnowledgeInput {
  id: string;
  /** For a document. */
  file?: { filename: string; content: Readable } | undefined;
  /** For a text, or the answer of a pair. */
  content?: string | undefined;
  expectedVersion?: ExpectedVersion;
}

/**
 * Gives an item a new version: the same id, the same tags and owner. The passages of the version in use are found until
 * the new ones take their place, all at once.
 * @returns its id; `existing` where it holds this content already
 * @throws {DomainError} not-found; invalid-input; file-* for a file that cannot be read: the item is then as it was;
 *   conflict where another item holds this content, or another revision is there by now
 */
export async function replaceKnowledge(app: App, actor: Actor, input: ReplaceKnowledgeInput): Promise<Added> {
  requirePermission(actor, 'knowledge.edit');
  const { id } = input;
  const where = { id, organizationId: actor.organizationId, deletedAt: null };
  const found = await app.db.knowledgeItem.findFirst({ where });
  if (!found) throw notFound('The knowledge item');
  checkRevision(found, input.expectedVersion);
  if (found.kind !== 'document') return replaceText(app, actor, input, contentOf(found, input));
  if (!input.file)
    throw invalidInput('This item is a document. Give the `file` that takes its place.', ['input', 'file']);
  return replaceFile(app, actor, input, await receiveFile(app, actor, input.file, ALL_FORMATS));
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
  { id, expectedVersion }: ReplaceKnowledgeInput,
  { sha256, record, discard }: ReceivedFile,
): Promise<Added> {
  let kept = false;
  let replacement: Replacement<Run>;
  try {
    replacement = await addVersion(app, actor, {
      id,
      expectedVersion,
      hash: async () => hashOf.document(sha256),
      store: async (tx, item, row) => {
        const { organizationId, version } = row;
        const { id: fileId } = await tx.storedFile.create({
          data: { ...record, id: newId(), organizationId },
        });
        await tx.knowledgeVersion.create({ data: { ...row, fileId } });
        const { data, run } = await beginIngestion(tx, app, item, version);
        // Of a first version that never came into use, the file shown is the one that is on its way.
        return { data: { ...data, ...(item.version === 0 && { fileId }) }, result: run };
      },
    });
    kept = replacement.stored !== null;
  } catch (error) {
    kept = isOutage(error);
    throw error;
  } finally {
    if (!kept) await discard();
  }
  const { stored: run, orphans, former, after } = replacement;
  for (const key of orphans) await app.storage.remove(key);
  const failure = run && (await ingestNow(app, run, after));
  // Where there is no former version to go back to, the item stays as FAILED as it was.
  if (run && former > 0) await refuseUnreadable(app, actor, run, failure);
  return { id, existing: !run };
}

async function replaceText(
  app: App,
  actor: Actor,
  { id, expectedVersion }: ReplaceKnowledgeInput,
  content: string,
): Promise<Added> {
  const { stored } = await addVersion(app, actor, {
    id,
    expectedVersion,
    hash: async (tx, item) =>
      item.kind === 'text'
        ? hashOf.text(item.title, content)
        : hashOf.qa_pair(await questionOf(tx, item), content),
    store: async (tx, item, row) => {
      await tx.knowledgeVersion.create({ data: { ...row, content } });
      await putPassages(tx, item, await passagesFor(tx, item, content));
      return { ...inUse(app, item, row.version), result: true };
    },
  });
  await clearReplaced(app, id);
  return { id, existing: !stored };
}
