import type { Readable } from 'node:stream';
import type { App } from '../app-types.js';
import { ALL_FORMATS, receiveFile } from '../documents/index.js';
import type { Actor } from '../identity/index.js';
import { newId } from '../platform/ids.js';
import { passagesOf } from './passages.js';
import { storeItem } from './store-item.js';
import { tagsInput } from './tags.js';

export interface UploadKnowledgeInput {
  file: { filename: string; content: Readable };
  tags?: string[] | null;
}

/**
 * Adds a document to the knowledge base, cut into passages. The same file again is the item it already is.
 * @returns the id of the item
 * @throws {DomainError} file-* for a file that cannot be read
 */
export async function uploadKnowledge(app: App, actor: Actor, input: UploadKnowledgeInput): Promise<string> {
  const { organizationId } = actor;
  const tags = tagsInput(input.tags);
  const file = await receiveFile(app, actor, input.file, ALL_FORMATS);
  try {
    const same = { organizationId, kind: 'document', contentHash: file.sha256, deletedAt: null };
    const earlier = await app.db.knowledgeItem.findFirst({ where: same, select: { id: true } });
    if (earlier) {
      await file.discard();
      return earlier.id;
    }
    const { filename, format, storageKey } = file.record;
    const document = await app.documents.extract(app.storage.pathOf(storageKey), format);
    const stored = await app.db.storedFile.create({ data: { ...file.record, id: newId(), organizationId } });
    return await storeItem(app, actor, {
      kind: 'document',
      title: filename,
      source: filename,
      tags,
      contentHash: file.sha256,
      fileId: stored.id,
      passages: passagesOf(document),
    });
  } catch (error) {
    await file.discard();
    throw error;
  }
}
