import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { conflict, unavailable } from '../errors.js';
import {
  type GuardedProcess,
  type ServiceLog,
  type StopSignal,
  startGuarded,
} from '../processes/guarded-process.js';
import type { PostgresHome } from './postgres-home.js';

export const SUPERUSER = 'postgres';
const PASSWORD_FILE = 'bidwright-password';

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one, which the next start recovers from. */
export const STOP_SIGNALS: StopSignal[] = [
  { signal: 'SIGINT', afterMs: 0 },
  { signal: 'SIGQUIT', afterMs: 20_000 },
  { signal: 'SIGKILL', afterMs: 25_000 },
];

/** The superuser's password, made with the data directory. Empty where it was lost. */
export function passwordOf(data: string): string {
  const file = path.join(data, PASSWORD_FILE);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : '';
}

/** The password is not there, or is not the one that the server knows. */
export function passwordLost({ programs, user }: PostgresHome, data: string) {
  const file = path.join(data, PASSWORD_FILE);
  const as = user ? `setpriv --reuid=${user.uid} --regid=${user.gid} --clear-groups ` : '';
  const server = `${as}'${path.join(programs, 'bin', 'postgres')}' --single -D '${data}' postgres`;
  return unavailable(
    `The file ${file}, which holds the password of the embedded PostgreSQL, is missing or holds another one. The data ` +
      'are whole. Put the file back, or stop the service and give the server a new password:\n' +
      `  (umask 077; openssl rand -hex 24 > '${file}')\n` +
      `  echo "ALTER ROLE ${SUPERUSER} PASSWORD '$(cat '${file}')'" | ${server}`,
  );
}

export const portTaken = (port: number) =>
  conflict(
    `Port ${port} is taken by another program. Set POSTGRES_PORT to a free port, or DATABASE_URL to use your own ` +
      'PostgreSQL.',
  );

/**
 * Makes the data directory under another name and gives it its own in the last step, so that one which was
 * interrupted half-way is never taken for a whole one.
 */
export async function ensureDataDirectory(
  home: PostgresHome,
  data: string,
  { durable, log }: { durable: boolean; log: ServiceLog },
): Promise<void> {
  const draft = `${data}.new`;
  fs.rmSync(draft, { recursive: true, force: true });
  if (fs.existsSync(data)) return;
  const secret = path.join(home.dir, 'new-password');
  const password = randomBytes(24).toString('base64url');
  fs.writeFileSync(secret, password, { mode: 0o600 });
  if (home.user) fs.chownSync(secret, home.user.uid, home.user.gid);
  // PostgreSQL's own C.UTF-8 sorts and folds case alike on every system; the library's only has to know letters.
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'C';
  const initdb = await startGuarded({
    command: path.join(home.programs, 'bin', 'initdb'),
    args: [
      ...['--pgdata', draft, '--username', SUPERUSER, '--pwfile', secret, '--auth', 'scram-sha-256'],
      ...[
        '--encoding',
        'UTF8',
        '--locale',
        locale,
        '--locale-provider',
        'builtin',
        '--builtin-locale',
        'C.UTF-8',
      ],
      ...['--lc-messages', 'C', ...(durable ? [] : ['--no-sync'])],
    ],
    env: serverEnvironment(),
    signals: [{ signal: 'SIGKILL', afterMs: 0 }],
    pidFile: null,
    user: home.user,
    onLine: (line) => log.debug(line),
  });
  const { code } = await initdb.ended;
  if (code !== 0) throw didNot('make its data directory', initdb);
  fs.renameSync(secret, path.join(draft, PASSWORD_FILE));
  fs.renameSync(draft, data);
}

export interface ServerOptions {
  data: string;
  pidFile: string;
  port: number;
  durable: boolean;
  settings: Record<string, string>;
  log: ServiceLog;
}

/** Starts the server and returns when it accepts connections. */
export async function startServer(home: PostgresHome, options: ServerOptions): Promise<GuardedProcess> {
  const { data, pidFile, port, durable, log } = options;
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...options.settings,
  };
  let reportReady = () => {};
  const ready = new Promise<void>((resolve) => {
    reportReady = resolve;
  });
  const server = await startGuarded({
    command: path.join(home.programs, 'bin', 'postgres'),
    args: [
      '-D',
      data,
      '-p',
      String(port),
      ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
    ],
    env: serverEnvironment(),
    signals: STOP_SIGNALS,
    pidFile,
    user: home.user,
    onLine: (line) => {
      if (line.includes('database system is ready to accept connections')) reportReady();
      log.debug(line);
    },
  });
  // No deadline: a server that replays a long log after a crash may take minutes, and still gets there.
  const first = await Promise.race([ready, server.ended]);
  if (!first) return server;
  if (server.lastLines().some((line) => line.includes('could not bind'))) throw portTaken(port);
  throw didNot('start', server);
}

/** Only what the programs need: PG… variables of the user's own PostgreSQL must not reach ours. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, TMPDIR, SystemRoot } = process.env;
  return { PATH, TMPDIR, SystemRoot, LC_ALL: undefined, LC_MESSAGES: 'C', TZ: 'UTC' };
}

const didNot = (what: string, { lastLines }: GuardedProcess) =>
  unavailable(
    `PostgreSQL could not ${what}. Set DATABASE_URL to use your own PostgreSQL. What it said:\n${lastLines().join('\n')}`,
  );
