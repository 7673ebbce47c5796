import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Sql, sqlOver } from '../../src/platform/sql.js';

export interface Entry {
  title: string;
  deleted?: boolean;
  passages: { text: string; question?: string; section?: string }[];
}

export interface ScratchKnowledge {
  sql: Sql;
  /** Fills a new organization. Returns its id. */
  tenant(entries: Entry[]): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The columns that search reads, in a schema of its own that is dropped at the end. */
const TABLES = `
CREATE TABLE knowledge_item (
  id uuid PRIMARY KEY, organization_id uuid NOT NULL, title text NOT NULL, source text NOT NULL, deleted_at timestamptz
);
CREATE TABLE passage (
  id uuid PRIMARY KEY, organization_id uuid NOT NULL, item_id uuid NOT NULL REFERENCES knowledge_item, position int NOT NULL,
  title text, text text NOT NULL, question text, section text, page int, start int, "end" int,
  search tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('english', translate(coalesce(question, ''), '/_-', '   ')), 'A') ||
    setweight(to_tsvector('english', translate(text, '/_-', '   ')), 'B') ||
    setweight(to_tsvector('english', translate(coalesce(section, ''), '/_-', '   ')), 'C') ||
    setweight(to_tsvector('english', translate(coalesce(title, ''), '/_-', '   ')), 'D')
  ) STORED
) WITH (toast_tuple_target = 8160);
CREATE INDEX ON passage USING gin (search);
CREATE INDEX ON passage (organization_id, item_id);`;

export async function scratchKnowledge(url: string): Promise<ScratchKnowledge> {
  const schema = `scratch_${randomUUID().replaceAll('-', '')}`;
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const sql = sqlOver(pool);
  await pool.query(`CREATE SCHEMA ${schema}; SET search_path TO ${schema}; ${TABLES}`);
  return {
    sql,
    tenant: async (entries) => {
      const organizationId = randomUUID();
      for (const entry of entries) await insert(pool, organizationId, entry);
      await pool.query('ANALYZE passage');
      return organizationId;
    },
    [Symbol.asyncDispose]: async () => {
      await pool.query(`DROP SCHEMA ${schema} CASCADE`);
      await pool.end();
    },
  };
}

async function insert(pool: pg.Pool, organizationId: string, { title, deleted, passages }: Entry) {
  const itemId = randomUUID();
  await pool.query('INSERT INTO knowledge_item VALUES ($1, $2, $3, $3, $4)', [
    itemId,
    organizationId,
    title,
    deleted ? new Date() : null,
  ]);
  await pool.query(
    `INSERT INTO passage (id, organization_id, item_id, position, title, text, question, section)
     SELECT id, $1, $2, position, $3, text, question, section
     FROM unnest($4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[]) AS p(id, position, text, question, section)`,
    [
      organizationId,
      itemId,
      title,
      passages.map(() => randomUUID()),
      passages.map((_, i) => i),
      passages.map(({ text }) => text),
      passages.map(({ question }) => question ?? null),
      passages.map(({ section }) => section ?? null),
    ],
  );
}
