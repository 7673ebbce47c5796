import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../../../generated/client/client.js';
import type { Log } from '../observability/log.js';
import { watchPool } from '../observability/metrics.js';
import { tracePool, tracing } from '../observability/tracing.js';
import { keepScopes } from './prisma-scopes.js';
import { ScopedPool } from './scoped-pool.js';
import { statementNames } from './sql.js';

export type Db = PrismaClient;
/** The client inside an interactive transaction. */
export type Tx = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

/** One connection pool, used by Prisma and by the few statements written by hand. */
export interface Database {
  db: Db;
  pool: pg.Pool;
  close(): Promise<void>;
}

/**
 * @param options.rowSecurity whether statements act in the scope of whoever sends them (`scope.ts`), or as the owner of
 *   the tables, whom row-level security does not hold back
 */
export function openDatabase(
  url: string,
  poolSize: number,
  log: Log,
  { rowSecurity = false }: { rowSecurity?: boolean } = {},
): Database {
  const pool = new (rowSecurity ? ScopedPool : pg.Pool)({
    connectionString: url,
    max: poolSize,
    keepAlive: true,
    // Left to the system, a connection to a machine that vanished is noticed after two hours.
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 15_000,
    application_name: 'bidwright',
  });
  // An idle connection that breaks (a restart of the server) is replaced; without a listener it ends the process.
  pool.on('error', (error) => log.warn({ error: error.message }, 'a database connection was lost'));
  // One that breaks while it is lent out, or after it was given back broken, fails its queries; that is enough.
  pool.on('connect', (client) => client.on('error', () => {}));
  const unwatch = watchPool(pool);
  const started = tracing();
  if (started) tracePool(pool, started);
  const nameOf = statementNames('p');
  const statementNameGenerator = ({ sql }: { sql: string }) => nameOf(sql);
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementNameGenerator as never });
  const db = new PrismaClient({ adapter, transactionOptions: { maxWait: 10_000, timeout: 30_000 } });
  if (rowSecurity) keepScopes(db);
  return {
    db,
    pool,
    close: async () => {
      await db.$disconnect();
      await pool.end();
      unwatch();
    },
  };
}

/** The condition that a column holds a text as it stands, in any case of letters. */
export const holding = (text: string) => ({
  // The database would take these for wildcards.
  contains: text.replace(/[\\%_]/g, '\\$&'),
  mode: 'insensitive' as const,
});

/** Whether a unique key of the database let another row through first, or at the same moment. */
export const isUniqueViolation = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'P2002';
