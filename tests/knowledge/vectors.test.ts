import { readdirSync, readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { vector } from '@electric-sql/pglite-pgvector';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openVectorStore } from '../../src/knowledge/vectors/open-store.js';
import { createScanStore } from '../../src/knowledge/vectors/scan-store.js';
import type { Vector, VectorStore } from '../../src/knowledge/vectors/vector-store.js';
import { normalized, similarityOf } from '../../src/knowledge/vectors/vectors.js';
import type { Sql } from '../../src/platform/database/sql.js';
import { newId } from '../../src/platform/ids.js';
import { testDatabase } from '../support/database.js';
import { scratchKnowledge } from './scratch.js';

interface Stage extends AsyncDisposable {
  sql: Sql;
}

/** Our embedded server, which has no pgvector. */
async function embedded(): Promise<Stage> {
  const database = await testDatabase();
  const { sql, ...knowledge } = await scratchKnowledge(database.url);
  return {
    sql,
    async [Symbol.asyncDispose]() {
      await knowledge[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** PostgreSQL as WebAssembly, with the real pgvector and our migrations. */
async function withPgvector(): Promise<Stage> {
  const db = await PGlite.create({ extensions: { vector, pg_trgm, btree_gin } });
  for (const name of readdirSync('prisma/migrations').sort())
    if (!name.endsWith('.toml'))
      await db.exec(readFileSync(`prisma/migrations/${name}/migration.sql`, 'utf8'));
  return {
    sql: { query: async <T>(text: string, values: unknown[]) => (await db.query<T>(text, values)).rows },
    [Symbol.asyncDispose]: () => db.close(),
  };
}

let seed = 7;
const random = () => {
  seed = (seed * 48271) % 2147483647;
  return seed / 2147483647 - 0.5;
};
const DIMENSIONS = 96;
/** Some directions, and vectors about them, as those of real texts lie. */
const directions = (dimensions: number) =>
  Array.from({ length: 12 }, () => Array.from({ length: dimensions }, random));
const topics = directions(DIMENSIONS);
const about = (topic: number[], spread: number): Vector =>
  normalized(topic.map((x) => x + spread * random()))!;

describe.each([
  { name: 'plain PostgreSQL', stage: embedded, kind: 'scan' },
  { name: 'pgvector', stage: withPgvector, kind: 'pgvector' },
])('vectors in $name', ({ stage: openStage, kind }) => {
  let stage: Stage;
  let store: VectorStore;
  const organizationId = newId();
  const otherTenant = newId();
  const vectors = new Map<string, Vector>();

  beforeAll(async () => {
    stage = await openStage();
    store = await openVectorStore(stage.sql, (message) => expect.unreachable(message));
    for (const [tenant, tags] of [
      [organizationId, ['public']],
      [organizationId, ['secret']],
      [otherTenant, []],
    ] as const) {
      const ids = await seedItem(stage.sql, tenant, [...tags], 150);
      const passages = ids.map((passageId, i) => ({
        passageId,
        vector: about(topics[i % topics.length]!, 1.2),
      }));
      for (const { passageId, vector } of passages)
        if (tenant === organizationId) vectors.set(passageId, vector);
      await store.put('model-a', passages);
    }
  });
  afterAll(() => stage?.[Symbol.asyncDispose]());

  const nearest = (vector: Vector, limit: number, rest = {}) =>
    store.nearest({ organizationId, model: 'model-a', vector, limit, filters: {}, ...rest });

  test('finds the nearest, in their order, with their cosines', async () => {
    const query = about(topics[3]!, 0.8);
    const exact = [...vectors]
      .map(([passageId, vector]) => ({ passageId, similarity: similarityOf(query, vector) }))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, 10);
    const found = await nearest(query, 10);
    expect(found.map(({ passageId }) => passageId)).toEqual(exact.map(({ passageId }) => passageId));
    for (const [i, { similarity }] of found.entries())
      expect(similarity).toBeCloseTo(exact[i]!.similarity, 2);
  });

  test('shows nothing of other tenants, however near', async () => {
    const all = await nearest(about(topics[0]!, 0.5), 450);
    expect(all.length).toBeGreaterThan(0);
    for (const { passageId } of all) expect(vectors.has(passageId)).toBe(true);
  });

  test('keeps to filters', async () => {
    const query = about(topics[1]!, 0.5);
    const found = await nearest(query, 20, { filters: { tags: ['secret'] } });
    const rows = await stage.sql.query<{ id: string }>(
      `SELECT p.id FROM passage p JOIN knowledge_item i ON i.id = p.item_id WHERE 'secret' = ANY(i.tags)`,
      [],
    );
    const secret = new Set(rows.map(({ id }) => id));
    expect(found).toHaveLength(20);
    for (const { passageId } of found) expect(secret.has(passageId)).toBe(true);
  });

  test('vectors of another model are not compared, and a new vector replaces the old one', async () => {
    expect(await nearest(about(topics[1]!, 0.5), 5, { model: 'model-b' })).toEqual([]);
    const [passageId] = vectors.keys();
    const moved = about(topics[5]!, 0.1);
    await store.put('model-b', [{ passageId: passageId!, vector: moved }]);
    expect((await nearest(moved, 5, { model: 'model-b' })).map((one) => one.passageId)).toEqual([passageId]);
    expect((await nearest(moved, 300)).map((one) => one.passageId)).not.toContain(passageId);
    await store.put('model-a', [{ passageId: passageId!, vector: vectors.get(passageId!)! }]);
  });

  test('a passage that is deleted takes its vector with it', async () => {
    const [gone] = await seedItem(stage.sql, organizationId, [], 1);
    const vector = about(topics[7]!, 0.1);
    await store.put('model-a', [{ passageId: gone!, vector }]);
    expect((await nearest(vector, 1))[0]?.passageId).toBe(gone);
    await stage.sql.query('DELETE FROM passage WHERE id = $1', [gone]);
    expect((await nearest(vector, 1))[0]?.passageId).not.toBe(gone);
    await expect(store.put('model-a', [{ passageId: gone!, vector }])).resolves.toBeUndefined();
  });

  test('the store is the one that the server can carry', () => {
    expect(store.kind).toBe(kind);
  });

  test.runIf(kind === 'pgvector')('vectors kept before pgvector came are taken over', async () => {
    const [passageId] = await seedItem(stage.sql, organizationId, [], 1);
    const vector = about(topics[9]!, 0.1);
    await createScanStore(stage.sql).put('model-a', [{ passageId: passageId!, vector }]);
    expect((await nearest(vector, 1))[0]?.passageId).not.toBe(passageId);
    expect(await store.catchUp('model-a')).toBe(1);
    expect(await store.catchUp('model-a')).toBe(0);
    expect((await nearest(vector, 1))[0]?.passageId).toBe(passageId);
  });

  test.runIf(kind === 'pgvector')('the search takes the way through the HNSW index', async () => {
    await stage.sql.query('SET enable_seqscan = off', []);
    const plan = await stage.sql.query<Record<string, string>>(
      `EXPLAIN SELECT passage_id FROM passage_halfvec WHERE model = 'model-a ${DIMENSIONS}'
       ORDER BY embedding::halfvec(${DIMENSIONS}) <=> '[${topics[0]!.join(',')}]'::halfvec(${DIMENSIONS}) LIMIT 5`,
      [],
    );
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index Scan using passage_halfvec_/);
  });
});

test('signs find what is nearest among more vectors than are compared exactly', async () => {
  await using stage = await embedded();
  const store = createScanStore(stage.sql);
  const organizationId = newId();
  // Of 1,536 dimensions 500 vectors are compared.
  const wide = directions(1_536);
  const ids = await seedItem(stage.sql, organizationId, [], 2_000);
  const passages = ids.map((passageId, i) => ({ passageId, vector: about(wide[i % wide.length]!, 2) }));
  for (let i = 0; i < passages.length; i += 200) await store.put('m', passages.slice(i, i + 200));
  let found = 0;
  for (let i = 0; i < 20; i++) {
    const query = about(wide[i % wide.length]!, 2);
    const exact = passages
      .map(({ passageId, vector }) => ({ passageId, similarity: similarityOf(query, vector) }))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, 10);
    const near = await store.nearest({ organizationId, model: 'm', vector: query, limit: 10, filters: {} });
    const known = new Set(near.map(({ passageId }) => passageId));
    found += exact.filter(({ passageId }) => known.has(passageId)).length;
  }
  expect(found / 200).toBeGreaterThan(0.98);
});

async function seedItem(
  sql: Sql,
  organizationId: string,
  tags: string[],
  passages: number,
): Promise<string[]> {
  const itemId = newId();
  await sql.query(
    `INSERT INTO knowledge_item (id, organization_id, kind, title, source, tags, content_hash, created_by_id, updated_at)
     VALUES ($1, $2, 'text', 'T', 'S', $3, 'hash', $2, now())`,
    [itemId, organizationId, tags],
  );
  const ids = Array.from({ length: passages }, () => newId());
  await sql.query(
    `INSERT INTO passage (id, organization_id, item_id, position, text)
     SELECT id, $1, $2, row_number() OVER (), 'text' FROM unnest($3::uuid[]) AS id`,
    [organizationId, itemId, ids],
  );
  return ids;
}
