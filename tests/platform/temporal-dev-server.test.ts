import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { describe, expect, test, vi } from 'vitest';
import { findTemporalCli } from '../../scripts/temporal-cli.mjs';
import { kinds } from '../../src/app.js';
import { freePort, isPortFree } from '../../src/platform/processes/ports.js';
import { processIdentity } from '../../src/platform/processes/process-lock.mjs';
import { createDurable } from '../../temporal/client.js';
import { startTemporalDevServer, type TemporalDevServer } from '../../temporal/dev-server.js';
import { SEARCH_ATTRIBUTES } from '../../temporal/search-attributes.js';
import { send } from '../http/raw-requests.js';
import { temporaryFolder } from '../support/folder.js';
import { startOwner, untilGone } from './support/owner.js';

vi.setConfig({ testTimeout: 60_000 });

const cliPath = (await findTemporalCli()) ?? '';
if (!cliPath) console.warn('Skipped: there is no Temporal CLI; npm run setup provides it.');

const log = { debug() {}, info() {}, warn() {} };
const quick = { dbFile: null, port: 0, uiPort: null, searchAttributes: {}, cliPath, log };

async function withClient<T>(
  { address }: TemporalDevServer,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const connection = await Connection.connect({ address });
  return work(new Client({ connection })).finally(() => connection.close());
}

const startRun = (client: Client, workflowId: string, searchAttributes: Record<string, string[]>) =>
  client.workflow.start('waiting', { taskQueue: 'nobody', workflowId, searchAttributes });

const statusOf = async (url: string, headers: Record<string, string>) =>
  (await send(url, 'GET', headers)).status;

const argumentsOf = (pid: number) =>
  execFileSync('ps', ['-o', 'args=', '-p', `${pid}`, '-ww'], { encoding: 'utf8' }).split(' ');

async function listening(): Promise<{ port: number } & Disposable> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { port: (server.address() as net.AddressInfo).port, [Symbol.dispose]: () => server.close() };
}

