import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { conflict, notFound } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import { type Actor, requirePermission } from '../actor.js';
import type { Caller } from '../caller.js';
import { requireFresh } from '../fresh.js';
import { INVITATION_DAYS, isOpen } from '../invitation-rules.js';
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
 * @throws {DomainError} forbidden, reauthenticate, invalid-input; conflict for somebody who is a member
 */
export async function inviteMember(
  app: App,
  actor: Actor,
  caller: Caller,
  input: InviteInput,
): Promise<string> {
  requirePermission(actor, 'members.manage');
  if (input.role === 'owner') requirePermission(actor, 'organization.transfer');
  requireFresh(app, caller);
  const email = emailInput(input.email, ['input', 'email']);
  const { organizationId, userId } = actor;
  const { role, departmentId } = input;
  const now = app.clock();
  const [id, token] = [newId(), newToken()];
  const name = await app.db.$transaction(async (tx) => {
    const { name } = await tx.organization.findUniqueOrThrow({ where: { id: organizationId } });
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
        tokenHash: hashToken(token),
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
    return name;
  });
  const { mailer, linkTo } = app.identity;
  await mailer.send({
    to: email,
    subject: `Invitation to ${name}`,
    text: `You are invited to join ${name} on Bidwright as ${role.replace('_', ' ')}. The invitation is valid for ${INVITATION_DAYS} days.\n\n${linkTo('/invitation', token)}\n\nToken: ${token}\n`,
  });
  return id;
}

/** Takes an invitation back that is open. */
export async function revokeInvitation(app: App, actor: Actor, id: string): Promise<string> {
  requirePermission(actor, 'members.manage');
  const now = app.clock();
  const where = { id, organizationId: actor.organizationId };
  await app.db.$transaction(async (tx) => {
    const invitation = await tx.invitation.findFirst({ where });
    if (!invitation) throw notFound('The invitation');
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
