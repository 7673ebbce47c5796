import { expect, test } from 'vitest';
import { onRecord } from '../../src/models/on-record.js';
import { Recorder } from '../../src/models/record-request.js';
import { openDatabase } from '../../src/platform/database/db.js';
import { asSystem, inOrganization } from '../../src/platform/database/scope.js';
import { OutsideAnyScope } from '../../src/platform/database/scoped-pool.js';
import { sqlOver } from '../../src/platform/database/sql.js';
import { newId } from '../../src/platform/ids.js';
import { createLog } from '../../src/platform/observability/log.js';
import { testDatabase } from '../support/database.js';
import { fillTables, insertInto, loginRole, ownedTables, ownerOf } from './rows.js';

const log = createLog('silent', false);
const REFUSED = { code: '42501' };

/** Tables without a column that says whose a row is, and why they need none. */
const WITHOUT_ORGANIZATION: Record<string, string> = {
  _prisma_migrations: 'no role but the owner reaches it',
  app_user: 'a user may be a member of several; policy by membership, to read',
  auth_account: 'of a user; the system alone',
  auth_verification: 'of an address; the system alone',
  model_circuit: 'of a credential; policy by credential, to read',
  model_lease: 'of a credential; the system alone',
  model_limit: 'of a credential; the system alone',
  queued_mail: 'to an address; the system alone',
  quota_window: 'of an address or actor; the system alone',
  sign_in_lock: 'of an address; the system alone',
  two_factor: 'of a user; the system alone',
};
const FOR_THE_SYSTEM_ALONE = Object.keys(WITHOUT_ORGANIZATION).filter((table) =>
  WITHOUT_ORGANIZATION[table]!.endsWith('the system alone'),
);

