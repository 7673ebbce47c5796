import type { Invitation } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import type { Tx } from '../../platform/database/db.js';
import type { Person } from '../actor.js';
import { isOpen, mayInvite } from '../invitation-rules.js';
import { hashToken, newToken } from '../tokens.js';

/** Whether an invitation is open, and whoever made it may still invite to that role. */
export async function stands(
  { clock }: Pick<App, 'clock'>,
  tx: Tx,
  invitation: Invitation,
): Promise<boolean> {
  if (!isOpen(invitation, clock())) return false;
  const { organizationId, invitedById: userId, role } = invitation;
  const inviter = await tx.membership.findFirst({
    where: { organizationId, userId, removedAt: null, disabledAt: null },
  });
  return inviter !== null && mayInvite(inviter.role, role);
}

/**
 * Revokes what a member has invited to and may not any more, inside the change that takes the right away.
 * @param actor who makes that change
 */
export async function revokeFallen(
  app: Pick<App, 'clock'>,
  tx: Tx,
  actor: Person,
  invitedById: string,
): Promise<void> {
  const { organizationId } = actor;
  const made = await tx.invitation.findMany({
    where: { organizationId, invitedById, acceptedAt: null, revokedAt: null },
  });
  for (const invitation of made) {
    if (await stands(app, tx, invitation)) continue;
    const { id, email, role } = invitation;
    await tx.invitation.update({ where: { id }, data: { revokedAt: app.clock() } });
    await recordAudit(tx, actor, {
      action: 'invitation.revoked',
      subjectType: 'invitation',
      subjectId: id,
      details: { email, role },
    });
  }
}

/**
 * Makes the token that is mailed, of which the database keeps a hash; one that was mailed before is worth nothing then.
 * @returns null where the invitation does not stand
 */
export const renewToken = (app: App, id: string): Promise<{ token: string; role: string } | null> =>
  app.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM invitation WHERE id = ${id}::uuid FOR UPDATE`;
    const invitation = await tx.invitation.findUnique({ where: { id } });
    if (!invitation || !(await stands(app, tx, invitation))) return null;
    const token = newToken();
    await tx.invitation.update({ where: { id }, data: { tokenHash: hashToken(token) } });
    return { token, role: invitation.role };
  });
