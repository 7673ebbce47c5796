import { Buffer } from 'node:buffer';
import type { Workflow } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import { newId } from '../platform/ids.js';
import { MEDIA_TYPES } from './documents/document-file.js';

export type StoredOutput = Awaited<ReturnType<typeof storeOutput>>;

/** Puts a Word file into storage; returns what the output of its workflow then is. */
export async function storeOutput(
  app: App,
  workflow: Workflow,
  { filename, content, at }: { filename: string; content: Uint8Array; at: Date },
) {
  const storageKey = `${workflow.organizationId}/outputs/${workflow.id}/${newId()}.docx`;
  const { sizeBytes } = await app.storage.write(storageKey, Buffer.from(content));
  return {
    filename,
    mediaType: MEDIA_TYPES.docx,
    sizeBytes,
    storageKey,
    answersRevision: workflow.answersRevision,
    writtenAt: at,
  };
}

/**
 * Commits a stored output, and takes away what is then of no use: the file of a commit that failed, the one that was
 * replaced, those of processes that were killed.
 * @param commit returns which file nothing refers to after it, if any
 */
export async function commitOutput<T extends { unused: string | null }>(
  app: App,
  { storageKey }: StoredOutput,
  commit: () => Promise<T>,
): Promise<T> {
  const result = await commit().catch(async (error: unknown) => {
    await app.storage.remove(storageKey);
    throw error;
  });
  const { unused } = result;
  if (unused) await app.storage.remove(unused);
  if (unused !== storageKey) await app.storage.removeBeside(storageKey);
  return result;
}
