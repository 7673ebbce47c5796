import { expect, test } from 'vitest';
import { searchPassages } from '../../src/knowledge/search.js';
import { openDatabase } from '../../src/platform/database/db.js';
import { inOrganization } from '../../src/platform/database/scope.js';
import { type Sql, sqlOver } from '../../src/platform/database/sql.js';
import { newId } from '../../src/platform/ids.js';
import { createLog } from '../../src/platform/observability/log.js';
import { testDatabase } from '../support/database.js';
import { ownerOf } from './rows.js';

const PASSAGES = 4_000;

test('searches find rows of the organization alone, and by their indexes', async () => {
  await using database = await testDatabase();
  await using owner = await ownerOf(database.url);
  const [ours, theirs] = [newId(), newId()];
  await owner.query(`INSERT INTO app_user (id, email, name) VALUES ($1, 'somebody@example.com', 'S')`, [
    ours,
  ]);
  for (const organizationId of [ours, theirs]) {
    await owner.query(
      `INSERT INTO knowledge_item (id, organization_id, kind, title, source, content_hash, owner_id, created_by_id, updated_at)
       VALUES ($1, $1, 'text', 'T', 'S', 'h', $2, $2, now())`,
      [organizationId, ours],
    );
    await owner.query(
      `INSERT INTO passage (id, organization_id, item_id, position, text)
       SELECT gen_random_uuid(), $1, $1, n, 'Passage ' || md5(n::text) || CASE WHEN n % 100 = 0 THEN ' speaks of zanzibar.' ELSE ' says little.' END
       FROM generate_series(1, $2) AS n`,
      [organizationId, PASSAGES],
    );
  }
  // So few rows would be read without an index, or by one that does not know words.
  await owner.query(
    'DROP INDEX passage_organization_id_item_id_idx, passage_organization_id_id_idx, knowledge_word_organization_id_word_idx',
  );
  await owner.query(`ALTER DATABASE ${owner.database} SET enable_seqscan = off`);
  await owner.query('ANALYZE passage, knowledge_word, knowledge_item');

  const { pool, close } = openDatabase(database.url, 2, createLog('silent', false), { rowSecurity: true });
  const scoped = sqlOver(pool);
  const plans: string[] = [];
  const explained: Sql = {
    ...scoped,
    async query(text, values, options) {
      const plan = await scoped.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
      if (/searched_/.test(text)) plans.push(plan.map((row) => row['QUERY PLAN']).join('\n'));
      return scoped.query(text, values, options);
    },
  };
  // With a typing error, so that words are looked up, too.
  const hits = await inOrganization(ours, () =>
    searchPassages(explained, { organizationId: ours, query: 'zanzibr', first: 20 }),
  );
  expect(hits.length).toBe(20);
  expect(new Set(hits.map(({ itemId }) => itemId))).toEqual(new Set([ours]));
  expect(plans.length).toBeGreaterThanOrEqual(3);
  for (const plan of plans) expect(plan).toMatch(/Index Cond: .*(@@|%)/);

  // Where the condition of the data layer named another organization, nothing would be found.
  const wrong = await inOrganization(ours, () =>
    searchPassages(scoped, { organizationId: theirs, query: 'zanzibar', first: 20 }),
  );
  expect(wrong).toEqual([]);
  await close();
});
