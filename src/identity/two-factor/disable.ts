import type { App } from '../../app-types.js';
import type { Tx } from '../../platform/database/db.js';
import { conflict } from '../../platform/errors.js';
import type { Caller } from '../caller.js';
import { requireSession } from '../fresh.js';
import { proveFresh } from '../sessions/reauthenticate.js';
import { hashBackupCode, newBackupCodes } from './backup-codes.js';
import { countingCode, forgetCodes, lockedFactor, takeCode } from './check-code.js';
import { openSecret } from './secret.js';
import { removeFactor, settleFactor } from './settle.js';

/** @throws {DomainError} conflict where the second factor is off */
async function factorThatIsOn(tx: Tx, userId: string) {
  const factor = await lockedFactor(tx, userId);
  if (!factor?.confirmedAt) throw conflict('Two-factor sign-in is off.');
  return factor;
}

/**
 * Switches the second factor off; all other sessions end. It takes a code of it, or a fresh session.
 * @throws {DomainError} reauthenticate; unauthenticated for a wrong code or password; conflict where it is off; locked
 */
export async function disableTwoFactor(
  app: App,
  caller: Caller,
  { code, password }: { code: string | null; password: string | null },
): Promise<string> {
  const session = requireSession(caller);
  const { userId } = caller;
  const disable = () =>
    settleFactor(app, userId, 'user.two-factor-off', session.id, async (tx) => {
      const factor = await factorThatIsOn(tx, userId);
      if (code !== null) await takeCode(app, tx, factor, code);
      await removeFactor(tx, userId);
    });
  if (code !== null) await countingCode(app, userId, disable);
  else {
    await proveFresh(app, caller, password);
    await disable();
    await forgetCodes(app, userId);
  }
  return userId;
}

/**
 * Makes new backup codes; the old ones are worth nothing from then on.
 * @returns what is shown this once
 * @throws {DomainError} reauthenticate; conflict where the second factor is off
 */
export async function renewBackupCodes(
  app: App,
  caller: Caller,
  password: string | null,
): Promise<{ userId: string; backupCodes: string[] }> {
  const session = requireSession(caller);
  await proveFresh(app, caller, password);
  const { userId } = caller;
  const codes = newBackupCodes();
  await settleFactor(app, userId, 'user.backup-codes-renewed', session.id, async (tx) => {
    const secret = openSecret(app, await factorThatIsOn(tx, userId));
    const backupCodes = codes.map((code) => hashBackupCode(secret, code));
    await tx.twoFactor.update({ where: { userId }, data: { backupCodes } });
  });
  return { userId, backupCodes: codes };
}
