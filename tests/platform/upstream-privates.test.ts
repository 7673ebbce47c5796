import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/platform/database/db.js';
import { lendNext, lookUpsOf } from '../../src/platform/database/upstream-privates.js';
import { createLog } from '../../src/platform/observability/log.js';
import { testDatabase } from '../support/database.js';

describe('what libraries do not document is as it was', () => {
  // https://github.com/prisma/prisma/issues/17983
  test("Prisma's gathering of look-ups", async () => {
    await using database = await testDatabase();
    const { db, close } = openDatabase(database.url, 2, createLog('silent', false), { rowSecurity: false });
    const { options } = lookUpsOf<unknown>(db);
    const { batchLoader, singleLoader } = options;
    const sent: number[] = [];
    options.batchLoader = (requests) => {
      sent.push(requests.length);
      return batchLoader(requests);
    };
    options.singleLoader = (request) => {
      sent.push(1);
      return singleLoader(request);
    };
    const lookUp = (id: string) => db.organization.findUnique({ where: { id } });
    await Promise.all(['1', '2', '3'].map((n) => lookUp(`00000000-0000-7000-8000-00000000000${n}`)));
    expect(sent).toEqual([3]);
    await close();
    expect(() => lookUpsOf({} as never)).toThrow('gathers look-ups in another way');
  });

  // https://github.com/brianc/node-postgres/issues/2209
  test("pg's list of idle connections, of which the last is lent", async () => {
    await using database = await testDatabase();
    const pool = new pg.Pool({ connectionString: database.url, max: 3 });
    const clients = await Promise.all([pool.connect(), pool.connect(), pool.connect()]);
    for (const client of clients) client.release();
    for (const wanted of [clients[0], clients[1], clients[0], clients[2]]) {
      lendNext(pool, (client) => client === wanted);
      const lent = await pool.connect();
      expect(lent).toBe(wanted);
      lent.release();
    }
    await pool.end();
    expect(() => lendNext({} as never, () => true)).toThrow('keeps idle connections in another way');
  });
});
