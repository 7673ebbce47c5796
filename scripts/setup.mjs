// Makes a checkout ready to run: dependencies, generated code, build, Temporal CLI. On Node built-ins alone,
// because before it nothing else is there. Whatever is up to date is skipped within milliseconds.
//
//   node scripts/setup.mjs [--no-temporal] [--then <file> [arguments]]
//
// With --then it goes on to run the file in the same process, which a SIGTERM to npm stops as well.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { acquireLock } from '../src/platform/processes/process-lock.mjs';
import { isBuilt } from './build.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { generateClient } from './lib/generated.mjs';
import { provideTemporalCli } from './lib/provide-temporal-cli.mjs';
import { SetupError, say, step } from './lib/report.mjs';
import { findTemporalCli } from './temporal-cli.mjs';

const OLDEST_NODE = [20, 19];

const then = process.argv.indexOf('--then');
const options = process.argv.slice(2, then < 0 ? undefined : then);
const next = then < 0 ? [] : process.argv.slice(then + 1);

async function setUp() {
  requireNode();
  process.chdir(path.join(path.dirname(fileURLToPath(import.meta.url)), '..'));
  if (fs.existsSync('.env')) process.loadEnvFile('.env');

  const lock = await onlyOne('.bidwright/setup.lock');
  try {
    await installDependencies();
    await generateClient();
    buildIfStale();
  } finally {
    lock.release();
  }
  if (options.includes('--no-temporal') || process.env.TEMPORAL_ADDRESS) return;
  const found = await findTemporalCli().catch((error) => {
    throw new SetupError(error.message);
  });
  if (!found) await provideTemporalCli();
}

/** In a process of its own: the bundler is large, and this process may go on to be the service. */
function buildIfStale() {
  if (isBuilt()) return;
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  if (status !== 0) throw new SetupError('The build failed; see above.');
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new SetupError(
    `Bidwright needs Node.js ${OLDEST_NODE.join('.')} or later; this is ${process.versions.node}. ` +
      'Install a current one from https://nodejs.org or with your version manager (nvm install).',
  );
}

/** Two commands in one checkout may both find work to do; the second waits and then finds it done. */
async function onlyOne(file) {
  const first = acquireLock(file);
  if ('release' in first) return first;
  return step(`Waiting for the set-up that process ${first.heldBy} is doing`, async () => {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      const lock = acquireLock(file);
      if ('release' in lock) return lock;
    }
  });
}

function fail(error) {
  if (error.code === 'ENOSPC') say('\nThe disk is full.');
  else
    say(error instanceof SetupError ? `\n${error.message}` : `\nSet-up failed unexpectedly:\n${error.stack}`);
  process.exit(1);
}

/**
 * npm passes signals on to a shell, which dies of them and tells us nothing; in the background it even ignores Ctrl-C. What
 * runs for long is therefore started by `exec`, in place of that shell. npm itself may be killed: then its children stop too.
 */
function stopWithParent() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  timer.unref();
}

await setUp().catch(fail);
if (next[0]) {
  stopWithParent();
  const file = path.resolve(next[0]);
  process.argv = [process.argv[0], file, ...next.slice(1)];
  await import(pathToFileURL(file).href);
}
