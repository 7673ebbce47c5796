import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { conflict, notFound } from '../../platform/errors.js';
import { tellOwner } from '../mails/queue-mail.js';
import { announceUser } from '../notify.js';
import { emailInput } from '../sign-up.js';
import { forgetCodes } from './check-code.js';
import { removeFactor } from './settle.js';

/**
 * Takes away the second factor of whoever has an address, and ends all sessions: what is left to the operator where no
 * admin can. The records name nobody as the one who did it.
 * @throws {DomainError} not-found; conflict where it is off
 */
export async function resetTwoFactorOf(
  app: Pick<App, 'db' | 'sql' | 'env' | 'clock'>,
  given: string,
): Promise<void> {
  const email = emailInput(given, []);
  const userId = await app.db.$transaction(async (tx) => {
    const user = await tx.user.findUnique({
      where: { email },
      include: { twoFactor: true, memberships: true },
    });
    if (!user) throw notFound(`An account with the address ${email}`);
    if (!user.twoFactor?.confirmedAt) throw conflict(`Two-factor sign-in of ${email} is off.`);
    await removeFactor(tx, user.id);
    await tx.authSession.deleteMany({ where: { userId: user.id } });
    for (const { organizationId } of user.memberships)
      await recordAudit(
        tx,
        { organizationId, userId: null },
        { action: 'user.two-factor-reset', subjectType: 'user', subjectId: user.id, details: {} },
      );
    await tellOwner(app, tx, user.id, 'user.two-factor-reset');
    await announceUser(tx, user.id);
    return user.id;
  });
  await forgetCodes(app, userId);
}
