import type pg from 'pg';

/** Statements written by hand, for what Prisma cannot say or says too slowly. */
export interface Sql {
  query<T>(text: string, values: unknown[]): Promise<T[]>;
}

export const sqlOver = (pool: pg.Pool): Sql => ({
  query: async <T>(text: string, values: unknown[]) => (await pool.query(text, values)).rows as T[],
});
