import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { type AuditEntry, recordAudit, recordAudits, verifyAudit } from '../../src/audit/index.js';
import { openDatabase } from '../../src/platform/database/db.js';
import { newId } from '../../src/platform/ids.js';
import { createLog } from '../../src/platform/observability/log.js';
import { testDatabase } from '../support/database.js';
import { temporaryFolder } from '../support/folder.js';

const renamed = (to: string): AuditEntry => ({
  action: 'conversation.renamed',
  subjectType: 'conversation',
  subjectId: newId(),
  details: { from: 'A', to },
});

/** A database with some records of two organizations, and a superuser in it. */
async function trail(count = 5) {
  const database = await testDatabase();
  const { db, close } = openDatabase(database.url, 4, createLog('silent', false));
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const ours = newId();
  const record = (organizationId: string, entry: AuditEntry) =>
    db.$transaction((tx) => recordAudit(tx, { organizationId, userId: null }, entry));
  for (let i = 1; i <= count; i++) await record(ours, renamed(`number ${i}`));
  await record(newId(), renamed('of another'));
  return {
    ...{ db, client, ours, record, url: database.url },
    /** What triggers and rights would refuse. */
    async tamper(sql: string, values: unknown[] = []) {
      await client.query('SET session_replication_role = replica');
      await client.query(sql, values);
      await client.query('SET session_replication_role = DEFAULT');
    },
    async faults() {
      const { faults } = await verifyAudit(client);
      return faults.map(({ kind, sequence }) => `${kind} ${sequence}`);
    },
    async [Symbol.asyncDispose]() {
      await client.end();
      await close();
      await database[Symbol.asyncDispose]();
    },
  };
}

const recordAt = (sequence: number) =>
  `id = (SELECT record_id FROM audit_seal WHERE organization_id = $1 AND sequence = ${sequence})`;

test('a trail that nobody touched verifies, and its anchors say where each chain ends', async () => {
  await using it = await trail();
  const { records, anchors, faults } = await verifyAudit(it.client);
  expect(faults).toEqual([]);
  expect(records).toBe(6);
  expect(anchors.find(({ organizationId }) => organizationId === it.ours)?.sequence).toBe(5);
});

test('a record that is rolled back leaves no gap in the chain', async () => {
  await using it = await trail(2);
  const work = it.db.$transaction(async (tx) => {
    await recordAudit(tx, { organizationId: it.ours, userId: null }, renamed('never'));
    throw new Error('no');
  });
  await expect(work).rejects.toThrow('no');
  await it.record(it.ours, renamed('after'));
  const { anchors, faults } = await verifyAudit(it.client);
  expect(faults).toEqual([]);
  expect(anchors.find(({ organizationId }) => organizationId === it.ours)?.sequence).toBe(3);
});

test.each([
  ['UPDATE audit_record SET action = action'],
  ['DELETE FROM audit_record'],
  ['TRUNCATE audit_record'],
  ['UPDATE audit_seal SET hash = hash'],
  ['DELETE FROM audit_seal'],
  ['TRUNCATE audit_seal'],
  ['DELETE FROM audit_head'],
  ['TRUNCATE audit_head'],
  ['UPDATE audit_head SET hash = hash'],
])('even the owner is refused: %s', async (sql) => {
  await using it = await trail(1);
  await expect(it.client.query(sql)).rejects.toThrow(/append-only/);
});

