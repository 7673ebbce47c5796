import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Sql, sqlOver } from '../../src/platform/database/sql.js';
import { newId } from '../../src/platform/ids.js';

export interface Entry {
  title: string;
  kind?: 'document' | 'qa_pair' | 'text';
  source?: string;
  tags?: string[];
  createdAt?: Date;
  deleted?: boolean;
  passages: { text: string; question?: string; section?: string }[];
}

export interface ScratchKnowledge {
  sql: Sql;
  /** Fills a new organization. Returns its id. */
  tenant(entries: Entry[]): Promise<string>;
  /** Adds to an organization. Returns the id of the item. */
  add(organizationId: string, entry: Entry): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Knowledge of many organizations, put straight into a database with our tables. */
export async function scratchKnowledge(url: string): Promise<ScratchKnowledge> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  const add = (organizationId: string, entry: Entry) => insert(pool, organizationId, entry);
  return {
    sql: sqlOver(pool),
    add,
    tenant: async (entries) => {
      const organizationId = randomUUID();
      for (const entry of entries) await add(organizationId, entry);
      return organizationId;
    },
    [Symbol.asyncDispose]: () => pool.end(),
  };
}

async function insert(pool: pg.Pool, organizationId: string, entry: Entry): Promise<string> {
  const {
    title,
    kind = 'text',
    source = title,
    tags = [],
    createdAt = new Date(),
    deleted,
    passages,
  } = entry;
  const itemId = newId();
  await pool.query(
    `INSERT INTO knowledge_item
       (id, organization_id, kind, title, source, tags, content_hash, created_by_id, created_at, updated_at, deleted_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'hash', $2, $7, $7, $8)`,
    [itemId, organizationId, kind, title, source, tags, createdAt, deleted ? new Date() : null],
  );
  await pool.query(
    `INSERT INTO passage (id, organization_id, item_id, position, title, text, question, section, speaker, stance)
     SELECT id, $1, $2, position, $3, text, question, section, 'US', 'ASSERTED'
     FROM unnest($4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[]) AS p(id, position, text, question, section)`,
    [
      organizationId,
      itemId,
      title,
      passages.map(() => newId()),
      passages.map((_, i) => i),
      passages.map(({ text }) => text),
      passages.map(({ question }) => question ?? null),
      passages.map(({ section }) => section ?? null),
    ],
  );
  return itemId;
}
