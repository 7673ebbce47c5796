import type { App } from '../../app-types.js';
import type { Tx } from '../../platform/database/db.js';
import { DomainError } from '../../platform/errors.js';
import { codesOf, countAttempt, forgetAttempts, takeBackAttempt } from '../lockout.js';
import { recordOfUser } from '../sessions/sessions.js';
import { hashBackupCode } from './backup-codes.js';
import { openSecret } from './secret.js';
import { isTotp, stepOf } from './totp.js';

const CODE = ['input', 'code'];

/** A code was looked at and is not right: it counts towards the lock. */
export class WrongCode extends DomainError {
  constructor() {
    super('unauthenticated', 'The code is wrong or was used. Enter the next one.', CODE);
  }
}

/**
 * Counts somebody's code before `work` looks at it; a right one forgets the wrong ones before it.
 * @throws {DomainError} locked after too many wrong ones, and what `work` throws
 */
export async function countingCode<T>(
  app: Pick<App, 'sql' | 'clock'>,
  userId: string,
  work: () => Promise<T>,
): Promise<T> {
  await countAttempt(app, codesOf(userId), '');
  try {
    const done = await work();
    await forgetCodes(app, userId);
    return done;
  } catch (error) {
    if (!(error instanceof WrongCode)) await takeBackAttempt(app, codesOf(userId));
    throw error;
  }
}

export const forgetCodes = (app: Pick<App, 'sql'>, userId: string): Promise<unknown> =>
  forgetAttempts(app, codesOf(userId));

/** Somebody's second factor, locked: two codes at the same moment are looked at one after the other. */
export async function lockedFactor(tx: Tx, userId: string) {
  await tx.$queryRaw`SELECT user_id FROM two_factor WHERE user_id = ${userId}::uuid FOR UPDATE`;
  return tx.twoFactor.findUnique({ where: { userId } });
}

type Factor = NonNullable<Awaited<ReturnType<typeof lockedFactor>>>;
type Tools = Pick<App, 'vault' | 'clock'>;

/**
 * Takes a code of the authenticator app, which is worth nothing from then on.
 * @throws {WrongCode}
 */
export async function takeTotp(app: Tools, tx: Tx, factor: Factor, code: string): Promise<void> {
  if (!isTotp(code)) throw new WrongCode();
  const step = stepOf(openSecret(app, factor), code, app.clock(), factor.lastStep);
  if (step === null) throw new WrongCode();
  await tx.twoFactor.update({ where: { userId: factor.userId }, data: { lastStep: step } });
}

/** The same of a code of the app or a backup code, whichever it is. */
export async function takeCode(app: Tools, tx: Tx, factor: Factor, given: string): Promise<void> {
  const code = given.replaceAll(' ', '');
  if (isTotp(code)) return takeTotp(app, tx, factor, code);
  const hash = hashBackupCode(openSecret(app, factor), code);
  if (!factor.backupCodes.includes(hash)) throw new WrongCode();
  const { userId } = factor;
  const backupCodes = factor.backupCodes.filter((kept) => kept !== hash);
  await tx.twoFactor.update({ where: { userId }, data: { backupCodes } });
  await recordOfUser(tx, userId, 'user.backup-code-used');
}

/**
 * Asks for the code of somebody who has a second factor, in the transaction that makes the session.
 * @throws {DomainError} two-factor-required, or WrongCode
 */
export async function requireSecondFactor(
  app: Tools,
  tx: Tx,
  userId: string,
  code: string | null,
): Promise<void> {
  const factor = await lockedFactor(tx, userId);
  if (!factor?.confirmedAt) return;
  if (code === null)
    throw new DomainError(
      'two-factor-required',
      'Enter the code of your authenticator app, or a backup code.',
      CODE,
    );
  await takeCode(app, tx, factor, code);
}
