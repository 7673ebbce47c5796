import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, constants, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DomainError } from '../errors.js';
import { makePrivateFolder, PRIVATE_FILE } from './private-files.js';

export interface StoredObject {
  sizeBytes: number;
  sha256: string;
}

/** Files by key ("<organization>/<name>"). Nothing is visible under a key until it is complete and on disk. */
export interface Storage {
  /**
   * Writes a stream under `key`.
   * @param maxBytes stops reading, and leaves nothing behind, when the stream is longer
   * @throws {DomainError} file-too-large past `maxBytes`; unavailable when the disk is full
   */
  write(key: string, content: Readable | Buffer, maxBytes?: number): Promise<StoredObject>;
  read(key: string): Readable;
  /** Where the file lies, for a process that reads it by itself. */
  pathOf(key: string): string;
  exists(key: string): Promise<boolean>;
  remove(key: string): Promise<void>;
  /**
   * Takes away what lies beside `key` and is older than an hour: whole files of processes that were killed before they
   * could put them to use. For folders of which one file is in use. Returns how many.
   */
  removeBeside(key: string): Promise<number>;
  /** Takes away what writes left half-done whose process was killed: parts older than an hour. Returns how many. */
  removeParts(): Promise<number>;
  /** @throws where files cannot be written */
  ping(): Promise<void>;
}

const PART = '.part';
const ABANDONED_MS = 60 * 60 * 1000;

/** Files in a folder that all processes of the service share. */
export function createFolderStorage(folder: string): Storage {
  const root = resolve(folder);
  const pathOf = (key: string) => {
    const path = resolve(root, key);
    if (!path.startsWith(root + sep)) throw new Error(`storage key leaves the folder: ${key}`);
    return path;
  };

  return {
    pathOf,
    read: (key) => createReadStream(pathOf(key)),
    exists: (key) =>
      access(pathOf(key), constants.R_OK).then(
        () => true,
        () => false,
      ),
    remove: (key) => rm(pathOf(key), { force: true }),

    async removeParts() {
      const names = await readdir(root, { recursive: true }).catch(() => []);
      return removeAbandoned(names.filter((it) => it.endsWith(PART)).map((name) => join(root, name)));
    },

    async removeBeside(key) {
      const path = pathOf(key);
      const entries = await readdir(dirname(path), { withFileTypes: true }).catch(() => []);
      const files = entries.filter((entry) => entry.isFile()).map(({ name }) => join(dirname(path), name));
      return removeAbandoned(files.filter((file) => file !== path));
    },

    async write(key, content, maxBytes = Number.POSITIVE_INFINITY) {
      const path = pathOf(key);
      const partial = `${path}.${randomUUID()}${PART}`;
      const meter = measure(maxBytes);
      try {
        await makePrivateFolder(dirname(path));
        const source = Buffer.isBuffer(content) ? [content] : content;
        await pipeline(source, meter.stream, createWriteStream(partial, { mode: PRIVATE_FILE }));
        await syncFile(partial);
        await rename(partial, path);
        await syncFile(dirname(path));
      } catch (error) {
        await rm(partial, { force: true });
        throw isDiskFull(error) ? diskFull(error) : error;
      }
      return meter.result();
    },

    async ping() {
      await makePrivateFolder(root);
      await access(root, constants.W_OK);
      const { bavail, bsize } = await statfs(root);
      if (bavail * bsize < MIN_FREE_BYTES) throw diskFull(null);
      const probe = join(root, `.probe-${randomUUID()}`);
      await pipeline([Buffer.from('ok')], createWriteStream(probe, { mode: PRIVATE_FILE }));
      await rm(probe);
    },
  };
}

/** Removes those of the files that nobody has touched for an hour. */
async function removeAbandoned(paths: string[]): Promise<number> {
  let removed = 0;
  for (const path of paths) {
    // One that is gone by now was finished, or removed by another process.
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs < ABANDONED_MS) continue;
    await rm(path, { force: true });
    removed++;
  }
  return removed;
}

const MIN_FREE_BYTES = 100 * 1024 * 1024;

function measure(maxBytes: number) {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) return done(tooLarge(maxBytes));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { stream, result: (): StoredObject => ({ sizeBytes, sha256: hash.digest('hex') }) };
}

export const tooLarge = (maxBytes: number) =>
  new DomainError(
    'file-too-large',
    `The file is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB. Split it, or remove embedded pictures, and upload it again.`,
    ['input', 'file'],
  );

const isDiskFull = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

const diskFull = (cause: unknown) =>
  new DomainError(
    'unavailable',
    'The disk of the service is full. Ask the operator to free space, then try again.',
    null,
    {
      cause,
    },
  );

// A rename survives a power cut only when the file and its folder were flushed.
async function syncFile(path: string) {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
