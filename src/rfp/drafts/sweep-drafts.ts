import type { App } from '../../app-types.js';

const LEFT_MS = 15 * 60 * 1000;

/**
 * Takes away the texts of answers that are no longer written: of runs that were cancelled, of drafts that people overtook.
 * @returns how many there were
 */
export async function removeLeftDrafts(app: Pick<App, 'sql' | 'clock'>): Promise<number> {
  const left = await app.sql.query(
    `DELETE FROM answer_draft WHERE updated_at < $1 OR NOT EXISTS (
       SELECT FROM answer JOIN run ON run.id = answer.workflow_id
       WHERE answer.id = answer_draft.answer_id AND answer.status = 'PENDING'
         AND answer.revision = answer_draft.revision AND run.attempt = answer_draft.run
     ) RETURNING answer_id`,
    [new Date(app.clock().getTime() - LEFT_MS)],
  );
  return left.length;
}
