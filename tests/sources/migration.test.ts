import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { migrationsDir } from '../../src/migrations-dir.js';
import { applyMigrations } from '../../src/platform/database/migrations.js';
import { testDatabase } from '../support/database.js';
import { temporaryFolder } from '../support/folder.js';

const MIGRATION = '_source_documents';
const log = { debug() {}, info() {}, warn() {} };

const [ORGANIZATION, WORKFLOW, FILE, UNREAD] = ['01', '02', '03', '04'].map(
  (end) => `00000000-0000-7000-8000-0000000000${end}`,
);

/** What the version before had: an RFP whose document was read and partly labelled, and a file that nobody read. */
const BEFORE = `
  SET session_replication_role = replica;
  INSERT INTO stored_file (id, organization_id, sha256, filename, format, size_bytes, storage_key, left_out) VALUES
    ('${FILE}', '${ORGANIZATION}', 'abc', 'rfp.pdf', 'pdf', 1, 'a/b', '[{"kind": "COMMENTS"}]'),
    ('${UNREAD}', '${ORGANIZATION}', 'abc', 'again.pdf', 'pdf', 1, 'a/c', '[]');
  INSERT INTO run (id, organization_id, kind, reference, engine, created_by_id, updated_at)
    VALUES ('${WORKFLOW}', '${ORGANIZATION}', 'RFP_RESPONSE', 'WF-1', 'rules', '${ORGANIZATION}', now());
  INSERT INTO workflow (id, organization_id, client_name) VALUES ('${WORKFLOW}', '${ORGANIZATION}', 'Client');
  INSERT INTO rfp_response (workflow_id, organization_id, file_id, page_count, extracted_at)
    VALUES ('${WORKFLOW}', '${ORGANIZATION}', '${FILE}', 3, '2026-01-02T03:04:05Z');
  INSERT INTO source_text (workflow_id, organization_id, text) VALUES ('${WORKFLOW}', '${ORGANIZATION}', 'One. Two?');
  INSERT INTO source_block (workflow_id, position, organization_id, kind, label, start, "end", page, units, "row") VALUES
    ('${WORKFLOW}', 0, '${ORGANIZATION}', 'paragraph', 'context', 0, 4, 1, '[[0, 4, "context"]]', NULL),
    ('${WORKFLOW}', 1, '${ORGANIZATION}', 'table-row', NULL, 5, 9, 2, '[]', '{"table": 0}');
  SET session_replication_role = DEFAULT`;

test('what an earlier version read stays, with its labels, and belongs to its file', async () => {
  await using database = await testDatabase('template0');
  using folder = temporaryFolder();
  const names = readdirSync(migrationsDir).sort();
  const own = names.findIndex((name) => name.endsWith(MIGRATION));
  for (const name of [...names.slice(0, own), 'migration_lock.toml'])
    cpSync(join(migrationsDir, name), join(folder.path, name), { recursive: true });
  await applyMigrations(database.url, folder.path, log);

  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(BEFORE);
    expect(await applyMigrations(database.url, migrationsDir, log)).toContain(names[own]);
    const all = async (table: string, order: string) =>
      (await client.query(`SELECT * FROM ${table} ORDER BY ${order}`)).rows;
    expect(await all('source_document', 'id')).toEqual([
      {
        id: WORKFLOW,
        organization_id: ORGANIZATION,
        text: 'One. Two?',
        content_hash: null,
        format: 'pdf',
        reader: 0,
        page_count: 3,
        left_out: [{ kind: 'COMMENTS' }],
        read_at: new Date('2026-01-02T03:04:05Z'),
      },
    ]);
    expect((await all('stored_file', 'id')).map((file) => file.source_document_id)).toEqual([WORKFLOW, null]);
    expect(
      (await all('source_block', 'position')).map((block) => [block.document_id, block.kind, block.row]),
    ).toEqual([
      [WORKFLOW, 'paragraph', null],
      [WORKFLOW, 'table-row', { table: 0 }],
    ]);
    expect(await all('block_label', 'position')).toEqual([
      {
        workflow_id: WORKFLOW,
        position: 0,
        organization_id: ORGANIZATION,
        label: 'context',
        units: [[0, 4, 'context']],
      },
    ]);
  } finally {
    await client.end();
  }
});
