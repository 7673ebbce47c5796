import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Content } from '../files/hostile-file.js';

/** A folder of one's own, gone at the end. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'bidwright-hostile-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export const piecesOf = (content: Content): Iterable<Uint8Array> =>
  content instanceof Uint8Array ? [content] : content;

/** Writes content to a file, piece by piece. */
export const writeContent = (path: string, content: Content): Promise<void> =>
  pipeline(Readable.from(piecesOf(content)), createWriteStream(path));
