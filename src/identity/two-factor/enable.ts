import { randomBytes } from 'node:crypto';
import type { App } from '../../app-types.js';
import type { Tx } from '../../platform/database/db.js';
import { conflict } from '../../platform/errors.js';
import type { Caller } from '../caller.js';
import { requireSession } from '../fresh.js';
import { proveFresh } from '../sessions/reauthenticate.js';
import { hashBackupCode, newBackupCodes } from './backup-codes.js';
import { countingCode, lockedFactor, takeTotp } from './check-code.js';
import { sealSecret } from './secret.js';
import { settleFactor } from './settle.js';
import { base32, otpauthUri } from './totp.js';

// RFC 4226, 4 recommends 160 bits.
const SECRET_BYTES = 20;
const ISSUER = 'Bidwright';

export interface NewFactor {
  userId: string;
  /** For a QR code. */
  uri: string;
  /** The same for typing in, base 32. */
  secret: string;
  backupCodes: string[];
}

/**
 * Begins to switch the second factor on, which counts from the first code on: see `confirmTwoFactor`. Begun anew, what
 * was begun before is worth nothing.
 * @param password null where the session is fresh
 * @returns what is shown this once
 * @throws {DomainError} reauthenticate; conflict where it is on
 */
export async function enableTwoFactor(app: App, caller: Caller, password: string | null): Promise<NewFactor> {
  requireSession(caller);
  await proveFresh(app, caller, password);
  const { userId } = caller;
  const secret = randomBytes(SECRET_BYTES);
  const backupCodes = newBackupCodes();
  const kept = {
    sealedSecret: sealSecret(app, userId, secret),
    backupCodes: backupCodes.map((code) => hashBackupCode(secret, code)),
    lastStep: 0,
    createdAt: app.clock(),
  };
  const email = await app.db.$transaction(async (tx) => {
    if ((await lockedFactor(tx, userId))?.confirmedAt)
      throw conflict('Two-factor sign-in is on already. Switch it off first to set it up anew.');
    await tx.twoFactor.upsert({ where: { userId }, create: { userId, ...kept }, update: kept });
    return (await tx.user.findUniqueOrThrow({ where: { id: userId } })).email;
  });
  return { userId, uri: otpauthUri(secret, ISSUER, email), secret: base32(secret), backupCodes };
}

/**
 * Switches the second factor on by its first code; all other sessions end.
 * @throws {DomainError} conflict where it is on, or nothing was begun; unauthenticated for a wrong code; locked
 */
export async function confirmTwoFactor(app: App, caller: Caller, code: string): Promise<string> {
  const session = requireSession(caller);
  const { userId } = caller;
  const confirm = async (tx: Tx) => {
    const factor = await lockedFactor(tx, userId);
    if (!factor) throw conflict('Nothing is there to confirm. Call enableTwoFactor first.');
    if (factor.confirmedAt) throw conflict('Two-factor sign-in is on already.');
    await takeTotp(app, tx, factor, code.replaceAll(' ', ''));
    await tx.twoFactor.update({ where: { userId }, data: { confirmedAt: app.clock() } });
    await tx.user.update({ where: { id: userId }, data: { twoFactorEnabled: true } });
  };
  await countingCode(app, userId, () => settleFactor(app, userId, 'user.two-factor-on', session.id, confirm));
  return userId;
}
