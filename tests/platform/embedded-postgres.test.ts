import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/platform/database/embedded-postgres.js';
import { freePort } from '../../src/platform/processes/ports.js';
import { processIdentity } from '../../src/platform/processes/process-lock.mjs';
import { temporaryFolder } from '../support/folder.js';
import { startOwner, untilGone } from './support/owner.js';

// Each test makes a whole database cluster.
vi.setConfig({ testTimeout: 60_000 });

const warnings: string[] = [];
const log = { debug() {}, info() {}, warn: (message: string) => warnings.push(message) };
const quick = { port: 0, database: 'app', durable: false, log };

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Runs `work` on a server that is stopped afterwards, whatever happens. */
async function running<T>(dataDir: string, work: (server: EmbeddedPostgres) => Promise<T>): Promise<T> {
  const server = await startEmbeddedPostgres({ ...quick, dataDir });
  return work(server).finally(server.stop);
}

test('data survive a restart', async () => {
  using folder = temporaryFolder();
  await running(folder.path, ({ url }) => ask(url, "CREATE TABLE note AS SELECT 'kept' AS text"));
  expect(await running(folder.path, ({ url }) => ask(url, 'SELECT text FROM note'))).toEqual([
    { text: 'kept' },
  ]);
});

test('a stopped server is gone and leaves the data free', async () => {
  using folder = temporaryFolder();
  const pid = await running(folder.path, async (server) => server.pid);
  expect(processIdentity(pid)).toBeNull();
  expect(fs.readdirSync(folder.path)).toEqual(['data']);
});

test('text is UTF-8, letters beyond ASCII have cases, and times are in UTC', async () => {
  using folder = temporaryFolder();
  const [row] = await running(folder.path, ({ url }) =>
    ask(
      url,
      "SELECT upper('äß') AS upper, current_setting('TimeZone') AS zone, pg_encoding_to_char(encoding) AS encoding FROM pg_database WHERE datname = 'app'",
    ),
  );
  expect(row).toEqual({ upper: 'Äß', zone: 'UTC', encoding: 'UTF8' });
});

test('the password is random, readable by its owner alone, and required', async () => {
  using folder = temporaryFolder();
  await running(folder.path, async ({ url, port }) => {
    const file = path.join(folder.path, 'data', 'bidwright-password');
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(new URL(url).password).toBe(fs.readFileSync(file, 'utf8'));
    await expect(ask(`postgresql://postgres:postgres@127.0.0.1:${port}/app`, 'SELECT 1')).rejects.toThrow(
      'password authentication failed',
    );
  });
});

test('a lost password is explained by commands that give another one, and the data are whole', async () => {
  using folder = temporaryFolder();
  await running(folder.path, ({ url }) => ask(url, "CREATE TABLE note AS SELECT 'kept' AS text"));
  const file = path.join(folder.path, 'data', 'bidwright-password');
  for (const lose of [() => fs.rmSync(file), () => fs.writeFileSync(file, 'another one')]) {
    lose();
    const error = await running(folder.path, async () => null).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ kind: 'unavailable', message: expect.stringContaining(file) });
    const commands = error!.message.split('\n').filter((line) => line.startsWith('  '));
    execFileSync('sh', ['-ec', commands.join('\n')], { stdio: 'ignore' });
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(await running(folder.path, ({ url }) => ask(url, 'SELECT text FROM note'))).toEqual([
      { text: 'kept' },
    ]);
  }
});

test('killing the owner ends the server, and the next start has what was committed', async () => {
  using folder = temporaryFolder();
  const port = await freePort();
  const owner = await startOwner('own-postgres.ts', { ...quick, dataDir: folder.path, port });
  const password = fs.readFileSync(path.join(folder.path, 'data', 'bidwright-password'), 'utf8');
  await ask(
    `postgresql://postgres:${password}@127.0.0.1:${port}/app`,
    "CREATE TABLE note AS SELECT 'kept' AS text",
  );
  await owner.kill();
  await untilGone(owner.pid);
  expect(await running(folder.path, ({ url }) => ask(url, 'SELECT text FROM note'))).toEqual([
    { text: 'kept' },
  ]);
});

