import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { processIdentity } from '../../src/platform/processes/process-lock.mjs';
import { ensureBuilt } from '../support/processes.js';
import { testSettings } from '../support/service.js';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

beforeAll(ensureBuilt);

/** The API, started by npm in the background of a shell that has no terminal, as scripts do; and the processes of it. */
async function inBackground(env: Record<string, string>) {
  const log = join(env.BIDWRIGHT_DATA_DIR!, 'npm.log');
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const all = { ...inherited, LOG_LEVEL: 'info', ...env };
  const shell = spawn('sh', ['-c', `npm run api > '${log}' 2>&1 & echo $!`], { cwd: root, env: all });
  const npm = await new Promise<number>((done) => shell.stdout.once('data', (text) => done(Number(text))));
  await expect
    .poll(() => readFileSync(log, 'utf8'), { timeout: 60_000 })
    .toMatch(/Ready\. Stop it with Ctrl-C/);
  return { npm, log, env: all };
}

const isGone = (pid: number) => processIdentity(pid) === null;

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s to an npm in the background stops the service, and npm with it',
  { timeout: 120_000 },
  async (signal) => {
    await using settings = await testSettings();
    const { npm, log } = await inBackground(settings.env);
    process.kill(npm, signal);
    await expect.poll(() => isGone(npm), { timeout: 20_000 }).toBe(true);
    expect(readFileSync(log, 'utf8')).toContain('Stopping.');
  },
);

test('npm stop stops what runs over the data directory, and waits for it', { timeout: 120_000 }, async () => {
  await using settings = await testSettings();
  const { npm, env } = await inBackground(settings.env);
  const { stdout } = await run('npm', ['stop'], { cwd: root, env });
  expect(stdout).toMatch(/Stopped process \d+\./);
  await expect.poll(() => isGone(npm)).toBe(true);
  expect((await run('npm', ['stop'], { cwd: root, env })).stdout).toContain(
    'Nothing of the service runs here.',
  );
});
