import { createHash, hkdfSync } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { createEmailVerificationToken } from 'better-auth/api';
import type { Db } from '../platform/database/db.js';
import { unavailable } from '../platform/errors.js';
import { newId } from '../platform/ids.js';
import type { MasterKey } from '../platform/secrets/master-key.js';
import type { Env } from '../platform/settings/env.js';
import { authDatabase } from './auth-db.js';
import { hashPassword, LONGEST_PASSWORD, SHORTEST_PASSWORD, verifyPassword } from './passwords.js';

/** A secret of the library's own for each master key; the version tells under which one something was encrypted. */
const secretsOf = (ring: readonly MasterKey[]) =>
  ring.map(({ id, key }) => ({
    version: createHash('sha256').update(id).digest().readUInt32BE() >>> 1,
    value: Buffer.from(hkdfSync('sha256', key.export(), '', 'bidwright sign-in', 32)).toString('base64'),
  }));

interface Options {
  env: Pick<Env, 'identity' | 'mail'>;
  db: Db;
  masterKeys: readonly MasterKey[];
}

/** For how long a token that is mailed is good. */
const TOKEN_SECONDS = 3_600;

/**
 * The library that keeps passwords and sessions; see docs/decisions/0007-identity.md. Its HTTP routes are not mounted:
 * use cases call it in their own transaction.
 */
export function createAuth({ env, db, masterKeys }: Options) {
  const database = authDatabase(db);
  const isAbout = ({ id, email }: { id: string; email: string }) => {
    const work = database.current();
    if (work) work.subject = { id, email };
  };

  const build = () =>
    betterAuth({
      appName: 'Bidwright',
      baseURL: 'http://localhost',
      basePath: '/auth',
      secrets: secretsOf(masterKeys),
      database: prismaAdapter(database.client, { provider: 'postgresql' }),
      telemetry: { enabled: false },
      logger: { disabled: true },
      rateLimit: { enabled: false },
      advanced: { database: { generateId: () => newId() }, cookiePrefix: 'bidwright' },
      user: { modelName: 'user' },
      session: {
        modelName: 'authSession',
        expiresIn: env.identity.sessionMs / 1000,
        disableSessionRefresh: true,
        freshAge: 0,
      },
      account: { modelName: 'authAccount', encryptOAuthTokens: true },
      verification: { modelName: 'authVerification', storeIdentifier: 'hashed' },
      emailAndPassword: {
        enabled: true,
        autoSignIn: false,
        requireEmailVerification: env.mail.smtpUrl !== null,
        minPasswordLength: SHORTEST_PASSWORD,
        maxPasswordLength: LONGEST_PASSWORD,
        password: { hash: hashPassword, verify: verifyPassword },
        revokeSessionsOnPasswordReset: true,
        resetPasswordTokenExpiresIn: TOKEN_SECONDS,
        onPasswordReset: async ({ user }) => isAbout(user),
        sendResetPassword: async ({ token }) => {
          database.current()!.token = token;
        },
      },
      emailVerification: { sendOnSignUp: false, afterEmailVerification: async (user) => isAbout(user) },
    });

  let built: ReturnType<typeof build> | null = null;
  const library = () => {
    if (!masterKeys.length)
      throw unavailable(
        'There is no master key, so nobody can sign in. Set BIDWRIGHT_MASTER_KEYS: docs/operations.md.',
      );
    built ??= build();
    return built;
  };
  return {
    inTransaction: database.inTransaction,
    /** @throws {DomainError} unavailable where there is no master key */
    get library() {
      return library();
    },
    /** @throws {DomainError} unavailable where nobody can sign in */
    requireLibrary: (): void => void library(),
    /** A token to set a new password with, for the mail to an address that has an account. */
    resetToken: (email: string): Promise<string> =>
      database.inTransaction(async (_tx, work) => {
        await library().api.requestPasswordReset({ body: { email } });
        return work.token!;
      }),
    /** A token to verify an address with. */
    verificationToken: async ({ id, email }: { id: string; email: string }): Promise<string> =>
      createEmailVerificationToken((await library().$context).secret, email, undefined, TOKEN_SECONDS, {
        userId: id,
      }),
  };
}
