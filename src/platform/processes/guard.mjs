import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { processIdentity } from './process-lock.mjs';

// Runs one service as its child and stops it when the process that asked for it goes away, even by SIGKILL:
// the operating system then closes the channel between the two. `guarded-process.ts` is the other end.

const { command, args, uid, gid, signals, pidFile } = JSON.parse(process.argv[2]);
// What the service writes is for its user alone.
process.umask(0o077);
const child = spawn(command, args, { uid, gid, stdio: ['ignore', 'inherit', 'inherit'] });
let stopping = false;
let record = '';

function stop() {
  if (stopping) return;
  stopping = true;
  for (const { signal, afterMs } of signals) setTimeout(() => child.kill(signal), afterMs);
}

/** Sends `message` to the other end if there still is one, and then goes on with `next`. */
function tell(message, next = () => {}) {
  if (process.connected) process.send(message, next);
  else next();
}

process.on('message', stop);
process.on('disconnect', stop);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
// The reader of our output may be gone before the service has said its last words.
process.stdout.on('error', () => {});

child.on('spawn', () => {
  const started = { pid: child.pid, identity: processIdentity(child.pid) };
  if (pidFile) {
    record = JSON.stringify(started);
    fs.writeFileSync(`${pidFile}.new`, record);
    fs.renameSync(`${pidFile}.new`, pidFile);
  }
  tell({ started });
});

child.on('error', (error) => tell({ failed: error.message }, () => process.exit(1)));

child.on('exit', (code, signal) => {
  if (record) forget();
  tell({ ended: { code, signal } }, () => process.exit(0));
});

/** Removes our note, unless the next start has already put its own there or cleared it away. */
function forget() {
  try {
    if (fs.readFileSync(pidFile, 'utf8') === record) fs.rmSync(pidFile);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
