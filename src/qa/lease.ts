import type { App } from '../app-types.js';
import { ANSWER_CHANNEL } from '../platform/events/wakeups.js';

const LEASE_MS = 45_000;
const RENEW_EVERY_MS = 10_000;

export const leaseFrom = (now: Date): Date => new Date(now.getTime() + LEASE_MS);

/**
 * Says, as long as the work on an answer goes on, that the process doing it is alive.
 * @returns a function that ends it
 */
export function keepLease(app: App, id: string, attempt: number): () => void {
  const renewing = setInterval(() => {
    const renewal = { where: { id, attempt }, data: { leaseUntil: leaseFrom(app.clock()) } };
    app.db.qaAnswer
      .updateMany(renewal)
      .catch((error: unknown) => app.log.debug({ err: error }, 'the lease will be renewed later'));
  }, RENEW_EVERY_MS);
  return () => clearInterval(renewing);
}

/**
 * Marks as failed what a process that is gone had begun to answer, so that nothing stays under way for ever.
 * @param id the one answer to look at; null for all of the scope
 * @returns how many there were
 */
export async function failLostAnswers(
  app: Pick<App, 'sql' | 'clock'>,
  id: string | null = null,
): Promise<number> {
  const lost = await app.sql.query(
    `WITH lost AS (
      UPDATE qa_answer SET status = 'FAILED', failure_code = 'INTERRUPTED', updated_at = $1,
        failure_message = 'The process that was answering was stopped. Ask again.'
      WHERE status = 'STREAMING' AND lease_until < $1 AND ($3::uuid IS NULL OR id = $3) RETURNING id
    ) SELECT pg_notify($2, id || ' 0') FROM lost`,
    [app.clock(), ANSWER_CHANNEL, id],
  );
  return lost.length;
}
