import { createSecretKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { chmod, link, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DomainError } from '../errors.js';
import { makePrivateFolder } from '../files/private-files.js';

/** A key that data keys are wrapped under. A `KeyObject` shows nothing of itself when it is logged. */
export interface MasterKey {
  /** Stands beside everything that was encrypted under it. */
  id: string;
  key: KeyObject;
}

export const MASTER_KEY_FILE = 'master.key';

const KEY_BYTES = 32;
const ID = /^[A-Za-z0-9_-]{1,40}$/;
const BASE64_OF_32_BYTES = /^[A-Za-z0-9+/_-]{43}=?$/;

/**
 * Reads a ring of master keys: `id:base64-of-32-bytes`, divided by commas or line breaks; the first one seals.
 * @throws Error saying which of them is wrong, without quoting it
 */
export function parseMasterKeys(text: string): MasterKey[] {
  const entries = text.split(/[,\n]/).flatMap((line) => line.trim() || []);
  if (entries.length === 0) throw new Error('holds no key');
  const ring = entries.map((entry, i) => {
    const nth = `key ${i + 1} of ${entries.length}`;
    const at = entry.indexOf(':');
    const [id, key] = [entry.slice(0, at), entry.slice(at + 1)];
    if (at < 0 || !ID.test(id))
      throw new Error(`${nth} must be id:base64, with an id of 1 to 40 letters, digits, "_" or "-"`);
    if (!BASE64_OF_32_BYTES.test(key))
      throw new Error(`${nth} ("${id}") must be 32 bytes in base64. Make one: openssl rand -base64 32`);
    return { id, key: createSecretKey(Buffer.from(key, 'base64')) };
  });
  const twice = ring.find(({ id }, i) => ring.findIndex((other) => other.id === id) !== i);
  if (twice) throw new Error(`names the key "${twice.id}" twice`);
  return ring;
}

/** A new master key in its written form. The id is random, so that keys made in two places are told apart. */
export const newMasterKey = (): string =>
  `k-${randomBytes(4).toString('hex')}:${randomBytes(KEY_BYTES).toString('base64')}`;

/**
 * The ring of a process: that of its environment, or of `master.key` in its data directory.
 * @param create makes the file where there is none: for a process that has the database to itself
 * @throws {DomainError} unavailable where the file cannot be used
 */
export const masterKeysOf = async (
  env: { masterKeys: MasterKey[] | null; dataDir: string },
  { create = false } = {},
): Promise<MasterKey[]> => env.masterKeys ?? masterKeysInFile(join(env.dataDir, MASTER_KEY_FILE), { create });

/**
 * The ring of a key file.
 * @param create makes the file, readable by its owner alone, where there is none
 * @returns an empty ring where there is no file
 * @throws {DomainError} unavailable where others can read it, or it is no key file
 */
export async function masterKeysInFile(file: string, { create }: { create: boolean }): Promise<MasterKey[]> {
  if (create) await createKeyFile(file);
  const info = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw cannotRead(file, error);
  });
  if (!info) return [];
  // Windows has no such bits.
  if (process.platform !== 'win32' && (info.mode & 0o077) !== 0)
    throw new DomainError(
      'unavailable',
      `The master key in ${file} can be read by other users of this machine (mode 0${(info.mode & 0o777).toString(8)}). ` +
        `Run: chmod 600 ${file}`,
    );
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw cannotRead(file, error);
  });
  try {
    return parseMasterKeys(text);
  } catch (error) {
    throw new DomainError(
      'unavailable',
      `The key file ${file} is damaged: it ${(error as Error).message}. Restore it from a backup; secrets that were ` +
        'encrypted under a lost key have to be entered anew.',
    );
  }
}

/** Makes the file unless it is there. It comes into being whole, so that nobody reads half a key. */
async function createKeyFile(file: string): Promise<void> {
  await makePrivateFolder(dirname(file));
  const draft = `${file}.${randomUUID()}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(`${newMasterKey()}\n`);
      // A key that a power cut takes away takes all secrets with it.
      await handle.sync();
    } finally {
      await handle.close();
    }
    await chmod(draft, 0o600);
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
      throw new DomainError(
        'unavailable',
        `The master key cannot be written to ${file}: ${(error as Error).message}. Make the folder writable, or set ` +
          'BIDWRIGHT_MASTER_KEYS.',
      );
  } finally {
    await rm(draft, { force: true });
  }
}

const cannotRead = (file: string, error: Error) =>
  new DomainError('unavailable', `The master key in ${file} cannot be read: ${error.message}.`);
