import pg from 'pg';
import { FairQueue } from '../concurrency/fair-queue.js';
import { currentScope, type Scope, scopeKey } from './scope.js';
import { lendNext } from './upstream-privates.js';

/** A statement was sent for nobody: row-level security would show it nothing. A fault of the code, not of the caller. */
export class OutsideAnyScope extends Error {
  override readonly name = 'OutsideAnyScope';

  constructor() {
    super(
      'A statement was about to be sent outside of any organization. Do the work within inOrganization, or within ' +
        'asSystem where it reaches beyond one: docs/tenancy.md.',
    );
  }
}

type Lend = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: (failure?: Error | boolean) => void,
) => void;

const nothing = () => {};

/** Of a pool this small one organization may have everything, for work that takes two connections at a time. */
const SMALL = 2;

/**
 * A pool whose connections act in the scope of whoever borrows them (`scope.ts`): in a role that owns no table, for one
 * organization. A connection remembers its scope, so that those who come again and again for one organization pay for
 * setting it once. No organization gets the last connection, nor all that others wait for.
 */
export class ScopedPool extends pg.Pool {
  readonly #scopes = new WeakMap<pg.PoolClient, string>();
  readonly #line: FairQueue;

  constructor(config: pg.PoolConfig & { max: number }) {
    super(config);
    const { max: places } = config;
    this.#line = new FairQueue({ places, ...(places <= SMALL && { mostOfOne: places }) });
  }

  /** How many wait for their turn, whom `waitingCount` does not know. */
  get inLine(): number {
    return this.#line.waiting;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Lend): void;
  override connect(callback?: Lend): Promise<pg.PoolClient> | undefined {
    if (callback) return void this.#lend(currentScope(), callback);
    return new Promise((resolve, reject) =>
      this.#lend(currentScope(), (error, client) => (client ? resolve(client) : reject(error))),
    );
  }

  #lend(scope: Scope | undefined, callback: Lend): void {
    if (!scope) {
      process.nextTick(callback, new OutsideAnyScope(), undefined, nothing);
      return;
    }
    let timer: NodeJS.Timeout | null = null;
    let isIn = false;
    const leaveLine = this.#line.request((leave) => {
      isIn = true;
      if (timer) clearTimeout(timer);
      this.#connectIn(scope, (error, client, release) => {
        if (error || !client) {
          leave();
          return callback(error, client, nothing);
        }
        client.release = (failure) => {
          release(failure);
          leave();
        };
        callback(undefined, client, client.release);
      });
    }, scopeKey(scope));
    const { connectionTimeoutMillis } = this.options;
    if (isIn || !connectionTimeoutMillis) return;
    // As pg says it of its own line.
    timer = setTimeout(() => {
      leaveLine();
      callback(new Error('timeout exceeded when trying to connect'), undefined, nothing);
    }, connectionTimeoutMillis).unref();
  }

  #connectIn(scope: Scope, callback: Lend): void {
    const wanted = settingsOf(scope);
    // Where a connection that nobody has is in the scope already, it is the next.
    lendNext(this, (client) => this.#scopes.get(client) === wanted);
    super.connect((error, client, release) => {
      if (error || !client) return callback(error, client, release);
      // Given back within a transaction, whose end would undo what is set now. A new connection has no status yet.
      if ((client.getTransactionStatus() ?? 'I') !== 'I') {
        release(true);
        return this.#connectIn(scope, callback);
      }
      if (this.#scopes.get(client) === wanted) return callback(undefined, client, release);
      const settings = this.#scopes.has(client) ? wanted : `${KEEP_SCHEMAS}; ${wanted}`;
      client.query(settings, (failure) => {
        if (failure) {
          release(failure);
          return callback(failure, undefined, nothing);
        }
        this.#scopes.set(client, wanted);
        callback(undefined, client, release);
      });
    });
  }
}

// A search path may begin with the schema of whoever logged in ("$user"), which would be another one in another role.
const KEEP_SCHEMAS = `SELECT set_config('search_path', string_agg(quote_ident(name), ', ' ORDER BY at), false)
FROM unnest(current_schemas(false)) WITH ORDINALITY AS schema (name, at)`;

/** Both settings in one message, of which neither is made where one fails. */
function settingsOf(scope: Scope): string {
  const role = scope.role === 'owner' ? 'RESET ROLE' : `SET ROLE ${scope.role}`;
  const organization = scope.role === 'bidwright_app' ? scope.organizationId : '';
  return `${role}; SET bidwright.organization = '${organization}'`;
}
