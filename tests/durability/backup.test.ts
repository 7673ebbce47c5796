import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { verifyAudit } from '../../src/audit/index.js';
import { restoreBackup, takeBackup } from '../../src/platform/database/backup.js';
import { created, KEY, listed } from '../models/credentials-support.js';
import { type ApiClient, apiClient } from '../support/api-client.js';
import { testDatabase } from '../support/database.js';
import { temporaryFolder } from '../support/folder.js';
import { runCommand, startProcess } from '../support/processes.js';
import { textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { type TestService, testService } from '../support/service.js';

const migrationsDir = resolve('prisma/migrations');

const SHOWN = `query ($id: String!) {
  workflow(workflowId: $id) {
    id workflowId state clientName version progress { percent questionsAnswered }
    generatedResponses { id text status confidence question { text } sources { text } }
    outputFile { filename }
  }
  auditRecords(last: 2) { edges { node { id action before after sequence seal } } }
  knowledge(first: 10) { edges { node { id title state } } }
}`;

const filesOf = (service: TestService) => join(service.env.BIDWRIGHT_DATA_DIR!, 'files');

async function ready(service: ApiClient, question: string): Promise<string> {
  const { workflow } = await uploadRfp(service, textRfp([question]));
  await untilReady(service, workflow.workflowId);
  return workflow.workflowId;
}

test('a backup of a live database under writes is restored to a service that answers the same', async () => {
  await using service = await testService();
  const quiet = await ready(service, 'Do you encrypt data at rest?');
  const busy = await ready(service, 'Where are your data centres?');
  const { workflow } = await service.run(SHOWN, { id: busy });
  const answerId = workflow.generatedResponses[0].id;
  const before = await service.run(SHOWN, { id: quiet });
  const document = await (await fetch(`${service.url}/download/${quiet}`)).bytes();

  let isOver = false;
  let edits = 0;
  const writing = (async () => {
    while (!isOver)
      await service.run(
        `mutation ($input: UpdateAnswerInput!) { updateAnswer(input: $input) { errors { message } } }`,
        { input: { answerId, text: `Edit number ${++edits}.` } },
      );
  })();
  using folder = temporaryFolder();
  const dir = join(folder.path, 'backup');
  const manifest = await takeBackup(service.env.DATABASE_URL!, filesOf(service), dir);
  isOver = true;
  await writing;
  expect(edits).toBeGreaterThan(1);
  expect(manifest.missing).toEqual([]);
  expect(manifest.files.length).toBeGreaterThanOrEqual(4);
  expect(readdirSync(dir).sort()).toEqual(['files', 'manifest.json', 'tables']);

  await using database = await testDatabase('template0');
  using data = temporaryFolder();
  await restoreBackup(dir, { databaseUrl: database.url, filesDir: join(data.path, 'files'), migrationsDir });
  await using restored = await testService({ DATABASE_URL: database.url, BIDWRIGHT_DATA_DIR: data.path });
  const after = await restored.run(SHOWN, { id: quiet });
  expect(after).toEqual(before);
  expect(await (await fetch(`${restored.url}/download/${quiet}`)).bytes()).toEqual(document);

  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    expect((await verifyAudit(client)).faults).toEqual([]);
    const { rows } = await client.query(
      `SELECT w.reference, w.version, (SELECT max(sequence) FROM event e WHERE e.subject_id = w.id) AS last
       FROM run w WHERE w.version IS DISTINCT FROM (SELECT max(sequence) FROM event e WHERE e.subject_id = w.id)`,
    );
    expect(rows).toEqual([]);
    await expect(client.query('DELETE FROM audit_record')).rejects.toThrow(/append-only/);
    const { rows: references } = await client.query(
      `SELECT count(*)::int AS n FROM pg_constraint WHERE contype = 'f' AND NOT convalidated`,
    );
    expect(references[0].n).toBe(0);
  } finally {
    await client.end();
  }
  // What was begun there goes on here.
  expect(await ready(restored, 'Do you offer support by phone?')).toMatch(/^WF-RFP-/);
});

test('a restore refuses a target that holds something, unless it is told to overwrite it', async () => {
  await using service = await testService({}, 'api');
  using folder = temporaryFolder();
  const dir = join(folder.path, 'backup');
  await takeBackup(service.env.DATABASE_URL!, filesOf(service), dir);
  await expect(takeBackup(service.env.DATABASE_URL!, filesOf(service), dir)).rejects.toThrow(
    /holds something already/,
  );

  await using other = await testDatabase();
  const filesDir = join(folder.path, 'files');
  const target = { databaseUrl: other.url, filesDir, migrationsDir };
  await expect(restoreBackup(dir, target)).rejects.toThrow(/The target holds a database with \d+ tables/);
  await expect(
    restoreBackup(dir, { ...target, databaseUrl: service.env.DATABASE_URL!, overwrite: true }),
  ).rejects.toThrow(/The service still runs/);
  const { tables } = await restoreBackup(dir, { ...target, overwrite: true });
  const client = new pg.Client({ connectionString: other.url });
  await client.connect();
  const { rows } = await client.query('SELECT count(*)::int AS n FROM organization');
  await client.end();
  expect(rows[0].n).toBe(tables.find(({ name }) => name === 'organization')!.rows);
});

