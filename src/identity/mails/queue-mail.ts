import type { App } from '../../app-types.js';
import type { Tx } from '../../platform/database/db.js';
import { MAIL_CHANNEL } from '../../platform/events/wakeups.js';
import { newId } from '../../platform/ids.js';
import { ASKED, isNotice, type Notice, type QueuedMail } from './kinds.js';

const WINDOW_MS = 3_600_000;

/** Where mail to an address ends up: what stands behind a "+", and dots, make no other mailbox. */
export const mailboxOf = (address: string): string => {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at).replace(/\+.*/s, '').replaceAll('.', '');
  return `${local}${address.slice(at)}`.toLowerCase();
};

/**
 * Puts a mail in line, in the transaction of what it is about; a process sends it once that is committed. One that is in
 * line for the same cause already stands for both. The same is done whoever has the address, and whether anybody has.
 * @returns false where the mailbox has had its share of this hour: `MAILS_PER_ADDRESS` of what others can ask for, and of
 *   each notice as many, so that nobody can hush one up. The last is kept for resets, which the owner may need most.
 */
export async function queueMail(
  { env, clock }: Pick<App, 'env' | 'clock'>,
  tx: Tx,
  mail: QueuedMail,
): Promise<boolean> {
  const { kind, address } = mail;
  const invitationId = mail.kind === 'invitation' ? mail.invitationId : null;
  const mailbox = mailboxOf(address);
  const now = clock();
  // Those who ask at the same moment are counted one after the other.
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`mail ${mailbox}`}, 0))::text`;
  const had = await tx.queuedMail.count({
    where: {
      mailbox,
      kind: { in: isNotice(kind) ? [kind] : [...ASKED] },
      createdAt: { gt: new Date(now.getTime() - WINDOW_MS) },
    },
  });
  const { mailsOfAddress } = env.quotas;
  const share =
    isNotice(kind) || kind === 'password-reset' ? mailsOfAddress : Math.max(1, mailsOfAddress - 1);
  if (mailsOfAddress && had >= share) return false;
  const cause = JSON.stringify([kind, address, invitationId]);
  await tx.queuedMail.createMany({
    data: [{ id: newId(), kind, address, mailbox, invitationId, cause, createdAt: now }],
    skipDuplicates: true,
  });
  await tx.$queryRaw`SELECT pg_notify(${MAIL_CHANNEL}, ${`${MAIL_CHANNEL} 0`})::text`;
  return true;
}

/** Tells the owner of an account what has become of it, in the transaction of the change. */
export async function tellOwner(
  app: Pick<App, 'env' | 'clock'>,
  tx: Tx,
  userId: string,
  kind: Notice,
): Promise<void> {
  const { email: address } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  await queueMail(app, tx, { kind, address });
}
