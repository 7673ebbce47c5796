import type { Connection } from '@temporalio/client';
import { registerSearchAttributes } from './readiness.js';
import { SEARCH_ATTRIBUTES } from './search-attributes.js';

/**
 * Registers our search attributes where they are missing.
 * @returns false where the server does not let us (Temporal Cloud, say): runs then go without them
 * @throws where the server cannot be reached
 */
export async function ensureSearchAttributes(connection: Connection, namespace: string): Promise<boolean> {
  await connection.workflowService.getSystemInfo({});
  return registerSearchAttributes(connection, namespace, SEARCH_ATTRIBUTES).then(
    () => true,
    () => false,
  );
}
