import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

// Plain JavaScript on Node built-ins alone: set-up uses it before anything is installed, and so does the
// service when it starts (`temporal/dev-server.ts`).

/** The release that we provide: the last one that `go install` can build. */
export const TEMPORAL_CLI_VERSION = '1.5.1';

const EXECUTABLE = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/** Our own copy, outside the checkout, whether it is there or not. */
export function cachedTemporalCli() {
  const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.join(cache, 'bidwright', 'temporal', TEMPORAL_CLI_VERSION, EXECUTABLE);
}

/**
 * Looks for the Temporal CLI: `TEMPORAL_CLI`, then PATH, then our cache. Nothing is run whose SHA-256 is not that of
 * `TEMPORAL_CLI_SHA256` where that is set, that other users could have put into PATH, or that was changed in the cache.
 * @returns {Promise<string | null>} its path, `null` when there is none
 * @throws Error when it is another file, or TEMPORAL_CLI names something that does not run
 */
export async function findTemporalCli() {
  const named = process.env.TEMPORAL_CLI;
  if (!named) return (await temporalCliOfPath()) ?? takeCachedCli(cachedTemporalCli());
  if (fs.existsSync(named) && !(await isExpected(named)))
    throw new Error(
      `TEMPORAL_CLI names ${named}, whose SHA-256 is not that of TEMPORAL_CLI_SHA256. It was not run.`,
    );
  if (await temporalVersion(named)) return path.resolve(named);
  throw new Error(
    `TEMPORAL_CLI names ${named}, which does not run as the Temporal CLI. Correct or unset it.`,
  );
}

/** The first of PATH that only its owner, or root, may change, and that is the one that is expected. */
async function temporalCliOfPath() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  for (const folder of folders) {
    const file = path.join(folder, EXECUTABLE);
    if (!fs.existsSync(file) || isOpenToOthers(folder) || isOpenToOthers(file)) continue;
    if ((await isExpected(file)) && (await temporalVersion(file))) return file;
  }
  return null;
}

async function isExpected(file) {
  const expected = process.env.TEMPORAL_CLI_SHA256;
  return !expected || (await sha256Of(file)) === expected.toLowerCase();
}

/** Whether other users of this machine may write what is there. */
const isOpenToOthers = (file) => process.platform !== 'win32' && (fs.statSync(file).mode & 0o022) !== 0;

const recordOf = (file) => `${file}.sha256`;

/**
 * A program of our cache, as it was when it was put there.
 * @returns {Promise<string | null>} its path, `null` when there is none
 * @throws Error when it was changed since, or others may change it
 */
export async function takeCachedCli(file) {
  if (!fs.existsSync(file)) return null;
  const again = `Remove ${path.dirname(file)} and run npm run setup, which provides it anew.`;
  if (isOpenToOthers(file))
    throw new Error(`The Temporal CLI in ${file} can be changed by other users of this machine. ${again}`);
  // One that an earlier version put there has no record yet; where none can be kept, we could not have changed it either.
  if (!fs.existsSync(recordOf(file)) && !(await recordCachedCli(file).then(() => true, isReadOnly)))
    return file;
  const recorded = fs.readFileSync(recordOf(file), 'utf8').trim();
  if ((await sha256Of(file)) === recorded) return file;
  throw new Error(`The Temporal CLI in ${file} is not the one that was put there, and was not run. ${again}`);
}

/** Keeps the SHA-256 of a program that was just put into the cache. */
export const recordCachedCli = async (file) =>
  fs.writeFileSync(recordOf(file), `${await sha256Of(file)}\n`, { mode: 0o600 });

/** Before a program is put into the cache in place of another. */
export const forgetCachedCli = (file) => fs.rmSync(recordOf(file), { force: true });

function isReadOnly(error) {
  if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
  return false;
}

async function sha256Of(file) {
  const hash = createHash('sha256');
  await pipeline(fs.createReadStream(file), hash);
  return hash.digest('hex');
}

/** What the program calls itself, e.g. "temporal version 1.5.1 (…)", or `null` when it is no Temporal CLI. */
export async function temporalVersion(file) {
  try {
    const { stdout } = await promisify(execFile)(file, ['--version'], { timeout: 15_000 });
    return stdout.startsWith('temporal version') ? stdout.trim() : null;
  } catch {
    return null;
  }
}