test.skipIf(process.platform !== 'linux')(
  'a server that outlived its owner and its guard is stopped by the next start',
  async () => {
    using folder = temporaryFolder();
    const owner = await startOwner('own-postgres.ts', { ...quick, dataDir: folder.path });
    const guard = Number(/^PPid:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${owner.pid}/status`, 'utf8'))?.[1]);
    process.kill(guard, 'SIGSTOP');
    await owner.kill();
    process.kill(guard, 'SIGKILL');
    expect(processIdentity(owner.pid)).not.toBeNull();

    await running(folder.path, async (server) => {
      expect(server.pid).not.toBe(owner.pid);
      expect(processIdentity(owner.pid)).toBeNull();
    });
    expect(warnings).toContainEqual(expect.stringContaining(`(process ${owner.pid})`));
  },
);

test('a server that was killed can be started again by the same process, with all that was committed', async () => {
  using folder = temporaryFolder();
  const server = await startEmbeddedPostgres({ ...quick, dataDir: folder.path, durable: true });
  await ask(server.url, "CREATE TABLE note AS SELECT 'kept' AS text");
  process.kill(server.pid, 'SIGKILL');
  await server.ended;
  expect(await running(folder.path, ({ url }) => ask(url, 'SELECT text FROM note'))).toEqual([
    { text: 'kept' },
  ]);
});

test('a taken port is named together with the setting that changes it', async () => {
  using folder = temporaryFolder();
  const other = net.createServer().listen(0, '127.0.0.1');
  const port = await new Promise<number>((resolve) => {
    other.on('listening', () => resolve((other.address() as net.AddressInfo).port));
  });
  await expect(startEmbeddedPostgres({ ...quick, dataDir: folder.path, port })).rejects.toMatchObject({
    kind: 'conflict',
    message:
      `Port ${port} is taken by another program. Set POSTGRES_PORT to a free port, or DATABASE_URL to use your ` +
      'own PostgreSQL.',
  });
  other.close();
});

test('a second start on the same data says which process has them', async () => {
  using folder = temporaryFolder();
  await running(folder.path, async () => {
    await expect(startEmbeddedPostgres({ ...quick, dataDir: folder.path })).rejects.toThrow(
      `already running on the data in ${folder.path} (process ${process.pid})`,
    );
  });
});

test('a data directory that was left half made is made anew', async () => {
  using folder = temporaryFolder();
  fs.mkdirSync(path.join(folder.path, 'data.new'));
  fs.writeFileSync(path.join(folder.path, 'data.new', 'PG_VERSION'), '18\n');
  expect(await running(folder.path, ({ url }) => ask(url, 'SELECT 1 AS one'))).toEqual([{ one: 1 }]);
});

test('a stale postmaster.pid does not stand in the way, even when its number is in use again', async () => {
  using folder = temporaryFolder();
  await running(folder.path, async () => {});
  fs.writeFileSync(path.join(folder.path, 'data', 'postmaster.pid'), `${process.pid}\n/somewhere\n`);
  expect(await running(folder.path, ({ url }) => ask(url, 'SELECT 1 AS one'))).toEqual([{ one: 1 }]);
});

test.skipIf(process.getuid?.() !== 0)(
  'started by root below a closed folder, the data live elsewhere and survive a restart',
  async () => {
    using folder = temporaryFolder();
    fs.chmodSync(folder.path, 0o700);
    const dataDir = path.join(folder.path, 'postgres');
    await running(dataDir, ({ url }) => ask(url, "CREATE TABLE note AS SELECT 'kept' AS text"));
    const place = fs.realpathSync(dataDir);
    try {
      expect(place).not.toContain(folder.path);
      expect(await running(dataDir, ({ url }) => ask(url, 'SELECT text FROM note'))).toEqual([
        { text: 'kept' },
      ]);
    } finally {
      fs.rmSync(place, { recursive: true });
    }
  },
);

test.skipIf(process.getuid?.() !== 0)(
  'a copied checkout does not share the data of the first one',
  async () => {
    using folder = temporaryFolder();
    fs.chmodSync(folder.path, 0o700);
    const [first, second] = [path.join(folder.path, 'first'), path.join(folder.path, 'second')];
    await running(first, async () => {});
    // What a copy of the checkout holds: the same link.
    fs.symlinkSync(fs.readlinkSync(first), second);
    await running(second, async () => {});
    const places = [first, second].map((dir) => fs.realpathSync(dir));
    for (const place of places) fs.rmSync(place, { recursive: true });
    expect(new Set(places).size).toBe(2);
  },
);
