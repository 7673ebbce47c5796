import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openKey, rewrapCredentials, sealKey } from '../../src/models/index.js';
import { openDatabase } from '../../src/platform/database/db.js';
import { sqlOver } from '../../src/platform/database/sql.js';
import { newId } from '../../src/platform/ids.js';
import { createLog } from '../../src/platform/observability/log.js';
import { newMasterKey, parseMasterKeys } from '../../src/platform/secrets/master-key.js';
import { createVault } from '../../src/platform/secrets/vault.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { startService } from '../../src/service.js';
import { apiClient } from '../support/api-client.js';
import { json, modelServer } from '../support/model-server.js';
import { testService } from '../support/service.js';
import { created, KEY, listed, tested, update } from './credentials-support.js';
import { scratchModels } from './scratch.js';

const [first, second, lost] = [newMasterKey(), newMasterKey(), newMasterKey()];
const vaultOf = (...keys: string[]) => createVault(parseMasterKeys(keys.join(',')));
const idOf = (key: string) => key.split(':')[0]!;

type Scratch = Awaited<ReturnType<typeof scratchModels>>;

/** Credentials of two organizations, their keys sealed by this vault. */
async function seed({ db, organizationId, userId }: Scratch, vault = vaultOf(first), count = 25) {
  const { id: otherId } = await db.organization.create({ data: { name: 'Other' } });
  const rows = Array.from({ length: count }, (_, i) => {
    const owner = { id: newId(), organizationId: i % 2 ? organizationId : otherId };
    const sealedKey = sealKey(vault, owner, `secret-${i}`);
    return { ...owner, provider: 'custom', name: newId(), createdById: userId, sealedKey };
  });
  await db.providerCredential.createMany({ data: rows });
  await db.providerCredential.create({
    data: { organizationId, provider: 'ollama', name: newId(), createdById: userId },
  });
  return rows;
}

const keysIn = async ({ db }: Scratch, vault = vaultOf(second)) =>
  (await db.providerCredential.findMany({ where: { sealedKey: { not: null } }, orderBy: { id: 'asc' } })).map(
    (row) => openKey(vault, row),
  );

const secrets = Array.from({ length: 25 }, (_, i) => `secret-${i}`);

test('all secrets of all organizations come under the first master key, some at a time', async () => {
  await using scratch = await scratchModels();
  await seed(scratch);
  const { sql } = scratch;
  const before = await scratch.db.providerCredential.findMany({ orderBy: { id: 'asc' } });
  const vault = vaultOf(second, first);
  expect(await rewrapCredentials({ sql, vault }, 4)).toEqual({ rewrapped: 25, already: 0, failed: [] });
  expect(await keysIn(scratch)).toEqual(secrets);
  expect(await rewrapCredentials({ sql, vault }, 4)).toEqual({ rewrapped: 0, already: 25, failed: [] });
  // What users see does not move.
  const after = await scratch.db.providerCredential.findMany({ orderBy: { id: 'asc' } });
  expect(after.map(({ sealedKey: _, ...rest }) => rest)).toEqual(
    before.map(({ sealedKey: _, ...rest }) => rest),
  );
});

test('a rotation that was cut off goes on where it stopped', async () => {
  await using scratch = await scratchModels();
  await seed(scratch);
  const vault = vaultOf(second, first);
  let statements = 0;
  const failing: Scratch['sql'] = {
    query: (text, values) => {
      if (++statements > 12) throw new Error('the power went');
      return scratch.sql.query(text, values);
    },
  };
  await expect(rewrapCredentials({ sql: failing, vault }, 4)).rejects.toThrow('the power went');
  const { rewrapped, already } = await rewrapCredentials({ sql: scratch.sql, vault }, 4);
  expect(already).toBeGreaterThan(0);
  expect(rewrapped + already).toBe(25);
  expect(await keysIn(scratch)).toEqual(secrets);
});

test('a key that is entered meanwhile is not overwritten', async () => {
  await using scratch = await scratchModels();
  const [row] = await seed(scratch, vaultOf(first), 1);
  // Somebody enters another key, in a process that seals with the older master key, just before it is replaced.
  let entered = false;
  const racing: Scratch['sql'] = {
    query: async (text, values) => {
      if (text.startsWith('UPDATE') && !entered) {
        entered = true;
        const sealedKey = sealKey(vaultOf(first), row!, 'newer');
        await scratch.db.providerCredential.update({ where: { id: row!.id }, data: { sealedKey } });
      }
      return scratch.sql.query(text, values);
    },
  };
  const result = await rewrapCredentials({ sql: racing, vault: vaultOf(second, first) });
  expect(result).toEqual({ rewrapped: 1, already: 0, failed: [] });
  expect(await keysIn(scratch)).toEqual(['newer']);
});

