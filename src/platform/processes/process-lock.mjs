import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

// Plain JavaScript on Node built-ins alone: the set-up script uses this before anything is installed or compiled.

/**
 * What tells one process from a later one that was given the same number: the boot and the start time where
 * the system shows them. `null` when there is no such process; one that has ended and only waits for its
 * parent (a zombie) counts as gone.
 */
export function processIdentity(pid) {
  if (process.platform === 'linux') return linuxIdentity(pid);
  if (!isAlive(pid)) return null;
  if (process.platform === 'win32') return 'alive';
  try {
    const shown = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return shown || null;
  } catch {
    return null;
  }
}

/** The file name of the program that a process runs, e.g. `postgres`, or `null` where that cannot be told. */
export function processName(pid) {
  try {
    if (process.platform === 'linux') return fs.readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
    if (process.platform === 'win32') return null;
    const shown = execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return path.basename(shown);
  } catch {
    return null;
  }
}

/**
 * Takes the lock that `file` stands for. It is freed by `release()`, and counts as free as soon as its holder
 * has died, however it died.
 * @returns {{ release(): void } | { heldBy: number }}
 */
export function acquireLock(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const mine = JSON.stringify({
    pid: process.pid,
    identity: processIdentity(process.pid),
    token: randomUUID(),
  });
  for (;;) {
    if (createWhole(file, mine)) return { release: () => removeIf(file, mine) };
    const held = read(file);
    if (held === null) continue;
    const holder = parse(held);
    if (holder && processIdentity(holder.pid) === holder.identity) return { heldBy: holder.pid };
    removeIf(file, held);
  }
}

/** Creates `file` with its content in one step, so that nobody ever reads half a lock. False when it exists. */
function createWhole(file, content) {
  const draft = `${file}.${process.pid}.${randomUUID()}`;
  fs.writeFileSync(draft, content, { mode: 0o600 });
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/** Removes `file` if it still holds `content`. Moving it away first is what lets only one of two rivals do it. */
function removeIf(file, content) {
  const aside = `${file}.${process.pid}.${randomUUID()}`;
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (read(aside) === content) return fs.rmSync(aside, { force: true });
  try {
    fs.linkSync(aside, file);
  } catch {
    // Somebody else holds it by now.
  }
  fs.rmSync(aside, { force: true });
}

function linuxIdentity(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold anything; count from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return `${fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`;
  } catch {
    return null;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
