import type { Instructions } from '../../ai/index.js';
import type { Db } from '../../platform/database/db.js';
import { latestRows } from './latest-rows.js';

/**
 * What an organization tells models to do in place of the defaults in code, by the task's name. Tasks for which it
 * has no text of its own, or went back to the default, are left out: their version is 0.
 */
export async function loadInstructions(db: Db, organizationId: string): Promise<Map<string, Instructions>> {
  const latest = await latestRows(db, organizationId);
  return new Map(
    latest.flatMap(({ task, text, version }) => (text === null ? [] : [[task, { text, version }]])),
  );
}
