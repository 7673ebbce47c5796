import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/platform/database/db.js';
import { type Sql, sqlOver } from '../../src/platform/database/sql.js';
import { forgetKeys, idempotent } from '../../src/platform/idempotency/idempotent.js';
import { newId } from '../../src/platform/ids.js';
import { createLog } from '../../src/platform/observability/log.js';
import { testDatabase } from '../support/database.js';

const ORGANIZATION = newId();
const KEYED = { work: 'test', key: 'key', input: { a: 1 } };

/** As many processes as wished over one database. */
async function processes(count: number) {
  const database = await testDatabase();
  const opened = Array.from({ length: count }, () =>
    openDatabase(database.url, 5, createLog('silent', false)),
  );
  return {
    sqls: opened.map(({ pool }) => sqlOver(pool)),
    async [Symbol.asyncDispose]() {
      for (const { close } of opened) await close();
      await database[Symbol.asyncDispose]();
    },
  };
}

const claimOfTheDead = (sql: Sql, ago: string) =>
  sql.query(
    `UPDATE keyed_work SET outcome = NULL, claimed_until = now() - $1::interval, created_at = now() - $1::interval`,
    [ago],
  );

describe('keyed work', () => {
  test('is done once by 100 concurrent calls to four processes', async () => {
    await using group = await processes(4);
    let runs = 0;
    const run = async () => {
      runs++;
      await group.sqls[0]!.query('SELECT pg_sleep(0.2)', []);
      return { id: 'made', run: runs };
    };
    const calls = Array.from({ length: 100 }, (_, n) =>
      idempotent(group.sqls[n % 4]!, ORGANIZATION, KEYED, run),
    );
    for (const outcome of await Promise.all(calls)) expect(outcome).toEqual({ id: 'made', run: 1 });
    expect(await idempotent(group.sqls[1]!, ORGANIZATION, KEYED, run)).toEqual({ id: 'made', run: 1 });
    expect(runs).toBe(1);
  });

  test('is refused with other input, while it is done and after', async () => {
    await using group = await processes(2);
    const [first, second] = group.sqls as [Sql, Sql];
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    let begun = () => {};
    const started = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const running = idempotent(first, ORGANIZATION, KEYED, async () => {
      begun();
      await ended;
      return 1;
    });
    await started;
    const other = { ...KEYED, input: { a: 2 } };
    for (const sql of [first, second])
      await expect(idempotent(sql, ORGANIZATION, other, async () => 2)).rejects.toMatchObject({
        kind: 'conflict',
      });
    end();
    await running;
    for (const sql of [first, second])
      await expect(idempotent(sql, ORGANIZATION, other, async () => 2)).rejects.toMatchObject({
        kind: 'conflict',
      });
  });

  test('is done again where it failed, and by the next who comes where its process died', async () => {
    await using group = await processes(1);
    const sql = group.sqls[0]!;
    await expect(
      idempotent(sql, ORGANIZATION, KEYED, () => Promise.reject(new Error('no luck'))),
    ).rejects.toThrow('no luck');
    expect(await idempotent(sql, ORGANIZATION, KEYED, async () => 'second')).toBe('second');
    await claimOfTheDead(sql, '1 second');
    expect(await idempotent(sql, ORGANIZATION, KEYED, async () => 'third')).toBe('third');
  });

  test('keeps keys of organizations and of kinds of work apart, and forgets them after a day', async () => {
    await using group = await processes(1);
    const sql = group.sqls[0]!;
    const ask = (organization: string, work: string, value: number) =>
      idempotent(sql, organization, { ...KEYED, work }, async () => value);
    expect([
      await ask(ORGANIZATION, 'a', 1),
      await ask(ORGANIZATION, 'b', 2),
      await ask(newId(), 'a', 3),
      await ask(ORGANIZATION, 'a', 4),
    ]).toEqual([1, 2, 3, 1]);
    await forgetKeys({ sql });
    expect(await ask(ORGANIZATION, 'a', 5)).toBe(1);
    await sql.query("UPDATE keyed_work SET created_at = now() - interval '25 hours'", []);
    await forgetKeys({ sql });
    expect(await ask(ORGANIZATION, 'a', 6)).toBe(6);
  });
});
