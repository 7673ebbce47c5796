import type { Db } from '../platform/db.js';
import type { Env } from '../platform/env.js';
import type { Mailer } from '../platform/mail.js';
import type { MasterKey } from '../platform/master-key.js';
import type { Sql } from '../platform/sql.js';
import { IDENTITY_CHANNEL_ACCOUNTS, identityOf, type Wakeups } from '../platform/wakeups.js';
import { createAuth } from './auth.js';
import { createOidc } from './oidc/providers.js';
import { SetupCode } from './setup-code.js';
import { SingleUser } from './single-user.js';

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
  const root = env.http.publicUrl ?? `http://${env.http.host}:${env.http.port}`;
  // Behind the "#" it stays in the browser: it is in no log of a server or proxy, and in no Referer.
  const linkTo = (path: string, token: string) => `${root}${path}#token=${encodeURIComponent(token)}`;
  const mailWithToken =
    (subject: string, path: string, sentence: string) =>
    async ({ email, name }: { email: string; name: string }, token: string) =>
      mailer.tell({
        to: email,
        subject,
        text: `Hello ${name},\n\n${sentence}\n\n${linkTo(path, token)}\n\nToken: ${token}\n\nIf you did not ask for this, ignore it.\n`,
      });
  return {
    auth: createAuth({
      ...given,
      sendReset: mailWithToken(
        'Reset your password',
        '/reset-password',
        'Choose a new password within one hour:',
      ),
      sendVerification: mailWithToken(
        'Verify your e-mail address',
        '/verify-email',
        'Verify your address within one hour:',
      ),
    }),
    mailer,
    linkTo,
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
