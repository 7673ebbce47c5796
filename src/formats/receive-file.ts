import type { Readable } from 'node:stream';
import type { App } from '../app-types.js';
import { DomainError } from '../platform/errors.js';
import { newId } from '../platform/ids.js';
import { withoutControls } from '../platform/text/text-input.js';
import { infectedFile } from './errors.js';
import type { LeftOut } from './left-out.js';
import { MAX_FILE_BYTES } from './limits.js';
import type { SourceFormat } from './types.js';

/** A file that was stored and found fit to be read. */
export interface ReceivedFile {
  sha256: string;
  /** Whether its text, or part of it, has to be recognised first, which takes some seconds a page. */
  needsOcr: boolean;
  record: {
    filename: string;
    sha256: string;
    format: SourceFormat;
    sizeBytes: number;
    storageKey: string;
    pageCount: number | null;
    leftOut: LeftOut[];
  };
  /** Takes the stored file away again, where nothing came of it. */
  discard(): Promise<void>;
}

/**
 * Stores an uploaded file, has it scanned for malware where there is a scanner, and looks whether it can be read; a refused one
 * leaves nothing behind.
 * @param accepts the formats that are taken; another one is refused by name, with what to do
 * @throws {DomainError} file-* saying what is wrong with it and what to do
 */
export async function receiveFile(
  app: App,
  actor: { organizationId: string },
  file: { filename: string; content: Readable },
  accepts: readonly SourceFormat[],
): Promise<ReceivedFile> {
  const filename = safeFilename(file.filename);
  const storageKey = `${actor.organizationId}/files/${newId()}`;
  const discard = () => app.storage.remove(storageKey);
  const { sha256, sizeBytes } = await app.storage.write(storageKey, file.content, MAX_FILE_BYTES);
  try {
    const path = app.storage.pathOf(storageKey);
    await refuseInfected(app, actor, path);
    const { format, pageCount, needsOcr, leftOut } = await app.documents.inspect(path, filename, { accepts });
    const record = { filename, sha256, format, sizeBytes, storageKey, pageCount, leftOut };
    return { sha256, needsOcr, record, discard };
  } catch (error) {
    await discard();
    throw error instanceof DomainError && error.kind.startsWith('file-')
      ? error.at(['input', 'file'])
      : error;
  }
}

/** Before any reader of ours opens the file. */
async function refuseInfected(
  { virusScanner, log }: Pick<App, 'virusScanner' | 'log'>,
  { organizationId }: { organizationId: string },
  path: string,
): Promise<void> {
  const found = await virusScanner?.scan(path);
  if (!found) return;
  log.warn({ found, organizationId }, 'an uploaded file was refused: the virus scanner found something');
  throw infectedFile(found);
}

const LONGEST_NAME = 200;

/** The last part of a path, without what a terminal or a header would act on; the ending survives a cut. */
export function safeFilename(name: string): string {
  const last = withoutControls(name.replace(/[\r\n\t]/g, ' '))
    .split(/[/\\]/)
    .at(-1)!
    .trim();
  if (!last || last === '.' || last === '..') return 'document';
  const characters = [...last];
  if (characters.length <= LONGEST_NAME) return last;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(last)?.[0] ?? '';
  return characters.slice(0, LONGEST_NAME - ending.length).join('') + ending;
}
