import type { Db } from '../platform/database/db.js';
import type { Sql } from '../platform/database/sql.js';
import { IDENTITY_CHANNEL_ACCOUNTS, identityOf, type Wakeups } from '../platform/events/wakeups.js';
import type { Mailer } from '../platform/mail.js';
import type { MasterKey } from '../platform/secrets/master-key.js';
import type { Env } from '../platform/settings/env.js';
import { createAuth } from './auth.js';
import { createOidc } from './oidc/providers.js';
import { SetupCode } from './setup-code.js';
import { SingleUser } from './single-user.js';

declare module '../app-types.js' {
  interface App {
    /** Accounts, sessions and mail to their owners. */
    identity: Identity;
  }
}

/** What identity needs of a process; put together once, in `app.ts`. */
export function createIdentity(given: {
  env: Env;
  db: Db;
  sql: Sql;
  wakeups: Wakeups;
  mailer: Mailer;
  masterKeys: readonly MasterKey[];
}) {
  const { env, mailer } = given;
  // Where people reach the service, for links in mails and the way back from providers.
  const root = env.http.publicUrl ?? `http://${env.http.host}:${env.http.port}`;
  return {
    auth: createAuth(given),
    root,
    mailer,
    oidc: createOidc(env.identity.oidc ?? [], root),
    singleUser: new SingleUser(given),
    setupCode: new SetupCode(given),
    /**
     * Calls `listener` when what a user may do may have changed, or the first account was made.
     * @returns a function that ends it
     */
    onChange(userId: string, listener: () => void): () => void {
      const stops = [identityOf(userId), IDENTITY_CHANNEL_ACCOUNTS].map((id) =>
        given.wakeups.on(id, listener),
      );
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

export type Identity = ReturnType<typeof createIdentity>;