test('a role that was granted everything keeps the right to read and to add records alone', async () => {
  await using it = await trail(1);
  const role = `app_${newId().replaceAll('-', '')}`;
  // One that policies let through.
  await it.client.query(`CREATE ROLE ${role} IN ROLE bidwright_system`);
  try {
    await it.client.query(
      `GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}; SELECT audit_restrict_roles()`,
    );
    const as = async (sql: string) => {
      await it.client.query(`BEGIN; SET LOCAL ROLE ${role}`);
      await it.client.query(sql).finally(() => it.client.query('ROLLBACK'));
    };
    for (const table of ['audit_record', 'audit_seal', 'audit_head']) {
      await as(`SELECT count(*) FROM ${table}`);
      for (const sql of [
        `DELETE FROM ${table}`,
        `TRUNCATE ${table}`,
        `UPDATE ${table} SET organization_id = NULL`,
      ])
        await expect(as(sql)).rejects.toThrow(/permission denied/);
    }
    await expect(as(`INSERT INTO audit_seal SELECT * FROM audit_seal`)).rejects.toThrow(/permission denied/);
    await expect(as(`SELECT audit_append(r) FROM audit_record r`)).rejects.toThrow(/permission denied/);
    await it.client.query(`SET ROLE ${role}`);
    await it.client.query(
      `INSERT INTO audit_record (id, organization_id, action, subject_type, subject_id) VALUES ($1, $2, 'a', 'b', $1)`,
      [newId(), it.ours],
    );
    await it.client.query('RESET ROLE');
    expect(await it.faults()).toEqual([]);
  } finally {
    await it.client.query(`RESET ROLE; DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
});

test('an edited record is found, and it alone', async () => {
  await using it = await trail();
  await it.tamper(`UPDATE audit_record SET details = '{"from":"A","to":"else"}' WHERE ${recordAt(3)}`, [
    it.ours,
  ]);
  expect(await it.faults()).toEqual(['edited 3']);
});

test.each([
  ['actor_id', `'01900000-0000-7000-8000-000000000009'`],
  ['at', `at + interval '1 ms'`],
  ['address', `'::1'`],
])('a change of %s alone is found', async (column, value) => {
  await using it = await trail();
  await it.tamper(`UPDATE audit_record SET ${column} = ${value} WHERE ${recordAt(2)}`, [it.ours]);
  expect(await it.faults()).toEqual(['edited 2']);
});

test('a record that was moved to another organization is found', async () => {
  await using it = await trail();
  await it.tamper(`UPDATE audit_record SET organization_id = gen_random_uuid() WHERE ${recordAt(5)}`, [
    it.ours,
  ]);
  expect(await it.faults()).toEqual(['edited 5']);
});

test('a removed record is found, with its seal or without', async () => {
  await using it = await trail();
  await it.tamper(`DELETE FROM audit_record WHERE ${recordAt(2)}`, [it.ours]);
  expect(await it.faults()).toEqual(['removed 2']);
  await it.tamper('DELETE FROM audit_seal WHERE organization_id = $1 AND sequence = 2', [it.ours]);
  expect(await it.faults()).toEqual(['removed 2']);
});

test('a record that was inserted past the seal is found', async () => {
  await using it = await trail();
  await it.tamper(
    `INSERT INTO audit_record (id, organization_id, action, subject_type, subject_id) VALUES ($1, $2, 'a', 'b', $1)`,
    [newId(), it.ours],
  );
  expect(await it.faults()).toEqual(['inserted null']);
});

test('a tail that was cut off is found by the head', async () => {
  await using it = await trail();
  await it.tamper(`DELETE FROM audit_record WHERE ${recordAt(5)}`, [it.ours]);
  await it.tamper('DELETE FROM audit_seal WHERE organization_id = $1 AND sequence = 5', [it.ours]);
  expect(await it.faults()).toEqual(['truncated 5']);
});

test('a chain that was written anew as a whole is found by an anchor of earlier', async () => {
  await using it = await trail();
  const { anchors } = await verifyAudit(it.client);
  await it.tamper(`UPDATE audit_record SET details = '{}' WHERE ${recordAt(2)}`, [it.ours]);
  await it.tamper('DELETE FROM audit_seal; ', []);
  await it.tamper('DELETE FROM audit_head', []);
  await it.tamper('SELECT audit_append(r) FROM (SELECT * FROM audit_record ORDER BY at, id) r', []);
  expect(await it.faults()).toEqual([]);
  const { faults } = await verifyAudit(it.client, anchors);
  expect(faults.map(({ kind, sequence }) => `${kind} ${sequence}`)).toEqual(['rewritten 5']);
});

test('an organization whose whole trail is gone is missed by an anchor of earlier', async () => {
  await using it = await trail();
  const { anchors } = await verifyAudit(it.client);
  for (const table of ['audit_record', 'audit_seal', 'audit_head'])
    await it.tamper(`DELETE FROM ${table} WHERE organization_id = $1`, [it.ours]);
  expect(await it.faults()).toEqual([]);
  expect((await verifyAudit(it.client, anchors)).faults).toMatchObject([
    { kind: 'truncated', organizationId: it.ours },
  ]);
});

test('transactions of one organization that run side by side all get a place, and none waits for the work of another', async () => {
  await using it = await trail(1);
  const long = it.db.$transaction(
    async (tx) => {
      await recordAudit(tx, { organizationId: it.ours, userId: null }, renamed('begun first'));
      // Would never end if the first held the head of the chain while it works.
      await Promise.all(Array.from({ length: 20 }, (_, i) => it.record(it.ours, renamed(`meanwhile ${i}`))));
    },
    { timeout: 20_000 },
  );
  await long;
  const { anchors, faults } = await verifyAudit(it.client);
  expect(faults).toEqual([]);
  expect(anchors.find(({ organizationId }) => organizationId === it.ours)?.sequence).toBe(22);
});

test('thousands of records of one transaction are sealed together, and one behind a savepoint by itself', async () => {
  await using it = await trail(1);
  const count = 3_000;
  await it.db.$transaction(
    async (tx) => {
      const entries = Array.from({ length: count }, (_, i) => renamed(`number ${i}`));
      await recordAudits(tx, { organizationId: it.ours, userId: null }, entries);
    },
    { timeout: 30_000 },
  );
  const insert = `INSERT INTO audit_record (id, organization_id, action, subject_type, subject_id)
    VALUES (gen_random_uuid(), '${it.ours}', 'a', 'b', gen_random_uuid())`;
  await it.client.query(`BEGIN; ${insert}; SAVEPOINT s; ${insert}; RELEASE s; ${insert}; COMMIT`);
  const { anchors, faults } = await verifyAudit(it.client);
  expect(faults).toEqual([]);
  expect(anchors.find(({ organizationId }) => organizationId === it.ours)?.sequence).toBe(count + 4);
  const one = await it.db.auditRecord.findFirst({ where: { details: { path: ['to'], equals: 'number 7' } } });
  expect(one).toMatchObject({ action: 'conversation.renamed', actorId: null, before: null, after: null });
});

test('npm run audit:verify exits with 0 for a whole trail and with 2 for another, naming the record', async () => {
  await using it = await trail();
  using folder = temporaryFolder();
  const anchors = join(folder.path, 'anchors.json');
  const run = () =>
    new Promise<{ code: number; output: string }>((done) =>
      execFile(
        process.execPath,
        ['--import', 'tsx', resolve('src/commands/audit-verify.ts'), '--anchors', anchors],
        { env: { ...process.env, DATABASE_URL: it.url } },
        (error, stdout, stderr) => done({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
      ),
    );
  expect(await run()).toMatchObject({
    code: 0,
    output: expect.stringContaining('6 records, all as they were written'),
  });
  await it.tamper(`UPDATE audit_record SET action = 'x' WHERE ${recordAt(4)}`, [it.ours]);
  expect(await run()).toMatchObject({
    code: 2,
    output: expect.stringContaining(`${it.ours}: Record 4 was edited`),
  });
});
