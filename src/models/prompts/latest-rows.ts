import type { PromptTemplate } from '../../../generated/client/client.js';
import type { Db } from '../../platform/database/db.js';

export type LatestRow = Pick<PromptTemplate, 'task' | 'text' | 'version' | 'createdAt'>;

/** The latest version of each template that the organization has changed. */
export const latestRows = (db: Pick<Db, '$queryRaw'>, organizationId: string): Promise<LatestRow[]> =>
  db.$queryRaw<LatestRow[]>`
    SELECT DISTINCT ON (task) task, text, version, created_at AS "createdAt" FROM prompt_template
    WHERE organization_id = ${organizationId}::uuid
    ORDER BY task, version DESC`;