/** A database with rows of two organizations in every table, without any condition of the data layer. */
async function twoOrganizations(poolSize = 4) {
  const database = await testDatabase();
  const owner = await ownerOf(database.url);
  const { ours, theirs } = await fillTables(owner);
  const opened = openDatabase(database.url, poolSize, log, { rowSecurity: true });
  return {
    ...{ owner, ours, theirs, pool: opened.pool, db: opened.db, url: database.url },
    async [Symbol.asyncDispose]() {
      await opened.close();
      await owner[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

test('every table is held by row-level security, or named with the reason', async () => {
  await using database = await testDatabase();
  await using owner = await ownerOf(database.url);
  const { rows } = await owner.query<{ name: string; held: boolean; policies: string[] }>(`
    SELECT c.relname AS name, c.relrowsecurity AS held,
      coalesce(array_agg(p.polname::text ORDER BY p.polname) FILTER (WHERE p.oid IS NOT NULL), '{}') AS policies
    FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace GROUP BY c.oid`);
  const owned = new Set((await ownedTables(owner)).map(({ name }) => name));
  for (const { name, held, policies } of rows) {
    if (name === '_prisma_migrations') continue;
    expect(owned.has(name) || name in WITHOUT_ORGANIZATION, `${name}: whose are its rows?`).toBe(true);
    expect(held, `${name}: call row_security_by_organization in its migration`).toBe(true);
    const expected = FOR_THE_SYSTEM_ALONE.includes(name) ? ['system'] : ['organization', 'system'];
    expect(policies, name).toEqual(expected);
  }
  const names = new Set(rows.map(({ name }) => name));
  expect(Object.keys(WITHOUT_ORGANIZATION).filter((name) => !names.has(name))).toEqual([]);
});

test('in every table an organization sees, changes, deletes and adds nothing of another', async () => {
  await using it = await twoOrganizations();
  const { pool, owner, ours, theirs } = it;
  const tables = await ownedTables(owner);
  expect(tables.length).toBeGreaterThan(45);
  for (const table of tables) {
    const { name, owner: column } = table;
    const insert = await insertInto(owner, table);
    await inOrganization(ours, async () => {
      const seen = await pool.query(`SELECT ${column} AS whose FROM ${name}`);
      expect(
        seen.rows.map(({ whose }) => whose),
        name,
      ).toEqual([ours]);
      await expect(pool.query(insert, [theirs]), `INSERT INTO ${name}`).rejects.toMatchObject(REFUSED);
      const move = pool.query(`UPDATE ${name} SET ${column} = $1 WHERE ${column} = $2`, [theirs, ours]);
      await expect(move, `UPDATE of ${name}`).rejects.toMatchObject(REFUSED);
      for (const change of [
        `UPDATE ${name} SET ${column} = ${column} WHERE ${column} = $1`,
        `DELETE FROM ${name} WHERE ${column} = $1`,
      ]) {
        // Where the role may not do it at all, it is refused; else it finds nothing.
        const changed = await pool.query(change, [theirs]).catch((error: { code: string }) => error);
        if ('code' in changed) expect(changed, change).toMatchObject(REFUSED);
        else expect(changed.rowCount, change).toBe(0);
      }
    });
    const left = await owner.query(`SELECT FROM ${name} WHERE ${column} = $1`, [theirs]);
    expect(left.rowCount, name).toBe(1);
  }
});

test('the system sees all organizations, and owns nothing', async () => {
  await using it = await twoOrganizations();
  const { pool, owner, ours, theirs } = it;
  await asSystem('sweep', async () => {
    for (const { name, owner: column } of await ownedTables(owner)) {
      const { rows } = await pool.query(`SELECT ${column} AS whose FROM ${name}`);
      expect(rows.map(({ whose }) => whose).sort(), name).toEqual([ours, theirs].sort());
    }
    await expect(pool.query('ALTER TABLE workflow DISABLE ROW LEVEL SECURITY')).rejects.toMatchObject(
      REFUSED,
    );
  });
});

test('neither role changes the audit trail', async () => {
  await using it = await twoOrganizations();
  const { pool, ours } = it;
  const tampering = ['audit_record', 'audit_seal', 'audit_head'].flatMap((table) => [
    `UPDATE ${table} SET organization_id = organization_id`,
    `DELETE FROM ${table}`,
    `TRUNCATE ${table}`,
  ]);
  for (const statement of tampering) {
    await inOrganization(ours, () => expect(pool.query(statement)).rejects.toMatchObject(REFUSED));
    await asSystem('sweep', () => expect(pool.query(statement)).rejects.toMatchObject(REFUSED));
  }
});

test('what belongs to no organization is refused to all of them', async () => {
  await using it = await twoOrganizations();
  const { pool, ours } = it;
  await inOrganization(ours, async () => {
    for (const table of FOR_THE_SYSTEM_ALONE)
      await expect(pool.query(`SELECT FROM ${table}`), table).rejects.toMatchObject(REFUSED);
    await expect(pool.query('SELECT token FROM auth_session')).rejects.toMatchObject(REFUSED);
    await expect(pool.query('SELECT FROM _prisma_migrations')).rejects.toMatchObject(REFUSED);
  });
});

test('an organization sees its members, those who left among them, and the state of its own credentials', async () => {
  await using it = await twoOrganizations();
  const { pool, db, owner, ours, theirs } = it;
  const [member, stranger] = [newId(), newId()];
  await asSystem('account', async () => {
    for (const [id, organizationId] of [
      [member, ours],
      [stranger, theirs],
    ] as const)
      await db.user.create({
        data: {
          ...{ id, email: `${id}@example.com`, name: id },
          memberships: { create: { organizationId, role: 'viewer', removedAt: new Date() } },
        },
      });
  });
  await owner.query(`INSERT INTO model_circuit (credential_key, model, state)
    SELECT id::text, 'm', 'OPEN' FROM provider_credential UNION ALL SELECT 'environment', 'm', 'OPEN'`);
  const [credential] = (
    await owner.query('SELECT id FROM provider_credential WHERE organization_id = $1', [ours])
  ).rows;
  await inOrganization(ours, async () => {
    expect((await db.user.findMany()).map(({ id }) => id)).toEqual([member]);
    await expect(db.user.update({ where: { id: member }, data: { name: 'x' } })).rejects.toThrow(
      'permission',
    );
    const circuits = await db.modelCircuit.findMany();
    expect(circuits.map(({ credentialKey }) => credentialKey).sort()).toEqual(
      [credential.id, 'environment'].sort(),
    );
    await expect(pool.query('DELETE FROM model_circuit')).rejects.toMatchObject(REFUSED);
  });
});

test('outside of any organization nothing is sent, and the error says what to do', async () => {
  await using it = await twoOrganizations();
  const { pool, db, owner } = it;
  await expect(pool.query('SELECT 1')).rejects.toThrow(OutsideAnyScope);
  await expect(db.workflow.findMany()).rejects.toThrow('outside of any organization');
  await expect(db.$transaction((tx) => tx.workflow.findMany())).rejects.toThrow('inOrganization');
  // And where something were sent in the role without saying for whom, it would see nothing.
  await owner.query('SET ROLE bidwright_app');
  for (const { name } of await ownedTables(owner)) {
    expect((await owner.query(`SELECT FROM ${name}`)).rowCount, name).toBe(0);
  }
});

test('what is looked up at one moment for two organizations is looked up for each', async () => {
  await using it = await twoOrganizations();
  const { db, ours, theirs } = it;
  const find = (organizationId: string, id: string) =>
    inOrganization(organizationId, () => db.organization.findUnique({ where: { id } }));
  const found = await Promise.all([
    find(ours, ours),
    find(theirs, theirs),
    find(ours, theirs),
    find(theirs, ours),
    inOrganization(theirs, () => db.auditHead.findUnique({ where: { organizationId: theirs } })),
  ]);
  expect(found.map((row) => row && ('id' in row ? row.id : row.organizationId))).toEqual([
    ours,
    theirs,
    null,
    null,
    theirs,
  ]);
});

test.for([1, 3])(
  'two organizations and the system at the same time never see each other, over %i connections',
  { timeout: 120_000 },
  async (connections) => {
    await using it = await twoOrganizations(connections);
    const { pool, db, ours, theirs } = it;
    const everybody = [ours, theirs].sort();
    const asks = [
      async () =>
        (await pool.query('SELECT organization_id FROM workflow')).rows.map((row) => row.organization_id),
      async () => (await db.workflow.findMany()).map(({ organizationId }) => organizationId),
      async () =>
        db.$transaction(async (tx) => {
          await tx.workflow.count();
          return (await tx.workflow.findMany()).map(({ organizationId }) => organizationId);
        }),
      async () => {
        const found = await Promise.all(everybody.map((id) => db.organization.findUnique({ where: { id } })));
        return found.flatMap((row) => row?.id ?? []);
      },
    ];
    let asked = 0;
    const customer = async (
      expected: string[],
      scoped: (work: () => Promise<string[]>) => Promise<string[]>,
    ) => {
      for (let i = 0; i < 250; i++) {
        expect((await scoped(asks[i % asks.length]!)).sort()).toEqual(expected);
        asked++;
      }
    };
    await Promise.all([
      ...[ours, ours, theirs, theirs].map((id) => customer([id], (work) => inOrganization(id, work))),
      customer(everybody, (work) => asSystem('sweep', work)),
    ]);
    expect(asked).toBe(1_250);
  },
);

test('a transaction that was aborted, or left open, leaves no scope behind', async () => {
  await using it = await twoOrganizations(1);
  const { pool, db, ours, theirs } = it;
  const whose = async () =>
    (await pool.query('SELECT organization_id AS whose FROM workflow')).rows.map((row) => row.whose);
  await inOrganization(ours, async () => {
    await expect(
      db.$transaction(async (tx) => {
        await tx.workflow.count();
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
  });
  expect(await inOrganization(theirs, whose)).toEqual([theirs]);
  await inOrganization(ours, async () => {
    const client = await pool.connect();
    await client.query('BEGIN');
    await expect(client.query('SELECT nonsense')).rejects.toThrow();
    client.release();
  });
  expect(await inOrganization(theirs, whose)).toEqual([theirs]);
  await inOrganization(ours, async () => {
    const client = await pool.connect();
    await client.query('BEGIN');
    client.release();
  });
  expect(await inOrganization(theirs, whose)).toEqual([theirs]);
  // What they set would have gone with the transaction.
  expect(await inOrganization(theirs, whose)).toEqual([theirs]);
});

test('one who asks again and again for one organization sets it once', async () => {
  await using it = await twoOrganizations(2);
  const { pool, ours, theirs } = it;
  let set = 0;
  pool.on('connect', (client) => {
    const { query } = client;
    client.query = ((...asked: unknown[]) => {
      if (String(asked[0]).includes('SET ROLE')) set++;
      return (query as (...given: unknown[]) => unknown).apply(client, asked);
    }) as never;
  });
  const ask = (id: string) => inOrganization(id, () => pool.query('SELECT 1'));
  await Promise.all([ask(ours), ask(theirs)]);
  expect(set).toBe(2);
  for (let i = 0; i < 20; i++) await ask(i % 2 ? ours : theirs);
  expect(set).toBe(2);
});

test('a connection whose scope cannot be set is not lent out', async () => {
  await using it = await twoOrganizations(1);
  await using stranger = await loginRole(it.owner);
  const { pool, close } = openDatabase(stranger.at(it.url), 1, log, { rowSecurity: true });
  await expect(inOrganization(it.ours, () => pool.query('SELECT 1'))).rejects.toThrow('bidwright_app');
  expect(pool.totalCount).toBe(0);
  await close();
});

test('requests to models are put on record for all organizations at once', async () => {
  await using world = await twoOrganizations();
  const recorder = new Recorder({ sql: sqlOver(world.pool), log });
  const before = await world.owner.query('SELECT count(*)::int AS n FROM ai_request');
  const ofOne = (organizationId: string) =>
    inOrganization(organizationId, () =>
      onRecord(
        {
          ...{
            asking: { organizationId },
            task: 'test',
            modelTask: 'CHAT',
            provider: 'environment',
            credential: null,
          },
          ...{ model: 'm', position: 0, promptVersion: 0, promptHash: null, parameters: {}, sentTokens: 7 },
        },
        { recorder, costOf: () => null },
        async () => ({ usage: { inputTokens: 5, outputTokens: 2 } }),
      ),
    );
  const asked = await Promise.all(
    Array.from({ length: 6 }, (_, i) => ofOne(i % 2 ? world.ours : world.theirs)),
  );
  const { rows } = await world.owner.query(
    'SELECT outcome, input_tokens AS tokens FROM ai_request WHERE id = ANY($1)',
    [asked.map(({ requestId }) => requestId)],
  );
  expect(rows).toEqual(Array.from({ length: 6 }, () => ({ outcome: 'ANSWERED', tokens: 5 })));
  expect((await world.owner.query('SELECT count(*)::int AS n FROM ai_request')).rows[0].n).toBe(
    before.rows[0].n + 6,
  );
});

test('however many connections one organization wants, another one gets one', async () => {
  await using world = await twoOrganizations(3);
  const { pool, ours, theirs } = world;
  const held = await inOrganization(ours, () => Promise.all([pool.connect(), pool.connect()]));
  const burst = Array.from({ length: 20 }, () => inOrganization(ours, () => pool.query('SELECT 1')));
  const { rows } = await inOrganization(theirs, () =>
    pool.query('SELECT DISTINCT organization_id AS id FROM workflow'),
  );
  expect(rows).toEqual([{ id: theirs }]);
  // The same as the system, which nobody may keep from its work.
  expect((await asSystem('health', () => pool.query('SELECT 1'))).rowCount).toBe(1);
  for (const client of held) client.release();
  expect(await Promise.all(burst)).toHaveLength(20);
  // A connection that broke gives its place back, too.
  for (const failure of [true, new Error('broken')]) {
    const client = await inOrganization(ours, () => pool.connect());
    client.release(failure);
  }
  await Promise.all(Array.from({ length: 6 }, () => inOrganization(ours, () => pool.query('SELECT 1'))));
});
