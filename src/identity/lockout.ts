import type { App } from '../app-types.js';
import { DomainError } from '../platform/errors.js';
import { sha256 } from '../platform/secrets/hash.js';

const FREE_FAILURES = 4;
const FORGOTTEN = '24 hours';

/**
 * Under which codes of a second factor are counted, apart from the address: whoever can read somebody's mail could reset
 * the password again and again, and guess on.
 */
export const codesOf = (userId: string): string => `second factor ${userId}`;

/** Under which the password is counted of somebody who is signed in. */
export const ofSession = (sessionId: string): string => `session ${sessionId}`;

/**
 * Counts an attempt before it is judged, so that attempts at the same moment cannot outrun the count. From the fifth
 * failure on the address is locked for a minute, then two, then four, up to an hour. Success forgets them all.
 * @param what an address, `codesOf` a user, or `ofSession`
 * @param advice what else than to wait can be done
 * @throws {DomainError} locked
 */
export async function countAttempt(
  { sql, clock }: Pick<App, 'sql' | 'clock'>,
  what: string,
  advice = ', or reset the password',
): Promise<number> {
  const now = clock();
  const key = sha256(what);
  const [counted] = await sql.query<{ failures: number }>(
    `INSERT INTO sign_in_lock AS l (key, failures, last_at) VALUES ($1, 1, $2)
     ON CONFLICT (key) DO UPDATE SET
       failures = CASE WHEN l.last_at < $2::timestamptz - interval '${FORGOTTEN}' THEN 1 ELSE l.failures + 1 END,
       last_at = $2,
       locked_until = CASE WHEN l.last_at >= $2::timestamptz - interval '${FORGOTTEN}' AND l.failures >= ${FREE_FAILURES}
         THEN $2::timestamptz + least(3600, 60 * 2 ^ least(l.failures - ${FREE_FAILURES}, 10)) * interval '1 second' END
     WHERE l.locked_until IS NULL OR l.locked_until <= $2
     RETURNING failures`,
    [key, now],
  );
  if (counted) return counted.failures;
  const [locked] = await sql.query<{ seconds: number }>(
    'SELECT ceil(extract(epoch FROM locked_until - $2::timestamptz))::int AS seconds FROM sign_in_lock WHERE key = $1',
    [key, now],
  );
  const seconds = Math.max(1, locked?.seconds ?? 1);
  throw new DomainError(
    'locked',
    `Too many failed attempts to sign in. Try again in ${seconds} seconds${advice}.`,
  );
}

/** Forgets the failures: the right password (and code) was given, or the password was reset. */
export const forgetAttempts = ({ sql }: Pick<App, 'sql'>, what: string): Promise<unknown> =>
  sql.query('DELETE FROM sign_in_lock WHERE key = $1', [sha256(what)]);

/** Takes one attempt back that was not judged: no code was given, or the password was wrong before it. */
export const takeBackAttempt = ({ sql }: Pick<App, 'sql'>, what: string): Promise<unknown> =>
  sql.query('UPDATE sign_in_lock SET failures = failures - 1, locked_until = NULL WHERE key = $1', [
    sha256(what),
  ]);
