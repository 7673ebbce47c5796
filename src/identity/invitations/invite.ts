import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { asSystem } from '../../platform/database/scope.js';
import { conflict, DomainError, notFound } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import { checkVersion, type ExpectedVersion } from '../../platform/versions.js';
import { type Actor, requirePermission } from '../actor.js';
import type { Caller } from '../caller.js';
import { requireFresh } from '../fresh.js';
import { INVITATION_DAYS, isOpen, neededToInvite } from '../invitation-rules.js';
import { queueMail } from '../mails/queue-mail.js';
import type { Role } from '../permissions.js';
import { emailInput } from '../sign-up.js';
import { hashToken, newToken } from '../tokens.js';

export interface InviteInput {
  email: string;
  role: Role;
  departmentId: string | null;
}

/**
 * Mails an invitation to the organization; an open one to the same address is revoked by it.
 * @throws {DomainError} forbidden, reauthenticate, invalid-input; conflict for somebody who is a member; rate-limited where
 *   the address was sent too much
 */
export async function inviteMember(
  app: App,
  actor: Actor,
  caller: Caller,
  input: InviteInput,
): Promise<string> {
  for (const permission of neededToInvite(input.role)) requirePermission(actor, permission);
  requireFresh(app, caller);
  const email = emailInput(input.email, ['input', 'email']);
  const { organizationId, userId } = actor;
  const { role, departmentId } = input;
  const now = app.clock();
  const id = newId();
  // The mail, which belongs to no organization, is in line if and only if the invitation is there.
  const invite = () =>
    app.db.$transaction(async (tx) => {
      if (await tx.membership.findFirst({ where: { organizationId, user: { email }, removedAt: null } }))
        throw conflict('Somebody with this address is a member already.');
      if (departmentId && !(await tx.department.findFirst({ where: { id: departmentId, organizationId } })))
        throw notFound('The department');
      await tx.invitation.updateMany({
        where: { organizationId, email, acceptedAt: null, revokedAt: null },
        data: { revokedAt: now },
      });
      await tx.invitation.create({
        data: {
          id,
          organizationId,
          email,
          role,
          departmentId,
          // Of a token that nobody has: the one that is mailed is made with the mail.
          tokenHash: hashToken(newToken()),
          invitedById: userId,
          createdAt: now,
          expiresAt: new Date(now.getTime() + INVITATION_DAYS * 86_400_000),
        },
      });
      const details = { email, role };
      await recordAudit(tx, actor, {
        action: 'invitation.created',
        subjectType: 'invitation',
        subjectId: id,
        details,
      });
      if (!(await queueMail(app, tx, { kind: 'invitation', address: email, invitationId: id })))
        throw new DomainError(
          'rate-limited',
          'This address was sent as many mails as it may get in an hour. Try again later.',
          ['input', 'email'],
        );
    });
  await asSystem('account', invite);
  return id;
}

/** Takes an invitation back that is open. */
export async function revokeInvitation(
  app: App,
  actor: Actor,
  id: string,
  expectedVersion?: ExpectedVersion,
): Promise<string> {
  requirePermission(actor, 'members.manage');
  const now = app.clock();
  const where = { id, organizationId: actor.organizationId };
  await app.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM invitation WHERE id = ${id}::uuid FOR UPDATE`;
    const invitation = await tx.invitation.findFirst({ where });
    if (!invitation) throw notFound('The invitation');
    checkVersion('The invitation', invitation, expectedVersion);
    const { count } = await tx.invitation.updateMany({
      where: { ...where, acceptedAt: null, revokedAt: null },
      data: { revokedAt: now },
    });
    if (!count || !isOpen(invitation, now))
      throw conflict('The invitation was accepted or revoked, or has expired.');
    const { email, role } = invitation;
    await recordAudit(tx, actor, {
      action: 'invitation.revoked',
      subjectType: 'invitation',
      subjectId: id,
      details: { email, role },
    });
  });
  return id;
}
