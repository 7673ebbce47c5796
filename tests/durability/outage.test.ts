import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/platform/database/db.js';
import { isOutage, retryOnOutage } from '../../src/platform/database/outage.js';
import { createFolderStorage } from '../../src/platform/files/storage.js';
import { createLog } from '../../src/platform/observability/log.js';
import { freePort } from '../../src/platform/processes/ports.js';
import { testDatabase } from '../support/database.js';
import { temporaryFolder } from '../support/folder.js';

const log = createLog('silent', false);
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

test('a database that is away is told from a statement that is wrong', async () => {
  const away = openDatabase(`postgresql://nobody@127.0.0.1:${await freePort()}/none`, 2, log);
  expect(isOutage(await failureOf(away.db.workflow.findFirst()))).toBe(true);
  expect(isOutage(await failureOf(away.db.$transaction((tx) => tx.workflow.findFirst())))).toBe(true);
  expect(isOutage(await failureOf(away.pool.query('SELECT 1')))).toBe(true);
  await away.close();

  await using database = await testDatabase();
  const here = openDatabase(database.url, 2, log);
  expect(isOutage(await failureOf(here.pool.query('SELECT nonsense')))).toBe(false);
  expect(isOutage(await failureOf(here.db.$queryRaw`SELECT 1 / 0`))).toBe(false);
  await here.close();
});

test('connections that the server cuts off, idle and at work, fail what they did and are replaced', async () => {
  await using database = await testDatabase();
  const { db, pool, close } = openDatabase(database.url, 6, log);
  const slow = [
    ...[1, 2].map(() => pool.query('SELECT pg_sleep(60)')),
    ...[1, 2].map(() => db.$transaction((tx) => tx.$queryRaw`SELECT pg_sleep(60)::text`)),
  ].map(failureOf);
  const others = `FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  const sleeping = `SELECT count(*)::int AS n ${others} AND query LIKE '%pg_sleep(60)%' AND state = 'active'`;
  for (;;) if ((await pool.query(sleeping)).rows[0].n === slow.length) break;

  await pool.query(`SELECT pg_terminate_backend(pid) ${others}`);
  for (const failure of await Promise.all(slow)) expect(isOutage(failure)).toBe(true);
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  expect(await db.workflow.count()).toBe(0);
  await close();
});

test('work goes on after an outage, and fails at once for any other reason', async () => {
  let tries = 0;
  const work = async () => {
    if (++tries < 3) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    return 'done';
  };
  expect(await retryOnOutage(work, log)).toBe('done');
  expect(tries).toBe(3);

  let others = 0;
  const wrong = async () => {
    others++;
    throw new Error('the statement is wrong');
  };
  await expect(retryOnOutage(wrong, log)).rejects.toThrow('the statement is wrong');
  expect(others).toBe(1);
});

test('a transaction that is too long for its time is given up after three tries', async () => {
  await using database = await testDatabase();
  const { db, close } = openDatabase(database.url, 2, log);
  let tries = 0;
  const long = () => {
    tries++;
    return db.$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT pg_sleep(0.2)::text`;
        await tx.workflow.count();
      },
      { timeout: 50 },
    );
  };
  await expect(retryOnOutage(long, log)).rejects.toThrow('timeout for this transaction was 50 ms');
  expect(tries).toBe(3);
  await close();
});

test('one who waits within another owns what fails there: what was paid for before is not paid for again', async () => {
  const failing = (code: string, times: number) => {
    let tries = 0;
    return {
      commit: async () => {
        if (++tries <= times) throw Object.assign(new Error('not now'), { code });
      },
      tries: () => tries,
    };
  };
  let paid = 0;
  const activity = (commit: () => Promise<void>) =>
    retryOnOutage(async () => {
      paid++;
      await retryOnOutage(commit, log);
    }, log);

  const away = failing('ECONNREFUSED', 4);
  await activity(away.commit);
  expect([paid, away.tries()]).toEqual([1, 5]);

  const late = failing('P2028', Number.POSITIVE_INFINITY);
  await expect(activity(late.commit)).rejects.toThrow('not now');
  expect([paid, late.tries()]).toEqual([2, 3]);
});

test('parts of files that a killed process left are taken away, those being written are not', async () => {
  using folder = temporaryFolder();
  const storage = createFolderStorage(folder.path);
  await storage.write('org/files/whole', Buffer.from('whole'));
  await mkdir(join(folder.path, 'org/outputs'), { recursive: true });
  await writeFile(join(folder.path, 'org/outputs/old.docx.1.part'), 'half');
  await writeFile(join(folder.path, 'org/files/new.2.part'), 'half');
  const hoursAgo = Date.now() / 1000 - 2 * 3600;
  for (const name of ['org/outputs/old.docx.1.part', 'org/files/whole'])
    await utimes(join(folder.path, name), hoursAgo, hoursAgo);

  expect(await storage.removeParts()).toBe(1);
  const left = await readdir(folder.path, { recursive: true });
  expect(left.sort()).toEqual(['org', 'org/files', 'org/files/new.2.part', 'org/files/whole', 'org/outputs']);
});
