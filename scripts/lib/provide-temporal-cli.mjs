import fs from 'node:fs';
import path from 'node:path';
import { acquireLock } from '../../src/platform/processes/process-lock.mjs';
import {
  cachedTemporalCli,
  forgetCachedCli,
  recordCachedCli,
  TEMPORAL_CLI_VERSION,
  takeCachedCli,
  temporalVersion,
} from '../temporal-cli.mjs';
import { downloadTemporalCli } from './download-temporal-cli.mjs';
import { run, SetupError, say, step, tail } from './report.mjs';

const MODULE = 'github.com/temporalio/cli';

/**
 * Puts the Temporal CLI into our cache: downloaded, or built with Go where the download is out of reach. It
 * comes into its place whole and tried, or not at all.
 * @throws SetupError that says what to do when neither way works
 */
export async function provideTemporalCli() {
  const target = cachedTemporalCli();
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const lock = await waitForLock(`${target}.lock`);
  try {
    // Another set-up may have provided it while we waited, or been killed half-way.
    if (await takeCachedCli(target)) return target;
    for (const left of fs.readdirSync(path.dirname(target))) {
      const file = path.join(path.dirname(target), left);
      if (file.startsWith(`${target}-`)) fs.rmSync(file, { recursive: true });
    }
    const draft = fs.mkdtempSync(`${target}-`);
    const file = (await download(draft)) ?? (await build(draft));
    if (!(await temporalVersion(file))) throw new SetupError(`The new Temporal CLI does not run. ${remedy}`);
    forgetCachedCli(target);
    fs.renameSync(file, target);
    await recordCachedCli(target);
    fs.rmSync(draft, { recursive: true });
    return target;
  } finally {
    lock.release();
  }
}

const remedy =
  'Install the Temporal CLI (https://docs.temporal.io/cli) and name it in TEMPORAL_CLI, ' +
  'or set TEMPORAL_ADDRESS to use a Temporal server of your own.';

async function download(folder) {
  try {
    return await step(`Temporal CLI ${TEMPORAL_CLI_VERSION}: download`, (detail) =>
      downloadTemporalCli({ folder, version: TEMPORAL_CLI_VERSION, detail }),
    );
  } catch (error) {
    say(`  It cannot be downloaded here (${error.cause?.message ?? error.message}).`);
    return null;
  }
}

async function build(folder) {
  const go = await findGo();
  if (!go) {
    throw new SetupError(
      `The Temporal CLI cannot be downloaded here, and there is no Go to build it with. ${remedy} ` +
        'With Go 1.25 or later installed, set-up builds it by itself.',
    );
  }
  return step(
    `Temporal CLI ${TEMPORAL_CLI_VERSION}: build with Go, once, takes some minutes`,
    async (detail) => {
      let downloaded = 0;
      let compiled = 0;
      const { code, output } = await run(
        go,
        // Without symbols it is smaller; the version would otherwise read "0.0.0-DEV".
        [
          'install',
          '-v',
          `-ldflags=-s -w -X ${MODULE}/temporalcli.Version=${TEMPORAL_CLI_VERSION}`,
          `${MODULE}/cmd/temporal@v${TEMPORAL_CLI_VERSION}`,
        ],
        {
          env: { ...process.env, GOBIN: folder, GOOS: undefined, GOARCH: undefined },
          onLine: (line) => {
            if (line.startsWith('go: downloading')) downloaded++;
            else if (!line.startsWith('go:')) compiled++;
            detail(`${downloaded} modules downloaded, ${compiled} packages compiled`);
          },
        },
      );
      if (code === 0) return path.join(folder, path.basename(cachedTemporalCli()));
      throw new SetupError(`Building the Temporal CLI failed. ${advice(output)}\n${tail(output)}`);
    },
  );
}

function advice(output) {
  if (/no space left/i.test(output)) return 'The disk is full; it needs about 4 GB while it builds.';
  if (/requires go >=|toolchain not available|invalid go version/i.test(output)) {
    return `This needs Go 1.25 or later. ${remedy}`;
  }
  if (/dial tcp|no such host|timeout|connection refused/i.test(output)) {
    return `The Go modules could not be fetched; check the network or GOPROXY. ${remedy}`;
  }
  return remedy;
}

/** Go in PATH, or where its installers put it. */
async function findGo() {
  for (const file of ['go', '/usr/local/go/bin/go', '/opt/homebrew/bin/go', '/usr/lib/go/bin/go']) {
    if ((await run(file, ['version'])).code === 0) return file;
  }
  return null;
}

/** Another checkout may be building the same thing; wait for it rather than doing the work twice. */
async function waitForLock(file) {
  const first = acquireLock(file);
  if ('release' in first) return first;
  return step(`Waiting for the set-up in process ${first.heldBy} to provide the Temporal CLI`, async () => {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const lock = acquireLock(file);
      if ('release' in lock) return lock;
    }
  });
}
