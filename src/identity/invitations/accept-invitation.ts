import type { Invitation } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import type { Tx } from '../../platform/db.js';
import { invalidInput } from '../../platform/errors.js';
import { isOpen } from '../invitation-rules.js';
import { announceUser } from '../notify.js';
import { hashToken } from '../tokens.js';

/**
 * Finds the open invitation of an address by the token that was mailed to it, and locks it.
 * @throws {DomainError} invalid-input where the token is wrong, used, revoked, expired, or for another address
 */
export async function openInvitation(app: App, tx: Tx, email: string, token: string): Promise<Invitation> {
  const [locked] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM invitation WHERE token_hash = ${hashToken(token)} FOR UPDATE`;
  const invitation = locked && (await tx.invitation.findUnique({ where: { id: locked.id } }));
  if (!invitation || !isOpen(invitation, app.clock()) || invitation.email !== email)
    throw invalidInput(
      'The invitation is for another address, or was used, revoked, or has expired. Ask for a new one.',
      ['input', 'invitationToken'],
    );
  return invitation;
}

/**
 * Makes somebody a member by the token of an invitation. It was mailed to the address, which is thereby verified.
 * @returns the id of the organization
 * @throws {DomainError} invalid-input as `openInvitation`
 */
export async function acceptFor(
  app: App,
  tx: Tx,
  { userId, email }: { userId: string; email: string },
  token: string,
): Promise<string> {
  const invitation = await openInvitation(app, tx, email, token);
  const { organizationId, role, departmentId } = invitation;
  await tx.membership.upsert({
    where: { organizationId_userId: { organizationId, userId } },
    create: { organizationId, userId, role, departmentId },
    update: { role, departmentId, removedAt: null, disabledAt: null },
  });
  await tx.invitation.update({ where: { id: invitation.id }, data: { acceptedAt: app.clock() } });
  await tx.user.update({ where: { id: userId }, data: { emailVerified: true } });
  await recordAudit(
    tx,
    { organizationId, userId },
    {
      action: 'invitation.accepted',
      subjectType: 'invitation',
      subjectId: invitation.id,
      details: { email, role },
    },
  );
  await announceUser(tx, userId);
  return organizationId;
}

/** The same for somebody who has an account and is signed in. */
export async function acceptInvitation(app: App, userId: string, token: string): Promise<string> {
  return app.db.$transaction(async (tx) => {
    const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    return acceptFor(app, tx, { userId, email }, token);
  });
}
