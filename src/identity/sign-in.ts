import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import type { Tx } from '../platform/database/db.js';
import { DomainError, type DomainErrorKind } from '../platform/errors.js';
import { newId } from '../platform/ids.js';
import type { Origin } from './caller.js';
import { forShow } from './for-show.js';
import { asDomain } from './library-errors.js';
import { countAttempt, forgetAttempts, takeBackAttempt } from './lockout.js';
import { passwordLine } from './password-line.js';
import { emailInput } from './sign-up.js';
import { hashToken } from './tokens.js';
import { countingCode, requireSecondFactor, WrongCode } from './two-factor/check-code.js';

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
    const open = () => asDomain(() => openSession(app, input, origin));
    const guarded = input.code === null ? null : await findGuarded(app, email);
    const done = await (guarded ? countingCode(app, guarded.id, open) : open());
    await forgetAttempts(app, email);
    return done;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (NOT_JUDGED.has(error.kind)) await takeBackAttempt(app, email);
    else await recordFailure(app, email, attempts, ofCode(error) ? 'code' : 'password');
    throw error;
  }
}

/** Attempts of the address are counted before this; only codes lock here. */
const ofCode = (error: DomainError) => error instanceof WrongCode || error.kind === 'locked';

/** The password was right and no code given, or the database or a key is away. */
const NOT_JUDGED = new Set<DomainErrorKind>(['two-factor-required', 'unavailable']);

/** Whoever has the address and a second factor. */
const findGuarded = ({ db }: App, email: string) =>
  db.user.findFirst({ where: { email, twoFactorEnabled: true }, select: { id: true } });

const openSession = (app: App, { email, password, code }: SignInInput, origin: Origin): Promise<SignedIn> => {
  const { auth } = app.identity;
  return auth.inTransaction(async (tx) => {
    // Without the code everything is taken back, the session too.
    const { token, user } = await auth.library.api.signInEmail({ body: { email, password } });
    await requireSecondFactor(app, tx, user.id, code);
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
  await tx.user.update({ where: { id: userId }, data: { signedInAt: session.createdAt } });
  if (membership)
    await recordAudit(
      tx,
      { organizationId: membership.organizationId, userId },
      { action: 'session.created', subjectType: 'session', subjectId: session.id, details: { ...origin } },
    );
  return { userId, token, expiresAt: session.expiresAt };
}

/**
 * Failures are recorded with the organizations of the account. Where there is none, a record is written for show, so that
 * the time that the refusal takes does not tell.
 */
async function recordFailure(
  app: App,
  email: string,
  attempts: number,
  factor: 'password' | 'code',
): Promise<void> {
  await app.db.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { email }, include: { memberships: true } });
    const memberships = user?.memberships ?? [{ organizationId: newId() }];
    await forShow(tx, !user, async () => {
      for (const { organizationId } of memberships)
        await recordAudit(
          tx,
          { organizationId, userId: null },
          {
            action: 'session.refused',
            subjectType: 'user',
            subjectId: user?.id ?? newId(),
            details: { attempts, factor },
          },
        );
    });
  });
}
