import type { App } from '../../app-types.js';
import { DomainError } from '../../platform/errors.js';
import { requestContext } from '../../platform/observability/request-context.js';
import type { Caller } from '../caller.js';
import { requireFresh, requireSession } from '../fresh.js';
import { countAttempt, forgetAttempts, ofSession } from '../lockout.js';
import { passwordLine } from '../password-line.js';
import { verifyPassword } from '../passwords.js';
import { recordOwn, recordReauthenticated } from './sessions.js';

/**
 * Takes the password again, so that sensitive changes are let through for a while.
 * @param path of the password in the input
 * @throws {DomainError} unauthenticated; locked after too many failures; rate-limited while too many others sign in
 */
export function reauthenticate(
  app: App,
  caller: Caller,
  password: string,
  path = ['input', 'password'],
): Promise<string> {
  return passwordLine.run(requestContext()?.address ?? null, () => check(app, caller, password, path));
}

async function check(app: App, caller: Caller, password: string, path: string[]): Promise<string> {
  const { id } = requireSession(caller);
  const { userId } = caller;
  const user = await app.db.user.findUniqueOrThrow({
    where: { id: userId },
    include: { accounts: { where: { providerId: 'credential' } } },
  });
  const hash = user.accounts[0]?.password;
  if (!hash)
    throw new DomainError(
      'forbidden',
      'This account has no password. Sign in again at its provider: docs/identity.md.',
      path,
    );
  // Of this session: those of strangers who try to sign in must not keep owners out of what is theirs.
  const attempts = await countAttempt(app, ofSession(id), '');
  if (!(await verifyPassword({ hash, password }))) {
    const details = { attempts, factor: 'password' } as const;
    const refused = { subjectType: 'user', subjectId: userId, details } as const;
    await app.db.$transaction((tx) => recordOwn(tx, caller, { action: 'session.refused', ...refused }));
    throw new DomainError('unauthenticated', 'The password is wrong.', path);
  }
  await forgetAttempts(app, ofSession(id));
  await app.db.$transaction(async (tx) => {
    await tx.authSession.update({ where: { id, userId }, data: { authenticatedAt: app.clock() } });
    await recordReauthenticated(tx, caller, id);
  });
  return id;
}

/**
 * The same as a part of a change that asks for it.
 * @param password null where the sign-in is recent
 * @throws {DomainError} reauthenticate, unauthenticated, locked
 */
export async function proveFresh(app: App, caller: Caller, password: string | null): Promise<void> {
  if (password === null) requireFresh(app, caller);
  else await reauthenticate(app, caller, password);
}