test('a backup that is damaged, incomplete or newer than the code is refused before anything is touched', async () => {
  await using service = await testService({}, 'api');
  using folder = temporaryFolder();
  const dir = join(folder.path, 'backup');
  const manifest = await takeBackup(service.env.DATABASE_URL!, filesOf(service), dir);
  await using empty = await testDatabase('template0');
  const restore = () =>
    restoreBackup(dir, { databaseUrl: empty.url, filesDir: join(folder.path, 'files'), migrationsDir });

  const table = join(dir, 'tables', 'organization.copy.gz');
  const content = readFileSync(table);
  writeFileSync(table, content.subarray(0, content.length - 4));
  await expect(restore()).rejects.toThrow(/damaged: table organization/);
  writeFileSync(table, content);

  const file = join(dir, 'manifest.json');
  writeFileSync(file, JSON.stringify({ ...manifest, files: [{ key: '../../x', sizeBytes: 0, sha256: '' }] }));
  await expect(restore()).rejects.toThrow(/leaves its folder/);
  writeFileSync(
    file,
    JSON.stringify({ ...manifest, migrations: [...manifest.migrations, '29990101000000_later'] }),
  );
  await expect(restore()).rejects.toThrow(/newer than this version/);
  rmSync(file);
  await expect(restore()).rejects.toThrow(/no whole backup/);

  writeFileSync(file, JSON.stringify(manifest));
  expect((await restore()).tables.length).toBe(manifest.tables.length);
});

test('the embedded servers come back from a backup as docs/operations.md says, and not without their key', async () => {
  using data = temporaryFolder();
  using kept = temporaryFolder();
  const env = {
    ...{ NODE_ENV: 'test', BIDWRIGHT_DATA_DIR: data.path, PORT: '0' },
    ...{ POSTGRES_PORT: '0', TEMPORAL_PORT: '0', TEMPORAL_UI_PORT: '0' },
  };
  const dir = join(kept.path, 'backup');
  const key = join(data.path, 'master.key');
  const shown = async (reference: string | null, work = async (_api: ApiClient) => {}) => {
    await using service = await startProcess('all', env);
    const api = apiClient(service.url!);
    try {
      const id = reference ?? (await ready(api, 'Do you encrypt data at rest?'));
      await work(api);
      const { workflow, knowledge } = await api.run(SHOWN, { id });
      const document = await (await fetch(`${service.url}/download/${id}`)).bytes();
      const credentials = await listed(api);
      return { id, workflow, knowledge, credentials, document: Buffer.from(document).toString('base64') };
    } finally {
      await api.close();
    }
  };
  const before = await shown(null, async (api) => {
    await created(api, { provider: 'openai', name: 'Main', apiKey: KEY });
    expect(await runCommand('backup', ['backup', dir], env)).toContain('master.key');
  });
  const modes = (folder: string) =>
    new Set(
      readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
        const { mode } = statSync(join(entry.parentPath, entry.name));
        return `${entry.isDirectory() ? 'folder' : 'file'} ${(mode & 0o777).toString(8)}`;
      }),
    );
  expect([...modes(dir)].sort()).toEqual(['file 600', 'folder 700']);
  expect([...modes(join(data.path, 'files'))].sort()).toEqual(['file 600', 'folder 700']);
  expect(statSync(join(data.path, 'temporal.db')).mode & 0o777).toBe(0o600);

  copyFileSync(key, join(kept.path, 'master.key'));
  for (const name of readdirSync(data.path)) rmSync(join(data.path, name), { recursive: true });
  await runCommand('backup', ['restore', dir], env);
  await expect(shown(before.id)).rejects.toThrow(/The master key is gone: there is no .*master\.key/);
  expect(readdirSync(data.path)).not.toContain('master.key');

  copyFileSync(join(kept.path, 'master.key'), key);
  expect(await shown(before.id)).toEqual(before);
  await expect(runCommand('backup', ['restore', dir], env)).rejects.toThrow(/The target holds a database/);
  await runCommand('backup', ['restore', dir, '--overwrite'], env);
  expect(readdirSync(data.path).sort(), 'what Temporal knows is of the time after the backup').toEqual(
    expect.not.arrayContaining(['temporal.db']),
  );
}, 180_000);
