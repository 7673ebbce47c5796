import type { App } from '../../app-types.js';
import type { Tx } from '../../platform/database/db.js';
import { tellOwner } from '../mails/queue-mail.js';
import { announceUser } from '../notify.js';
import { recordOfUser } from '../sessions/sessions.js';

type Change = 'user.two-factor-on' | 'user.two-factor-off' | 'user.backup-codes-renewed';

/**
 * Changes what somebody signs in with: on record, other sessions ended (OWASP ASVS 5.0, 7.4.3), and told by mail
 * (6.3.7), so that an owner learns of what somebody else did.
 * @param keep the session that stays
 */
export async function settleFactor(
  app: App,
  userId: string,
  action: Change,
  keep: string,
  change: (tx: Tx) => Promise<void>,
): Promise<void> {
  await app.db.$transaction(async (tx) => {
    await change(tx);
    // What is done with other sessions alone does not shut them out: new backup codes.
    if (action !== 'user.backup-codes-renewed')
      await tx.authSession.deleteMany({ where: { userId, id: { not: keep } } });
    await recordOfUser(tx, userId, action);
    await tellOwner(app, tx, userId, action);
    await announceUser(tx, userId);
  });
}

/** Takes somebody's second factor away. */
export async function removeFactor(tx: Tx, userId: string): Promise<void> {
  await tx.twoFactor.deleteMany({ where: { userId } });
  await tx.user.update({ where: { id: userId }, data: { twoFactorEnabled: false } });
}
