import type { App } from '../../app-types.js';
import { type SealContext, sealedUnder, VaultError } from '../../platform/vault.js';
import { contextOf } from '../credential-key.js';

export interface Rewrapped {
  /** Records whose data key is under the sealing master key now. */
  rewrapped: number;
  /** Those that were before. */
  already: number;
  /** Those that could not be opened, and why. */
  failed: { context: SealContext; message: string }[];
}

interface Row {
  id: string;
  organizationId: string;
  sealedKey: string;
}

const BATCH = 100;

/**
 * Wraps the data keys of all organizations' secrets under the sealing master key, some at a time, while the service
 * runs. It can be ended at any time and begun again: what is done is found done.
 * @throws VaultError where there is no master key
 */
export async function rewrapCredentials(app: Pick<App, 'sql' | 'vault'>, batch = BATCH): Promise<Rewrapped> {
  const { sealsWith } = app.vault;
  if (sealsWith === null)
    throw new VaultError('no-master-key', 'There is no master key to wrap under. Set BIDWRIGHT_MASTER_KEYS.');
  const current = sealedUnder(sealsWith);
  const [before] = await app.sql.query<{ already: number }>(COUNT, [current]);
  let rewrapped = 0;
  for (;;) {
    const pass = await rewrapAll(app, current, batch);
    rewrapped += pass.rewrapped;
    if (pass.missed === 0) return { rewrapped, already: before?.already ?? 0, failed: pass.failed };
  }
}

/** Goes through them once. */
async function rewrapAll({ sql, vault }: Pick<App, 'sql' | 'vault'>, current: string, batch: number) {
  const failed: Rewrapped['failed'] = [];
  let rewrapped = 0;
  let missed = 0;
  for (let after = FIRST_ID; ; ) {
    const rows = await sql.query<Row>(NEXT, [current, after, batch]);
    const last = rows.at(-1);
    if (!last) return { rewrapped, missed, failed };
    after = last.id;
    for (const row of rows) {
      try {
        const again = vault.rewrap(row.sealedKey, contextOf(row));
        const changed = await sql.query(REPLACE, [row.id, row.sealedKey, again]);
        if (changed.length > 0) rewrapped++;
        // Somebody entered another key meanwhile, maybe in a process that still seals with an older master key.
        else missed++;
      } catch (error) {
        if (!(error instanceof VaultError)) throw error;
        failed.push({ context: contextOf(row), message: error.message });
      }
    }
  }
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

const COUNT = `SELECT count(*)::int AS already FROM provider_credential WHERE starts_with(sealed_key, $1)`;

const NEXT = `SELECT id, organization_id AS "organizationId", sealed_key AS "sealedKey" FROM provider_credential
  WHERE sealed_key IS NOT NULL AND NOT starts_with(sealed_key, $1) AND id > $2::uuid ORDER BY id LIMIT $3`;

// Only what was read is replaced. Nothing changes for users, so neither do the version and the time of the change.
const REPLACE = `UPDATE provider_credential SET sealed_key = $3 WHERE id = $1::uuid AND sealed_key = $2 RETURNING id`;
