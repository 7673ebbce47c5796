import type pg from 'pg';

/** Statements written by hand, for what Prisma cannot say or says too slowly. */
export interface Sql {
  /** @param prepare keeps the statement parsed and planned on each connection; for texts that come again and again */
  query<T>(text: string, values: unknown[], options?: { prepare?: boolean }): Promise<T[]>;
}

export const sqlOver = (pool: pg.Pool): Sql => {
  const nameOf = statementNames('s');
  return {
    query: async <T>(text: string, values: unknown[], { prepare = false } = {}) => {
      const name = prepare ? nameOf(text) : undefined;
      return (await pool.query({ text, values, ...(name && { name }) })).rows as T[];
    },
  };
};

const MOST_STATEMENTS = 500;

/**
 * Names for statements to be prepared by. PostgreSQL parses and plans an unnamed statement each time; a named one is
 * prepared once a connection. No more than 500 are named, since each costs memory there.
 */
export function statementNames(prefix: string): (text: string) => string | undefined {
  const names = new Map<string, string>();
  return (text) => {
    const known = names.get(text);
    if (known || names.size >= MOST_STATEMENTS) return known;
    const name = `${prefix}${names.size}`;
    names.set(text, name);
    return name;
  };
}
