import fs from 'node:fs';
import path from 'node:path';
import { conflict, unavailable } from '../src/platform/errors.js';
import { PRIVATE_FOLDER } from '../src/platform/files/private-files.js';
import {
  type Ended,
  endLeftover,
  type GuardedProcess,
  type ServiceLog,
  startGuarded,
} from '../src/platform/processes/guarded-process.js';
import { freePort, isPortFree } from '../src/platform/processes/ports.js';
import { acquireLock } from '../src/platform/processes/process-lock.mjs';
import { connectWhenReady, registerSearchAttributes, type SearchAttributeKind } from './readiness.js';
import { hiddenHost, startUiGuard } from './ui-guard.js';

export interface TemporalDevServerOptions {
  /** The file that holds all state across restarts; `null` keeps it in memory. */
  dbFile: string | null;
  /** TCP port of the gRPC front end on 127.0.0.1; 0 takes a free one. */
  port: number;
  /** TCP port of the web interface on 127.0.0.1; 0 takes a free one, `null` runs none. */
  uiPort: number | null;
  /** Names by which requests may call it, besides those of this machine. */
  uiHosts?: readonly string[];
  namespace?: string;
  searchAttributes: Record<string, SearchAttributeKind>;
  /** The Temporal CLI, see `temporalCli()`. */
  cliPath: string;
  log: ServiceLog;
}

export interface TemporalDevServer {
  /** host:port of the gRPC front end. */
  address: string;
  uiUrl: string | null;
  /** The server's process id. */
  pid: number;
  /** Settles when the server has ended, whether asked to or not. */
  ended: Promise<Ended>;
  stop(): Promise<void>;
}

const SIGNALS = [
  { signal: 'SIGTERM', afterMs: 0 },
  { signal: 'SIGKILL', afterMs: 10_000 },
] satisfies { signal: NodeJS.Signals; afterMs: number }[];

/**
 * Starts Temporal's development server from its command-line tool and returns when it serves and knows the
 * search attributes. It stops with this process, however that ends.
 * @throws DomainError `conflict` when a port or the file is in use, `unavailable` when it does not start
 */
export async function startTemporalDevServer(options: TemporalDevServerOptions): Promise<TemporalDevServer> {
  const { dbFile, log } = options;
  const lock = dbFile ? lockFile(dbFile) : { release() {} };
  let guard: Awaited<ReturnType<typeof startUiGuard>> | null = null;
  try {
    const pidFile = dbFile && `${dbFile}.server.json`;
    const left = pidFile ? await endLeftover(pidFile, SIGNALS) : null;
    if (left) log.warn(`Stopped a Temporal server that an earlier run left behind (process ${left})`);
    const port = options.port || (await freePort());
    const { uiPort, uiHosts = [] } = options;
    await requireFreePorts(port, uiPort);
    const ui = uiPort === null ? null : { host: hiddenHost(), port: await freePort() };
    guard = ui && (await startUiGuard(uiPort ?? 0, ui, uiHosts));
    const uiUrl = guard && `http://127.0.0.1:${guard.port}`;

    const start = async () => {
      const started = await startGuarded({
        command: options.cliPath,
        args: serverArguments({ ...options, port, httpPort: await freePort(), ui }),
        env: withoutTemporalSettings(),
        signals: SIGNALS,
        pidFile,
        user: null,
        onLine: (line) => log.debug(line),
      });
      await prepare(started, port, options).catch(async (error: unknown) => {
        await started.stop();
        throw error;
      });
      return started;
    };
    // It picks ports for its parts, which another program may take before it does.
    const server = await start().catch(start);
    const address = `127.0.0.1:${port}`;
    // Also when it ends by itself, so that it can be started again.
    const ended = server.ended.finally(async () => {
      await guard?.close();
      lock.release();
    });
    const stop = async () => {
      await server.stop();
      await ended;
    };
    return { address, uiUrl, pid: server.pid, ended, stop };
  } catch (error) {
    await guard?.close();
    lock.release();
    throw error;
  }
}

function lockFile(dbFile: string): { release(): void } {
  fs.mkdirSync(path.dirname(dbFile), { recursive: true, mode: PRIVATE_FOLDER });
  const lock = acquireLock(`${dbFile}.lock`);
  if ('release' in lock) return lock;
  throw conflict(
    `A Temporal server is already running on ${dbFile} (started by process ${lock.heldBy}). Stop it, or set ` +
      'BIDWRIGHT_DATA_DIR to another place.',
  );
}

async function requireFreePorts(port: number, uiPort: number | null): Promise<void> {
  if (!(await isPortFree(port))) {
    throw conflict(
      `Port ${port} is taken by another program. Set TEMPORAL_PORT to a free port, or TEMPORAL_ADDRESS to use ` +
        'your own Temporal server.',
    );
  }
  if (uiPort && !(await isPortFree(uiPort))) {
    throw conflict(`Port ${uiPort} is taken by another program. Set TEMPORAL_UI_PORT to a free port.`);
  }
}

interface Listening {
  port: number;
  httpPort: number;
  ui: { host: string; port: number } | null;
}

function serverArguments(
  options: Pick<TemporalDevServerOptions, 'dbFile' | 'namespace'> & Listening,
): string[] {
  const { dbFile, namespace, port, httpPort, ui } = options;
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'error'],
    // Tasks by organization in turns, by the fairness keys that `client.ts` gives.
    ...['--dynamic-config-value', 'matching.enableFairness=true'],
    ...(ui ? ['--ui-ip', ui.host, '--ui-port', String(ui.port)] : ['--headless']),
    // Its interface over HTTP answers any name by default, too.
    ...['--http-port', String(httpPort)],
    ...['--dynamic-config-value', `frontend.httpAllowedHosts=["127.0.0.1:${httpPort}"]`],
    ...(dbFile ? ['--db-filename', dbFile] : []),
    ...(namespace ? ['--namespace', namespace] : []),
  ];
}

/** The tool reads TEMPORAL_… variables of its own, which mean the user's other servers. */
function withoutTemporalSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_')));
}

async function prepare(
  server: GuardedProcess,
  port: number,
  options: TemporalDevServerOptions,
): Promise<void> {
  const { namespace = 'default', searchAttributes, cliPath, dbFile } = options;
  const died = new AbortController();
  void server.ended.then(() => died.abort());
  const connection = await connectWhenReady(port, namespace, died.signal);
  if (!connection) {
    const said = server.lastLines().join('\n');
    if (dbFile && DAMAGED.test(said)) throw damaged(dbFile, said);
    throw unavailable(
      `The Temporal server did not start. Try ${cliPath} server start-dev by hand, or set TEMPORAL_ADDRESS to use ` +
        `your own. What it said:\n${said}`,
    );
  }
  try {
    // The tool has an option for this, which adds nothing to a file that has some of them already.
    await registerSearchAttributes(connection, namespace, searchAttributes);
  } finally {
    await connection.close();
  }
}

/** How SQLite words it. */
const DAMAGED = /file is not a database|database disk image is malformed/;

const damaged = (dbFile: string, said: string) =>
  unavailable(
    `The file ${dbFile}, in which the Temporal server keeps its runs, is damaged. Nothing is lost by moving it away: runs ` +
      'that are not finished are started again from what PostgreSQL holds. Run:\n' +
      `  mv ${dbFile} ${dbFile}.damaged; rm -f ${dbFile}-wal ${dbFile}-shm\n` +
      `and start again. What it said:\n${said}`,
  );