describe.skipIf(!cliPath)('the Temporal development server', () => {
  test('keeps its runs across a restart and learns new search attributes meanwhile', async () => {
    using folder = temporaryFolder();
    const options = { ...quick, dbFile: path.join(folder.path, 'temporal', 'state.db') };
    const first = await startTemporalDevServer({ ...options, searchAttributes: { Kind: 'Keyword' } });
    await withClient(first, (client) => startRun(client, 'WF-1', { Kind: ['rfp'] }));
    await first.stop();
    expect(processIdentity(first.pid)).toBeNull();

    const searchAttributes = { Kind: 'Keyword', Client: 'Keyword' } as const;
    const second = await startTemporalDevServer({ ...options, searchAttributes });
    const found = await withClient(second, async (client) => {
      await startRun(client, 'WF-2', { Kind: ['rfp'], Client: ['acme'] });
      // Lists are eventually consistent.
      return vi.waitUntil(
        async () => {
          const ids: string[] = [];
          for await (const run of client.workflow.list({ query: "Kind = 'rfp'" })) ids.push(run.workflowId);
          return ids.length === 2 ? ids.sort() : null;
        },
        { timeout: 20_000 },
      );
    }).finally(second.stop);
    expect(found).toEqual(['WF-1', 'WF-2']);
  });

  test('shows a web interface to this machine alone, and has its file to itself', async () => {
    using folder = temporaryFolder();
    const options = {
      ...quick,
      dbFile: path.join(folder.path, 'state.db'),
      uiPort: 0,
      uiHosts: ['ui.example'],
    };
    const server = await startTemporalDevServer(options);
    try {
      expect((await fetch(server.uiUrl ?? '')).status).toBe(200);
      const namespaces = `${server.uiUrl}/api/v1/namespaces`;
      // The interface may have called before the server was there, and tries again by and by.
      await vi.waitUntil(async () => (await statusOf(namespaces, {})) === 200, { timeout: 30_000 });
      expect(await statusOf(namespaces, { host: 'ui.example:443' })).toBe(200);
      for (const host of ['rebound.example', '127.0.0.1.rebound.example', 'localhost@rebound.example'])
        expect(await statusOf(namespaces, { host }), host).toBe(421);
      for (const origin of ['http://rebound.example', 'null'])
        expect(await statusOf(namespaces, { origin }), origin).toBe(403);
      const behind = (option: string) => argumentsOf(server.pid)[argumentsOf(server.pid).indexOf(option) + 1];
      const overHttp = `http://127.0.0.1:${behind('--http-port')}/api/v1/namespaces`;
      expect(await statusOf(overHttp, { host: 'rebound.example' })).toBe(403);
      if (process.platform === 'linux') expect(behind('--ui-ip')).not.toBe('127.0.0.1');
      expect(fs.statSync(options.dbFile).mode & 0o777).toBe(0o600);
      await expect(startTemporalDevServer(options)).rejects.toThrow(`process ${process.pid}`);
    } finally {
      await server.stop();
    }
  });

  test('hands out what waits for a worker by organization in turns', async () => {
    const server = await startTemporalDevServer({ ...quick, searchAttributes: SEARCH_ATTRIBUTES });
    const settings = { namespace: 'default', taskQueue: 'queue', security: { tls: null, apiKey: null } };
    const durable = createDurable({ ...settings, address: server.address, uiUrl: null, kinds });
    const runs = (organizationId: string, count: number) =>
      Promise.all(
        Array.from({ length: count }, (_, i) =>
          durable.start({
            ...{ organizationId, reference: `${organizationId}-${i}`, workflowId: `${i}`, attempt: 1 },
            ...{ kind: 'RFP_RESPONSE', clientName: 'Northwind' },
          }),
        ),
      );
    await runs('much', 200);
    await runs('little', 8);
    const handedOut = await withClient(server, async ({ connection }) => {
      const ids: string[] = [];
      const poll = () =>
        connection.workflowService.pollWorkflowTaskQueue({
          ...{ namespace: 'default', taskQueue: { name: 'queue' }, identity: 'test' },
        });
      while (ids.length < 120) {
        const { workflowExecution } = await connection.withDeadline(Date.now() + 20_000, poll);
        ids.push(workflowExecution!.workflowId!);
      }
      return ids;
    });
    await durable.close();
    await server.stop();
    // The server shares among partitions that it picks by chance, so the places are not always the same ones. By order of
    // arrival it would be none.
    expect(handedOut.filter((id) => id.startsWith('little')).length).toBeGreaterThan(3);
  });

  test('ends when its owner is killed, and starts again on the same file', async () => {
    using folder = temporaryFolder();
    const options = { ...quick, dbFile: path.join(folder.path, 'state.db'), port: await freePort() };
    const owner = await startOwner('own-temporal.ts', options);
    await owner.kill();
    await untilGone(owner.pid);
    // Other tests connect from ports that the system picks, and one may have got this one for a moment.
    await vi.waitUntil(() => isPortFree(options.port), { timeout: 20_000 });
    const server = await startTemporalDevServer(options);
    await server.stop();
    expect(server.address).toBe(`127.0.0.1:${options.port}`);
  });

  test('is stopped by the next start when it outlived its owner and its guard', async ({ skip }) => {
    skip(process.platform !== 'linux', 'finds the guard through /proc');
    using folder = temporaryFolder();
    const options = { ...quick, dbFile: path.join(folder.path, 'state.db') };
    const owner = await startOwner('own-temporal.ts', options);
    const guard = Number(/^PPid:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${owner.pid}/status`, 'utf8'))?.[1]);
    process.kill(guard, 'SIGSTOP');
    await owner.kill();
    process.kill(guard, 'SIGKILL');
    const server = await startTemporalDevServer(options);
    expect(processIdentity(owner.pid)).toBeNull();
    await server.stop();
  });
});

test('a taken port is named together with TEMPORAL_PORT', async () => {
  using other = await listening();
  await expect(startTemporalDevServer({ ...quick, port: other.port })).rejects.toThrow(
    `Port ${other.port} is taken by another program. Set TEMPORAL_PORT`,
  );
});

test('a taken port of the web interface is named together with TEMPORAL_UI_PORT', async () => {
  using other = await listening();
  await expect(startTemporalDevServer({ ...quick, uiPort: other.port })).rejects.toThrow(
    `Port ${other.port} is taken by another program. Set TEMPORAL_UI_PORT`,
  );
});

test('a server that dies at once is reported with its last words', async () => {
  using folder = temporaryFolder();
  const program = path.join(folder.path, 'temporal');
  fs.writeFileSync(program, '#!/bin/sh\necho "no such option" >&2\nexit 1\n', { mode: 0o755 });
  await expect(startTemporalDevServer({ ...quick, cliPath: program })).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('no such option'),
  });
});

test.skipIf(!cliPath)('a damaged file is named, with what to do, and stays as it is', async () => {
  using folder = temporaryFolder();
  const dbFile = path.join(folder.path, 'temporal.db');
  fs.writeFileSync(dbFile, 'no database '.repeat(1_000));
  await expect(startTemporalDevServer({ ...quick, dbFile })).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining(`mv ${dbFile} ${dbFile}.damaged`),
  });
  expect(fs.readFileSync(dbFile, 'utf8')).toMatch(/^no database no/);
  fs.renameSync(dbFile, `${dbFile}.damaged`);
  const server = await startTemporalDevServer({ ...quick, dbFile });
  await server.stop();
});

test('a program that cannot be run is reported', async () => {
  await expect(startTemporalDevServer({ ...quick, cliPath: '/nowhere/temporal' })).rejects.toThrow(
    '/nowhere/temporal could not be run',
  );
});
