import type { Invitation } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import type { Tx } from '../../platform/database/db.js';
import { invalidInput } from '../../platform/errors.js';
import { announceUser } from '../notify.js';
import { hashToken } from '../tokens.js';
import { stands } from './stands.js';

/** An invitation that may be accepted, locked. */
export type OpenInvitation = Invitation;

interface Invited {
  userId: string;
  email: string;
}

/**
 * The invitation that a token of a mail belongs to.
 * @throws {DomainError} invalid-input where the token is wrong, used, revoked, expired, or for another address, or whoever
 *   invited may not any more
 */
export async function openInvitation(
  app: App,
  tx: Tx,
  email: string,
  token: string,
): Promise<OpenInvitation> {
  const [locked] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM invitation WHERE token_hash = ${hashToken(token)} FOR UPDATE`;
  const invitation = locked && (await tx.invitation.findUnique({ where: { id: locked.id } }));
  if (!invitation || invitation.email !== email || !(await stands(app, tx, invitation)))
    throw invalidInput(
      'The invitation is for another address, or was used, revoked, or has expired. Ask for a new one.',
      ['input', 'invitationToken'],
    );
  return invitation;
}

/** The invitations to an address that is known to be that of whoever asks, without their tokens. */
export async function openInvitationsTo(app: App, tx: Tx, email: string): Promise<OpenInvitation[]> {
  await tx.$queryRaw`SELECT id FROM invitation WHERE email = ${email} ORDER BY id FOR UPDATE`;
  const invitations = await tx.invitation.findMany({ where: { email }, orderBy: { id: 'asc' } });
  const standing: OpenInvitation[] = [];
  for (const invitation of invitations) if (await stands(app, tx, invitation)) standing.push(invitation);
  return standing;
}

/** Makes somebody a member by an invitation. It was mailed to the address, which is thereby verified. */
export async function acceptInvitationOf(
  app: App,
  tx: Tx,
  { userId, email }: Invited,
  { id, organizationId, role, departmentId }: OpenInvitation,
): Promise<void> {
  await tx.membership.upsert({
    where: { organizationId_userId: { organizationId, userId } },
    create: { organizationId, userId, role, departmentId },
    update: { role, departmentId, removedAt: null, disabledAt: null },
  });
  await tx.invitation.update({ where: { id }, data: { acceptedAt: app.clock() } });
  await tx.user.update({ where: { id: userId }, data: { emailVerified: true } });
  await recordAudit(
    tx,
    { organizationId, userId },
    {
      action: 'invitation.accepted',
      subjectType: 'invitation',
      subjectId: id,
      details: { email, role },
    },
  );
  await announceUser(tx, userId);
}

/**
 * Joins the organization of an invitation, for somebody who has an account and is signed in.
 * @returns the id of the organization
 * @throws {DomainError} invalid-input
 */
export async function acceptInvitation(app: App, userId: string, token: string): Promise<string> {
  return app.db.$transaction(async (tx) => {
    const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    const invitation = await openInvitation(app, tx, email, token);
    await acceptInvitationOf(app, tx, { userId, email }, invitation);
    return invitation.organizationId;
  });
}
