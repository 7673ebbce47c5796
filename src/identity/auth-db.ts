import { AsyncLocalStorage } from 'node:async_hooks';
import type { Db, Tx } from '../platform/database/db.js';
import { hashToken } from './tokens.js';

/** What a call of the library works in: our transaction, and what the library has found out. */
export interface AuthWork {
  tx: Tx;
  /** Whom a token that was mailed belonged to. */
  subject: { id: string; email: string } | null;
  /** The token that is to be mailed. */
  token: string | null;
}

type Where = { token?: string | { equals?: string } };
interface Args {
  data?: { token?: string };
  where?: Where;
}
type Method = (args: Args) => Promise<{ token?: string } | null>;

const tokenOf = (where?: Where) => (typeof where?.token === 'string' ? where.token : where?.token?.equals);

/** Sessions by the hashes of their tokens: the library works with the tokens, the database never holds them. */
function hashedSessions(sessions: object): object {
  return new Proxy(sessions, {
    get(target, name) {
      const method = Reflect.get(target, name) as unknown;
      if (typeof method !== 'function') return method;
      return async (args: Args = {}) => {
        const token = args.data?.token ?? tokenOf(args.where);
        const where = tokenOf(args.where)
          ? { ...args.where, token: hashToken(tokenOf(args.where)!) }
          : args.where;
        const data = args.data?.token ? { ...args.data, token: hashToken(args.data.token) } : args.data;
        const found = await (method as Method).call(target, {
          ...args,
          ...(where && { where }),
          ...(data && { data }),
        });
        return found && typeof found === 'object' && token && found.token === hashToken(token)
          ? { ...found, token }
          : found;
      };
    },
  });
}

/**
 * The database as the library sees it: the transaction it is called in, so that what it writes and our audit records
 * are committed together.
 */
export function authDatabase(db: Db) {
  const working = new AsyncLocalStorage<AuthWork>();
  const client = new Proxy(db, {
    get(target, name) {
      const work = working.getStore();
      if (name === '$transaction' && work) return (run: (tx: unknown) => unknown) => run(client);
      const source = (work?.tx ?? target) as object;
      const value = Reflect.get(source, name) as unknown;
      return name === 'authSession' ? hashedSessions(value as object) : value;
    },
  });
  return {
    client,
    current: () => working.getStore() ?? null,
    /** Runs `work` in one transaction with whatever the library does in it. */
    inTransaction: <T>(work: (tx: Tx, state: AuthWork) => Promise<T>): Promise<T> =>
      db.$transaction((tx) => {
        const state: AuthWork = { tx, subject: null, token: null };
        return working.run(state, () => work(tx, state));
      }),
  };
}
