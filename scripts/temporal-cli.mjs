import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
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
 * Looks for the Temporal CLI: `TEMPORAL_CLI`, then PATH, then our cache. What is found has been run once.
 * @returns {Promise<string | null>} its path, `null` when there is none
 * @throws Error when TEMPORAL_CLI names something that does not run
 */
export async function findTemporalCli() {
  const named = process.env.TEMPORAL_CLI;
  if (named) {
    if (await temporalVersion(named)) return path.resolve(named);
    throw new Error(
      `TEMPORAL_CLI names ${named}, which does not run as the Temporal CLI. Correct or unset it.`,
    );
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  for (const file of [...folders.map((folder) => path.join(folder, EXECUTABLE)), cachedTemporalCli()]) {
    if (fs.existsSync(file) && (await temporalVersion(file))) return file;
  }
  return null;
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
