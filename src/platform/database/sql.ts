import type pg from 'pg';
import { asSystem, type SystemReason } from './scope.js';
import { ScopedPool } from './scoped-pool.js';

/** Statements written by hand, for what Prisma cannot say or says too slowly. */
export interface Sql {
  /** @param prepare keeps the statement parsed and planned on each connection; for texts that come again and again */
  query<T>(text: string, values: unknown[], options?: { prepare?: boolean }): Promise<T[]>;
  /** Whether row-level security holds back what is sent; see `searched`. */
  readonly isScoped?: boolean;
}

/** What full-text and trigram searches look through, whose indexes would not serve them behind row-level security. */
const SEARCHED = {
  passage: 'searched_passage',
  knowledge_word: 'searched_word',
  document: 'searched_document',
} as const;

/** The name of a table in a search: behind row-level security, that of a view which holds the organization's rows. */
export const searched = ({ isScoped }: Sql, table: keyof typeof SEARCHED): string =>
  isScoped ? SEARCHED[table] : table;

/** The same, for what keeps books over all organizations: its statements are sent as the system. */
export const systemSql = (sql: Sql, reason: SystemReason): Sql => ({
  query: (...asked) => asSystem(reason, () => sql.query(...asked)),
});

export const sqlOver = (pool: pg.Pool): Sql => {
  const nameOf = statementNames('s');
  return {
    isScoped: pool instanceof ScopedPool,
    query: async <T>(text: string, values: unknown[], { prepare = false } = {}) => {
      const name = prepare ? nameOf(text) : undefined;
      return (await pool.query({ text, values, ...(name && { name }) })).rows as T[];
    },
  };
};

const MOST_STATEMENTS = 500;
const LONGEST_STATEMENT = 16_000;

/**
 * Names for statements to be prepared by. PostgreSQL parses and plans an unnamed statement each time; a named one is
 * prepared once a connection. No more than 500 are named, and none that is long, since each costs memory here and there.
 */
export function statementNames(prefix: string): (text: string) => string | undefined {
  const names = new Map<string, string>();
  return (text) => {
    const known = names.get(text);
    if (known || names.size >= MOST_STATEMENTS || text.length > LONGEST_STATEMENT) return known;
    const name = `${prefix}${names.size}`;
    names.set(text, name);
    return name;
  };
}
