import { Buffer } from 'node:buffer';
import type { App } from '../app-types.js';
import { newId } from '../platform/ids.js';

export type StoredOutput = Awaited<ReturnType<typeof storeOutput>>;

/** Puts a file of a run into storage; returns what its output then is. */
export async function storeOutput(
  app: Pick<App, 'storage'>,
  run: { id: string; organizationId: string; answersRevision: number },
  {
    filename,
    mediaType,
    content,
    at,
  }: { filename: string; mediaType: string; content: Uint8Array; at: Date },
) {
  const extension = filename.slice(filename.lastIndexOf('.'));
  const storageKey = `${run.organizationId}/outputs/${run.id}/${newId()}${extension}`;
  const { sizeBytes } = await app.storage.write(storageKey, Buffer.from(content));
  return {
    filename,
    mediaType,
    sizeBytes,
    storageKey,
    answersRevision: run.answersRevision,
    writtenAt: at,
  };
}

/**
 * Commits a stored output, and takes away what is then of no use: the file of a commit that failed, the one that was
 * replaced, those of processes that were killed.
 * @param commit returns which file nothing refers to after it, if any
 */
export async function commitOutput<T extends { unused: string | null }>(
  app: Pick<App, 'storage'>,
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
