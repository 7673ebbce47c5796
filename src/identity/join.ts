import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import type { Tx } from '../platform/database/db.js';
import { newId } from '../platform/ids.js';
import { lineInput } from '../platform/text/text-input.js';
import { DEFAULT_ACTOR } from './default-actor.js';
import { acceptInvitationOf, type OpenInvitation } from './invitations/accept-invitation.js';
import { announceAccounts } from './notify.js';

/** Whether an account that this transaction makes is the first one; nobody else makes one until it ends. */
export async function isFirstAccount(tx: Tx): Promise<boolean> {
  // Two at the same moment would both be the first.
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('bidwright first account'))::text`;
  return (await tx.authAccount.count({ take: 1 })) === 0;
}

/**
 * Gives a new account the organizations it was invited to; without an invitation that of single-user mode, which it
 * ends, or a new one.
 * @param isFirst asked before the account was made
 */
export async function join(
  app: App,
  tx: Tx,
  user: { userId: string; email: string },
  given: { isFirst: boolean; organizationName: string; invitations: readonly OpenInvitation[] },
): Promise<void> {
  const { isFirst, invitations, organizationName } = given;
  for (const invitation of invitations) await acceptInvitationOf(app, tx, user, invitation);
  if (!invitations.length) {
    const { userId, email } = user;
    const organizationId = isFirst ? await takeOver(app, tx, userId) : await found(tx, organizationName);
    await tx.membership.create({ data: { organizationId, userId, role: 'owner' } });
    await recordAudit(
      tx,
      { organizationId, userId },
      {
        action: 'user.signed-up',
        subjectType: 'user',
        subjectId: userId,
        details: { email, first: isFirst },
      },
    );
  }
  if (isFirst) await announceAccounts(tx);
}

/** Ends the membership of the user as whom requests acted; what there is stays with the organization. */
async function takeOver(app: App, tx: Tx, ownerId: string): Promise<string> {
  const { organizationId, userId } = DEFAULT_ACTOR;
  await tx.membership.updateMany({ where: { organizationId, userId }, data: { removedAt: app.clock() } });
  // Whom that user invited, the new owner has invited.
  await tx.invitation.updateMany({
    where: { organizationId, invitedById: userId },
    data: { invitedById: ownerId },
  });
  return organizationId;
}

async function found(tx: Tx, name: string): Promise<string> {
  const { id } = await tx.organization.create({
    data: { id: newId(), name: lineInput(name, 'The name', ['input', 'organizationName']) },
  });
  return id;
}
