import { Buffer } from 'node:buffer';
import type { Sql } from '../../platform/sql.js';
import type { Loaded } from '../workflow-responses.js';
import type { Polled } from './operation.js';

/**
 * Reads a polled response by its statement.
 * @param address of the service, for links to files
 */
export async function readPolled(
  sql: Sql,
  { reference, read }: Polled,
  organizationId: string,
  address: string,
): Promise<Omit<Loaded, 'cost'>> {
  const { key, statement } = read!;
  const [row] = await sql.query<{ json: unknown }>(statement, [reference, organizationId, address], {
    prepare: true,
  });
  const result = { data: { [key]: row?.json ?? null } };
  // Written anew: what PostgreSQL writes has other white space than the executor's results.
  return { result, content: Buffer.from(JSON.stringify(result)), mayKeep: row !== undefined };
}
