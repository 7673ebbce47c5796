import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../observability/log.js';

// A transaction that was not begun or not done in time: the database is away, or it is merely slow.
const LATE = 'P2028';
// https://www.prisma.io/docs/orm/reference/error-reference: unreachable, timed out, closed, no connection or
// transaction to be had in time.
const PRISMA_CODES = ['P1001', 'P1002', 'P1008', 'P1017', 'P2024', LATE];
// https://www.postgresql.org/docs/current/errcodes-appendix.html: connection exceptions, too many connections,
// and a server that shuts down, starts up or has crashed.
const SQL_STATES = /^(08[0-9A-Z]{3}|53300|57P0[1-5])$/;
const SOCKET_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
];
// The driver gives these no code.
const DRIVER_MESSAGES =
  /^(Connection terminated|Client has encountered a connection error|timeout expired|timeout exceeded when trying to connect)/;

interface DatabaseError extends Error {
  code?: string;
  meta?: { driverAdapterError?: { cause?: { originalCode?: string } } };
}

/** What a user is told meanwhile. */
export const DATABASE_AWAY = 'The service cannot reach its database just now. Try again in a moment.';

/** PostgreSQL's own code of an error, whichever driver tells it. */
export function sqlStateOf(error: Error): string {
  const { code = '', meta } = error as DatabaseError;
  return meta?.driverAdapterError?.cause?.originalCode ?? code;
}

/** Whether an error speaks of the database being away, not of what was asked of it. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code = '', message } = error as DatabaseError;
  return (
    PRISMA_CODES.includes(code) ||
    SOCKET_CODES.includes(code) ||
    SQL_STATES.test(sqlStateOf(error)) ||
    DRIVER_MESSAGES.test(message)
  );
}

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;
/** As often in a row a transaction may be late: one that is too long for its time will be so again. */
const MOST_LATE = 3;
/** What was given up once is not tried again by whoever waits around it, who would pay for the work before it again. */
const givenUp = new WeakSet<Error>();

/**
 * Does `work`, and does it again while the database is away. An error that came with the end of a transaction
 * leaves open whether it was committed, so that `work` has to bear being done twice. A transaction that is late is
 * tried three times, not without end. Where one waits within another, the inner one alone owns what fails in it: an
 * activity waits around the whole of its work, and a commit of what was paid for around itself.
 * @throws what `work` throws for any other reason, and also for this one once `signal` is aborted
 */
export async function retryOnOutage<T>(work: () => Promise<T>, log: Log, signal?: AbortSignal): Promise<T> {
  let late = 0;
  for (let delay = FIRST_DELAY_MS; ; delay = Math.min(delay * 2, LONGEST_DELAY_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error) || signal?.aborted || givenUp.has(error as Error)) throw error;
      late = (error as DatabaseError).code === LATE ? late + 1 : 0;
      if (late === MOST_LATE) {
        givenUp.add(error as Error);
        throw error;
      }
      log.debug({ error: String(error) }, 'the database is away; trying again');
      await wait(delay, undefined, { signal }).catch(() => {});
    }
  }
}
