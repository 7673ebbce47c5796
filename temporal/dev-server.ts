import fs from 'node:fs';
import path from 'node:path';
import { conflict, unavailable } from '../src/platform/errors.js';
import {
  type Ended,
  endLeftover,
  type GuardedProcess,
  type ServiceLog,
  startGuarded,
} from '../src/platform/guarded-process.js';
import { freePort, isPortFree } from '../src/platform/ports.js';
import { acquireLock } from '../src/platform/process-lock.mjs';
import { connectWhenReady, registerSearchAttributes, type SearchAttributeKind } from './readiness.js';

export interface TemporalDevServerOptions {
  /** The file that holds all state across restarts; `null` keeps it in memory. */
  dbFile: string | null;
  /** TCP port of the gRPC front end on 127.0.0.1; 0 takes a free one. */
  port: number;
  /** TCP port of the web interface on 127.0.0.1; 0 takes a free one, `null` runs none. */
  uiPort: number | null;
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
  try {
    const pidFile = dbFile && `${dbFile}.server.json`;
    const left = pidFile ? await endLeftover(pidFile, SIGNALS) : null;
    if (left) log.warn(`Stopped a Temporal server that an earlier run left behind (process ${left})`);
    const port = options.port || (await freePort());
    const uiPort = options.uiPort === 0 ? await freePort() : options.uiPort;
    await requireFreePorts(port, uiPort);

    const server = await startGuarded({
      command: options.cliPath,
      args: serverArguments({ ...options, port, uiPort }),
      env: withoutTemporalSettings(),
      signals: SIGNALS,
      pidFile,
      user: null,
      onLine: (line) => log.debug(line),
    });
    const address = `127.0.0.1:${port}`;
    await prepare(server, port, options).catch(async (error: unknown) => {
      await server.stop();
      throw error;
    });
    // Also when it ends by itself, so that it can be started again.
    const ended = server.ended.finally(lock.release);
    const stop = async () => {
      await server.stop();
      await ended;
    };
    const uiUrl = uiPort === null ? null : `http://127.0.0.1:${uiPort}`;
    return { address, uiUrl, pid: server.pid, ended, stop };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function lockFile(dbFile: string): { release(): void } {
  fs.mkdirSync(path.dirname(dbFile), { recursive: true });
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
  if (uiPort !== null && !(await isPortFree(uiPort))) {
    throw conflict(`Port ${uiPort} is taken by another program. Set TEMPORAL_UI_PORT to a free port.`);
  }
}

function serverArguments(options: TemporalDevServerOptions): string[] {
  const { dbFile, port, uiPort, namespace } = options;
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'error'],
    // Tasks by organization in turns, by the fairness keys that `client.ts` gives.
    ...['--dynamic-config-value', 'matching.enableFairness=true'],
    ...(uiPort === null ? ['--headless'] : ['--ui-port', String(uiPort)]),
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
  const { namespace = 'default', searchAttributes, cliPath } = options;
  const died = new AbortController();
  void server.ended.then(() => died.abort());
  const connection = await connectWhenReady(port, namespace, died.signal);
  if (!connection) {
    throw unavailable(
      `The Temporal server did not start. Try ${cliPath} server start-dev by hand, or set TEMPORAL_ADDRESS to use ` +
        `your own. What it said:\n${server.lastLines().join('\n')}`,
    );
  }
  try {
    // The tool has an option for this, which adds nothing to a file that has some of them already.
    await registerSearchAttributes(connection, namespace, searchAttributes);
  } finally {
    await connection.close();
  }
}
