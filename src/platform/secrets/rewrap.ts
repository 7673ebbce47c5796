import type { Sql } from '../database/sql.js';
import { type SealContext, sealedUnder, type Vault, VaultError } from './vault.js';

export interface Rewrapped {
  /** Records whose data key is under the sealing master key now. */
  rewrapped: number;
  /** Those that were before. */
  already: number;
  /** Those that could not be opened, and why. */
  failed: { context: SealContext; message: string }[];
}

interface SecretRow {
  id: string;
  organizationId: string;
  sealed: string;
}

/** Where secrets are kept: the names of a table and of its columns, as they stand in SQL. */
export interface SealedColumn {
  table: string;
  id: string;
  sealed: string;
  /** An expression for the organization. */
  organization: string;
  contextOf: (row: { id: string; organizationId: string }) => SealContext;
}

/** How many secrets are kept in these columns. */
export async function countSealed(sql: Sql, columns: readonly SealedColumn[]): Promise<number> {
  const counts = columns.map(
    ({ table, sealed }) => `SELECT count(*) AS n FROM ${table} WHERE ${sealed} IS NOT NULL`,
  );
  const [{ n } = { n: 0 }] = await sql.query<{ n: number }>(
    `SELECT sum(n)::int AS n FROM (${counts.join(' UNION ALL ')}) AS counted`,
    [],
  );
  return n;
}

const BATCH = 100;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Wraps the data keys of all secrets of a column under the sealing master key, some at a time, while the service runs.
 * It can be ended at any time and begun again: what is done is found done.
 * @throws VaultError where there is no master key
 */
export async function rewrapColumn(
  app: { sql: Sql; vault: Vault },
  column: SealedColumn,
  batch = BATCH,
): Promise<Rewrapped> {
  const { sealsWith } = app.vault;
  if (sealsWith === null)
    throw new VaultError('no-master-key', 'There is no master key to wrap under. Set BIDWRIGHT_MASTER_KEYS.');
  const current = sealedUnder(sealsWith);
  const { table, sealed } = column;
  const [before] = await app.sql.query<{ already: number }>(
    `SELECT count(*)::int AS already FROM ${table} WHERE starts_with(${sealed}, $1)`,
    [current],
  );
  let rewrapped = 0;
  for (;;) {
    const pass = await rewrapOnce(app, column, current, batch);
    rewrapped += pass.rewrapped;
    if (pass.missed === 0) return { rewrapped, already: before?.already ?? 0, failed: pass.failed };
  }
}

/** Goes through them once. */
async function rewrapOnce(
  { sql, vault }: { sql: Sql; vault: Vault },
  { table, id, sealed, organization, contextOf }: SealedColumn,
  current: string,
  batch: number,
) {
  const next = `SELECT ${id} AS id, ${organization} AS "organizationId", ${sealed} AS sealed FROM ${table}
    WHERE ${sealed} IS NOT NULL AND NOT starts_with(${sealed}, $1) AND ${id} > $2::uuid ORDER BY ${id} LIMIT $3`;
  // Only what was read is replaced. Nothing changes for users, so neither do a version and the time of a change.
  const replace = `UPDATE ${table} SET ${sealed} = $3 WHERE ${id} = $1::uuid AND ${sealed} = $2 RETURNING ${id}`;
  const failed: Rewrapped['failed'] = [];
  let rewrapped = 0;
  let missed = 0;
  for (let after = FIRST_ID; ; ) {
    const rows = await sql.query<SecretRow>(next, [current, after, batch]);
    const last = rows.at(-1);
    if (!last) return { rewrapped, missed, failed };
    after = last.id;
    for (const row of rows) {
      try {
        const again = vault.rewrap(row.sealed, contextOf(row));
        const changed = await sql.query(replace, [row.id, row.sealed, again]);
        if (changed.length > 0) rewrapped++;
        // Somebody entered another one meanwhile, maybe in a process that still seals with an older master key.
        else missed++;
      } catch (error) {
        if (!(error instanceof VaultError)) throw error;
        failed.push({ context: contextOf(row), message: error.message });
      }
    }
  }
}
