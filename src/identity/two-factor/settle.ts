import type { App } from '../../app-types.js';
import type { Tx } from '../../platform/db.js';
import { announceUser } from '../notify.js';
import { recordOfUser } from '../sessions/sessions.js';

type Change = 'user.two-factor-on' | 'user.two-factor-off' | 'user.backup-codes-renewed';

type Told =
  | Change
  | 'member.two-factor-reset'
  | 'user.two-factor-reset'
  | 'user.provider-linked'
  | 'user.provider-unlinked';

const SENTENCES: Record<Told, string> = {
  'user.two-factor-on': 'Two-factor sign-in was switched on for your account.',
  'user.two-factor-off': 'Two-factor sign-in was switched off for your account.',
  'user.backup-codes-renewed': 'New backup codes were made for your account; the old ones are worth nothing.',
  'member.two-factor-reset':
    'An admin of your organization switched two-factor sign-in off for your account.',
  'user.two-factor-reset': 'The operator of the service switched two-factor sign-in off for your account.',
  'user.provider-linked': 'Your account was linked to a provider, and can be signed in to by it from now on.',
  'user.provider-unlinked': 'Your account can no longer be signed in to by a provider that it was linked to.',
};

/**
 * Changes what somebody signs in with: on record, other sessions ended (OWASP ASVS 5.0, 7.4.3), and told by mail
 * (6.3.7), so that an owner learns of what he did not do.
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
    await announceUser(tx, userId);
  });
  await tell(app, userId, action);
}

/** Takes somebody's second factor away. */
export async function removeFactor(tx: Tx, userId: string): Promise<void> {
  await tx.twoFactor.deleteMany({ where: { userId } });
  await tx.user.update({ where: { id: userId }, data: { twoFactorEnabled: false } });
}

/** What it takes to tell. */
export type Teller = Pick<App, 'db' | 'log'> & { identity: Pick<App['identity'], 'mailer'> };

/** Tells the owner of an account by mail. The change stands, whether or not the mail can be sent. */
export async function tell(app: Teller, userId: string, action: Told): Promise<void> {
  const { email, name } = await app.db.user.findUniqueOrThrow({ where: { id: userId } });
  const text = `Hello ${name},\n\n${SENTENCES[action]}\n\nIf this was not you, change your password and ask an admin of your organization.\n`;
  await app.identity.mailer
    .send({ to: email, subject: 'Your sign-in was changed', text })
    .catch((error: unknown) => app.log.warn({ err: error, userId }, 'a mail about a sign-in was not sent'));
}
