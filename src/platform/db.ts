import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../../generated/client/client.js';
import type { Log } from './log.js';

export type Db = PrismaClient;
/** The client inside an interactive transaction. */
export type Tx = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

/** One connection pool, used by Prisma and by the few statements written by hand. */
export interface Database {
  db: Db;
  pool: pg.Pool;
  close(): Promise<void>;
}

// PostgreSQL parses and plans an unnamed statement each time; a named one is prepared once a connection.
const MOST_STATEMENTS = 500;
function statementNames(): (query: { sql: string }) => string | undefined {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known || names.size >= MOST_STATEMENTS) return known;
    const name = `p${names.size}`;
    names.set(sql, name);
    return name;
  };
}

export function openDatabase(url: string, poolSize: number, log: Log): Database {
  const pool = new pg.Pool({
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
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementNames() as never });
  const db = new PrismaClient({ adapter, transactionOptions: { maxWait: 10_000, timeout: 30_000 } });
  return {
    db,
    pool,
    close: async () => {
      await db.$disconnect();
      await pool.end();
    },
  };
}
