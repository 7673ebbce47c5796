import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { conflict, unavailable } from '../errors.js';
import { type Ended, endLeftover, type ServiceLog } from '../processes/guarded-process.js';
import { freePort, isPortFree } from '../processes/ports.js';
import { acquireLock, processIdentity, processName } from '../processes/process-lock.mjs';
import {
  ensureDataDirectory,
  passwordLost,
  passwordOf,
  portTaken,
  STOP_SIGNALS,
  SUPERUSER,
  startServer,
} from './postgres-cluster.js';
import { preparePostgresHome } from './postgres-home.js';

export interface EmbeddedPostgresOptions {
  /** Where the data live; made when missing. */
  dataDir: string;
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  port: number;
  /** The database to make when it is missing. */
  database: string;
  log: ServiceLog;
  /** False gives up safety against a crash of the machine for speed: for tests alone. Default true. */
  durable?: boolean;
  /** Further server settings, e.g. `{ max_connections: '200' }`. */
  settings?: Record<string, string>;
}

export interface EmbeddedPostgres {
  /** Connection string, password included: not for logs. */
  url: string;
  port: number;
  /** The server's process id. */
  pid: number;
  /** Settles when the server has ended, whether asked to or not. */
  ended: Promise<Ended>;
  /** Stops it cleanly; open connections are closed. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL of our own on the loopback address. It stops with this process, however that ends;
 * data stay in `dataDir`. Whatever an earlier process left behind (a server, a stale lock, half a data
 * directory) is cleared away first.
 * @throws DomainError `conflict` when the port or the data directory is in use, `unavailable` when it cannot run
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log, durable = true } = options;
  const home = withPermission(options.dataDir, () => preparePostgresHome(options.dataDir, { durable, log }));
  const lock = acquireLock(path.join(home.dir, 'lock'));
  if ('heldBy' in lock) {
    throw conflict(
      `Bidwright is already running on the data in ${options.dataDir} (process ${lock.heldBy}). Stop it, or give ` +
        'this one its own BIDWRIGHT_DATA_DIR, PORT, POSTGRES_PORT, TEMPORAL_PORT and TEMPORAL_UI_PORT.',
    );
  }
  try {
    const data = path.join(home.dir, 'data');
    const pidFile = path.join(home.dir, 'server.json');
    const left = await endLeftover(pidFile, STOP_SIGNALS);
    if (left) log.warn(`Stopped a PostgreSQL that an earlier run left behind (process ${left})`);
    clearStalePid(data);
    await ensureDataDirectory(home, data, { durable, log });
    if (!passwordOf(data)) throw passwordLost(home, data);
    const port = options.port || (await freePort());
    if (!(await isPortFree(port))) throw portTaken(port);
    const { settings = {} } = options;
    const server = await startServer(home, { data, pidFile, port, durable, settings, log });
    const url = (database: string) => urlOf(data, port, database);
    await ensureDatabase(url('postgres'), options.database).catch(async (error: unknown) => {
      await server.stop();
      throw (error as { code?: string }).code === WRONG_PASSWORD ? passwordLost(home, data) : error;
    });
    // Also when it ends by itself, so that it can be started again.
    const ended = server.ended.finally(lock.release);
    const stop = async () => {
      await server.stop();
      await ended;
    };
    return { url: url(options.database), port, pid: server.pid, ended, stop };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** invalid_password, in PostgreSQL's own list of errors. */
const WRONG_PASSWORD = '28P01';

const urlOf = (data: string, port: number, database: string) =>
  `postgresql://${SUPERUSER}:${passwordOf(data)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

/** The connection string of the server that another process runs on a data directory; null where none runs. */
export function runningPostgresUrl(dataDir: string, database: string): string | null {
  const data = path.join(dataDir, 'data');
  try {
    // PostgreSQL writes its port into the fourth line.
    const port = Number(fs.readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[3]);
    return port > 0 ? urlOf(data, port, database) : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function withPermission<T>(dataDir: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw unavailable(
      `The data directory ${dataDir} cannot be used by this user. Start as the user that made it, or set ` +
        'BIDWRIGHT_DATA_DIR to another place.',
      error,
    );
  }
}

/**
 * PostgreSQL believes its `postmaster.pid` as long as any process has that number, which after a reboot or in a
 * new container may be anything.
 */
function clearStalePid(data: string): void {
  const file = path.join(data, 'postmaster.pid');
  if (!fs.existsSync(file)) return;
  const pid = Number.parseInt(fs.readFileSync(file, 'utf8'), 10);
  if (pid > 0 && processIdentity(pid) !== null && (processName(pid) ?? 'postgres').startsWith('postgres')) {
    throw conflict(`Another PostgreSQL (process ${pid}) is running on the data in ${data}. Stop it first.`);
  }
  fs.rmSync(file);
}

async function ensureDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  // Without a listener a connection that breaks would end the process; the query in flight rejects anyway.
  client.on('error', () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
