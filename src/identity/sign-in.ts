import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import type { Tx } from '../platform/db.js';
import { DomainError } from '../platform/errors.js';
import type { Origin } from './caller.js';
import { asDomain } from './library-errors.js';
import { countAttempt, forgetAttempts, takeBackAttempt } from './lockout.js';
import { passwordLine } from './password-line.js';
import { emailInput } from './sign-up.js';
import { hashToken } from './tokens.js';

export interface SignInInput {
  email: string;
  password: string;
  /** From the authenticator app, or one of the backup codes; needed where two-factor is on. */
  code: string | null;
}

export interface SignedIn {
  userId: string;
  token: string;
  expiresAt: Date;
}

/** Of the library's answers, what carries the state between password and code. */
const cookiesOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0]!)
    .join('; ');

/**
 * Signs somebody in by password, and code where two-factor is on.
 * @throws {DomainError} unauthenticated; two-factor-required; locked after too many failures; rate-limited while too many
 *   others sign in
 */
export async function signIn(app: App, input: SignInInput, origin: Origin): Promise<SignedIn> {
  const email = emailInput(input.email, ['input', 'email']);
  return passwordLine.run(origin.ipAddress, () => attempt(app, { ...input, email }, origin));
}

async function attempt(app: App, input: SignInInput, origin: Origin): Promise<SignedIn> {
  const { email } = input;
  const attempts = await countAttempt(app, email);
  try {
    const done = await asDomain(() => openSession(app, input, origin));
    await forgetAttempts(app, email);
    return done;
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'two-factor-required')
      await takeBackAttempt(app, email);
    else if (error instanceof DomainError) await recordFailure(app, email, attempts);
    throw error;
  }
}

const openSession = (app: App, { email, password, code }: SignInInput, origin: Origin): Promise<SignedIn> => {
  const { auth } = app.identity;
  const { api } = auth.library;
  return auth.inTransaction(async (tx) => {
    const first = await api.signInEmail({
      body: { email, password },
      headers: new Headers(),
      returnHeaders: true,
    });
    let token: string = first.response.token;
    if ('twoFactorRedirect' in first.response) {
      if (!code)
        throw new DomainError('two-factor-required', 'Enter the code of your authenticator app.', [
          'input',
          'code',
        ]);
      const headers = new Headers({ cookie: cookiesOf(first.headers) });
      const body = { code: code.trim() };
      const isTotp = /^\d{6}$/.test(body.code);
      const second = await (isTotp
        ? api.verifyTOTP({ body, headers })
        : api.verifyBackupCode({ body, headers }));
      token = second.token!;
    }
    return beginSession(tx, token, origin);
  });
};

/** Puts on record where a session that the library made comes from, and for which organization it acts. */
export async function beginSession(tx: Tx, token: string, origin: Origin): Promise<SignedIn> {
  const session = await tx.authSession.findUniqueOrThrow({
    where: { token: hashToken(token) },
    include: { user: true },
  });
  const { userId } = session;
  if (session.user.deletedAt)
    throw new DomainError('unauthenticated', 'The e-mail address or the password is wrong.');
  const membership = await tx.membership.findFirst({
    where: { userId, removedAt: null, disabledAt: null },
    orderBy: { createdAt: 'asc' },
  });
  await tx.authSession.update({
    where: { id: session.id },
    data: { ...origin, activeOrganizationId: membership?.organizationId ?? null },
  });
  if (membership)
    await recordAudit(
      tx,
      { organizationId: membership.organizationId, userId },
      { action: 'session.created', subjectType: 'session', subjectId: session.id, details: { ...origin } },
    );
  return { userId, token, expiresAt: session.expiresAt };
}

/** Failures are recorded with the organizations of the account, where there is one. */
async function recordFailure(app: App, email: string, attempts: number): Promise<void> {
  await app.db.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { email }, include: { memberships: true } });
    for (const { organizationId } of user?.memberships ?? [])
      await recordAudit(
        tx,
        { organizationId, userId: null },
        { action: 'session.refused', subjectType: 'user', subjectId: user!.id, details: { attempts } },
      );
  });
}