test('what cannot be opened is told and left alone, and the rest is done', async () => {
  await using scratch = await scratchModels();
  await seed(scratch);
  const [stray] = await seed(scratch, vaultOf(lost), 1);
  const vault = vaultOf(second, first);
  const { rewrapped, failed } = await rewrapCredentials({ sql: scratch.sql, vault }, 4);
  expect(rewrapped).toBe(25);
  expect(failed).toMatchObject([{ context: { table: 'provider_credential', id: stray!.id } }]);
  expect(failed[0]!.message).toContain(`"${idOf(lost)}"`);
  const kept = await scratch.db.providerCredential.findUniqueOrThrow({ where: { id: stray!.id } });
  expect(kept.sealedKey).toBe(stray!.sealedKey);
});

test('the command reports what it did, and fails where something is left', async () => {
  await using scratch = await scratchModels();
  await seed(scratch);
  const command = async (keys: string) => {
    const env = {
      PATH: process.env.PATH,
      DATABASE_URL: scratch.url,
      BIDWRIGHT_MASTER_KEYS: keys,
      LOG_LEVEL: 'info',
    };
    const file = join(import.meta.dirname, '../../src/commands/rotate-keys.ts');
    const run = promisify(execFile)(process.execPath, ['--import', import.meta.resolve('tsx'), file], {
      ...{ env, cwd: join(import.meta.dirname, '..') },
    });
    return run.then(
      ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
      ({ code, stdout, stderr }) => ({ code, said: stdout + stderr }),
    );
  };
  const done = await command(`${second},${first}`);
  expect(done).toMatchObject({
    code: 0,
    said: expect.stringContaining('25 wrapped anew, 0 before, 0 failed.'),
  });
  expect(done.said).toContain(`No secret in the database needs "${idOf(first)}" any more`);
  const back = await command(lost);
  expect(back).toMatchObject({ code: 1, said: expect.stringContaining('25 failed') });
  for (const key of [first, second, lost]) expect(done.said + back.said).not.toContain(key.split(':')[1]);
});

test('processes take the new key one after the other, and every credential works all the time', {
  timeout: 120_000,
}, async () => {
  await using model = await modelServer();
  model.reply(() => json({ ok: true }));
  await using service = await testService({ BIDWRIGHT_MASTER_KEYS: first });
  const log = createLog('silent', false);
  const withKeys = async (...keys: string[]) => {
    const env = parseEnv({ ...service.env, BIDWRIGHT_MASTER_KEYS: keys.join(',') });
    const started = await startService(env, log, 'api');
    const api = apiClient(started.url!);
    const stop = () => api.close().then(() => started.stop());
    return { ...api, [Symbol.asyncDispose]: stop };
  };
  const custom = { provider: 'custom', baseUrl: model.url, apiKey: KEY, model: 'mine' };
  const old = await created(service, { ...custom, name: 'old' });
  const works = async (...apis: (typeof service | Awaited<ReturnType<typeof withKeys>>)[]) => {
    for (const api of apis)
      for (const { id, name } of await listed(api)) {
        const { test: result } = await tested(api, id);
        expect({ name, code: result.code }).toEqual({ name, code: 'OK' });
      }
  };

  // 1. Everybody can open with the new key. 2. They seal with it, one after the other. 3. All is wrapped under it.
  await using knows = await withKeys(first, second);
  await using seals = await withKeys(second, first);
  await created(knows, { ...custom, name: 'by one that knows' });
  const { id } = await created(seals, { ...custom, name: 'by one that seals' });
  await works(knows, seals);
  await using pool = poolOf(service.env.DATABASE_URL!);
  expect(await rewrapCredentials({ sql: pool.sql, vault: vaultOf(second, first) }, 1)).toEqual({
    ...{ rewrapped: 2, already: 1, failed: [] },
  });
  await works(knows, seals);
  await update(seals, { id: old.id, apiKey: `${KEY}-2` });
  // 4. The old key goes.
  await using after = await withKeys(second);
  await works(seals, after);
  expect((await tested(service, id)).test).toMatchObject({ code: 'KEY_UNREADABLE' });
});

function poolOf(url: string) {
  const { pool, close } = openDatabase(url, 2, createLog('silent', false));
  return { sql: sqlOver(pool), [Symbol.asyncDispose]: close };
}
