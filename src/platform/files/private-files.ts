import { chmod, lstat, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** For the user of the service alone: what organizations upload is nothing for others on the machine. */
export const PRIVATE_FOLDER = 0o700;
export const PRIVATE_FILE = 0o600;

/** Makes a folder, and those on the way to it, for its owner alone. One that is there stays as it is. */
export const makePrivateFolder = (path: string): Promise<string | undefined> =>
  mkdir(path, { recursive: true, mode: PRIVATE_FOLDER });

/**
 * Makes the data directory, unless it is there, and takes away what others of the machine may do with what the service
 * has put into it before: earlier versions left that to the umask.
 * @param lends whether the embedded PostgreSQL, which runs as another user where root starts it, has to get through
 */
export async function makeDataDirPrivate(dataDir: string, { lends }: { lends: boolean }): Promise<void> {
  await makePrivateFolder(dataDir);
  const names = await readdir(dataDir);
  for (const name of names) if (KEPT.test(name)) await makePrivate(join(dataDir, name));
  // Somebody may have named a folder that has other things in it, too: that is not ours to close.
  if (names.every((name) => KEPT.test(name) || MADE.test(name)))
    await chmod(dataDir, lends && process.getuid?.() === 0 ? 0o711 : PRIVATE_FOLDER);
}

const KEPT = /^(files|mail|cache|temporal\.db.*)$/;
const MADE = /^(postgres|master\.key|setup\.lock.*)$/;

/** The same for a file, or for a folder and all that it holds. Symbolic links are not followed. */
export async function makePrivate(path: string): Promise<void> {
  const info = await lstat(path).catch(() => null);
  if (!info) return;
  if (info.isFile() && (info.mode & 0o077) !== 0) await chmod(path, PRIVATE_FILE);
  // What a folder for its owner alone holds is out of reach: such a folder comes last, so that it stands for the rest.
  if (!info.isDirectory() || (info.mode & 0o077) === 0) return;
  for (const name of await readdir(path)) await makePrivate(join(path, name));
  await chmod(path, PRIVATE_FOLDER);
}
