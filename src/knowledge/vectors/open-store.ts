import { asOwner } from '../../platform/database/scope.js';
import type { Sql } from '../../platform/database/sql.js';
import { createPgvectorStore } from './pgvector-store.js';
import { createScanStore } from './scan-store.js';
import type { VectorStore } from './vector-store.js';

/** What a server needs for `strict_order` scans. */
const LEAST_VERSION = [0, 8];

/**
 * The store that this server can carry: pgvector where it has the extension, in a version from 0.8 on, and the role may
 * create it or it is there already; plain PostgreSQL elsewhere.
 * @param warn told why an extension that is there cannot be used
 */
export async function openVectorStore(sql: Sql, warn: (message: string) => void): Promise<VectorStore> {
  const [offered] = await sql.query<{ version: string; installed: boolean }>(
    `SELECT coalesce(installed_version, default_version) AS version, installed_version IS NOT NULL AS installed
     FROM pg_available_extensions WHERE name = 'vector'`,
    [],
  );
  if (!offered) return createScanStore(sql);
  const [major = 0, minor = 0] = offered.version.split('.').map(Number);
  if (major === LEAST_VERSION[0]! && minor < LEAST_VERSION[1]!) {
    warn(`The server has pgvector ${offered.version}; from 0.8 on it is used. Vectors are scanned instead.`);
    return createScanStore(sql);
  }
  try {
    if (!offered.installed)
      await asOwner('vector-index', () => sql.query('CREATE EXTENSION IF NOT EXISTS vector', []));
    return await createPgvectorStore(sql);
  } catch (error) {
    warn(
      `The server has pgvector, but it cannot be used (${error instanceof Error ? error.message : error}). Vectors are ` +
        'scanned instead. Let an administrator run in this database: CREATE EXTENSION vector;',
    );
    return createScanStore(sql);
  }
}
