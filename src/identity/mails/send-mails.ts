import type { App } from '../../app-types.js';
import { compose, type Waiting } from './compose.js';

/** Of one look; they are sent at the same time. */
const AT_A_TIME = 5;
/** A process that dies in the midst of it leaves its mails to others after so long. */
const LEASE_MINUTES = 2;
/** After the first failure, the second and so on, in seconds; then a mail is given up. */
const PAUSES = [5, 30, 120, 600, 1_800, 3_600, 7_200];

/**
 * Sends the mails that are due, each at least once: where a process dies between sending one and noting that, another sends
 * it again under the same Message-ID.
 * @returns how many were looked at
 */
export async function sendMails(app: App): Promise<number> {
  const due = await app.sql.query<Waiting & { attempts: number }>(CLAIM, [LEASE_MINUTES, AT_A_TIME]);
  await Promise.all(due.map((mail) => send(app, mail)));
  return due.length;
}

async function send(app: App, mail: Waiting & { attempts: number }): Promise<void> {
  const { id, kind, attempts } = mail;
  try {
    const letter = await compose(app, mail);
    if (letter) await app.identity.mailer.send(id, letter);
    await app.sql.query(SETTLE, [id, letter ? 'sent' : 'void', null]);
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    const pause = isFinal(error) ? undefined : PAUSES[attempts - 1];
    const about = { err: error, mail: id, kind, attempts };
    if (pause !== undefined) {
      app.log.warn(about, `a mail was not sent; it is tried again in ${pause} s`);
      await app.sql.query(POSTPONE, [id, pause, failure]);
    } else {
      app.log.error(about, 'a mail was given up');
      await app.sql.query(SETTLE, [id, 'given up', failure]);
    }
  }
}

/** RFC 5321, 4.2.1: what a server answers with 5yz it will not take later either. */
const isFinal = (error: unknown): boolean =>
  ((error as { responseCode?: number } | null)?.responseCode ?? 0) >= 500;

/** Forgets what was sent after a day, and what was given up after thirty. */
export const forgetMails = async ({ sql }: Pick<App, 'sql'>): Promise<void> =>
  void (await sql.query(
    `DELETE FROM queued_mail WHERE settled_at < now() - CASE WHEN outcome = 'given up' THEN interval '30 days' ELSE interval '1 day' END`,
    [],
  ));

const CLAIM = `
UPDATE queued_mail SET attempts = attempts + 1, due_at = now() + make_interval(mins => $1)
WHERE id IN (
  SELECT id FROM queued_mail WHERE settled_at IS NULL AND due_at <= now() ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
) RETURNING id, kind, address, invitation_id AS "invitationId", attempts`;
const SETTLE =
  'UPDATE queued_mail SET settled_at = now(), outcome = $2, failure = $3, cause = NULL WHERE id = $1';
const POSTPONE =
  'UPDATE queued_mail SET due_at = now() + make_interval(secs => $2), failure = $3 WHERE id = $1';
