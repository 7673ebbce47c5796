import type { Membership } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import type { Tx } from '../../platform/database/db.js';
import { conflict, notFound } from '../../platform/errors.js';
import type { ExpectedVersion } from '../../platform/versions.js';
import { type Actor, requirePermission } from '../actor.js';
import type { Caller } from '../caller.js';
import { requireFresh } from '../fresh.js';
import { revokeFallen } from '../invitations/stands.js';
import { announceUser } from '../notify.js';
import type { Role } from '../permissions.js';
import { endSessionsIn } from '../sessions/sessions.js';
import { lockedMember, requireOwner } from './owners.js';

/** Checks that the actor may, under the lock; owners are changed by owners alone. */
function onMember(
  app: App,
  actor: Actor,
  { userId, expectedVersion }: { userId: string; expectedVersion?: ExpectedVersion },
  change: (tx: Tx, member: Membership) => Promise<void>,
): Promise<string> {
  const { organizationId } = actor;
  return app.db.$transaction(async (tx) => {
    const member = await lockedMember(tx, organizationId, userId, expectedVersion);
    if (member.role === 'owner') requirePermission(actor, 'organization.transfer');
    await change(tx, member);
    await requireOwner(tx, organizationId);
    await revokeFallen(app, tx, actor, userId);
    await announceUser(tx, userId);
    return userId;
  });
}

const keyOf = ({ organizationId, userId }: Membership) => ({
  organizationId_userId: { organizationId, userId },
});

export interface ChangeMemberInput {
  userId: string;
  role: Role | null;
  /** Null takes the member out of its department; undefined leaves it. */
  departmentId: string | null | undefined;
  expectedVersion?: ExpectedVersion;
}

/**
 * Gives a member another role or department.
 * @throws {DomainError} forbidden, reauthenticate, not-found; conflict where no owner would be left
 */
export async function changeMember(
  app: App,
  actor: Actor,
  caller: Caller,
  { userId, role, departmentId, expectedVersion }: ChangeMemberInput,
): Promise<string> {
  requirePermission(actor, 'members.manage');
  if (role === 'owner') requirePermission(actor, 'organization.transfer');
  requireFresh(app, caller);
  const { organizationId } = actor;
  return onMember(app, actor, { userId, expectedVersion }, async (tx, member) => {
    if (departmentId && !(await tx.department.findFirst({ where: { id: departmentId, organizationId } })))
      throw notFound('The department');
    const to = role ?? member.role;
    const changed = await tx.membership.update({ where: keyOf(member), data: { role: to, departmentId } });
    await recordAudit(tx, actor, {
      action: 'member.changed',
      subjectType: 'user',
      subjectId: userId,
      details: { from: member.role, to, departmentId: changed.departmentId },
    });
  });
}

/** Locks a member out of the organization: sessions that act for it and keys end at once. Or lets him in again. */
export async function setMemberDisabled(
  app: App,
  actor: Actor,
  caller: Caller,
  input: { userId: string; disabled: boolean; expectedVersion?: ExpectedVersion },
): Promise<string> {
  requirePermission(actor, 'members.manage');
  requireFresh(app, caller);
  const { userId, disabled } = input;
  return onMember(app, actor, input, async (tx, member) => {
    if ((member.disabledAt !== null) === disabled)
      throw conflict(disabled ? 'The member is disabled already.' : 'The member is not disabled.');
    await tx.membership.update({ where: keyOf(member), data: { disabledAt: disabled ? app.clock() : null } });
    if (disabled) await endSessionsIn(tx, member);
    await recordAudit(tx, actor, {
      action: disabled ? 'member.disabled' : 'member.enabled',
      subjectType: 'user',
      subjectId: userId,
      details: { role: member.role },
    });
  });
}

/** Takes a member out of the organization; what he wrote stays under his name. One may always leave oneself. */
export async function removeMember(
  app: App,
  actor: Actor,
  caller: Caller,
  userId: string,
  expectedVersion?: ExpectedVersion,
): Promise<string> {
  if (userId !== actor.userId || actor.scopes) requirePermission(actor, 'members.manage');
  requireFresh(app, caller);
  const { organizationId } = actor;
  return app.db.$transaction(async (tx) => {
    const member = await lockedMember(tx, organizationId, userId, expectedVersion);
    if (member.role === 'owner' && userId !== actor.userId) requirePermission(actor, 'organization.transfer');
    const now = app.clock();
    await tx.membership.update({ where: keyOf(member), data: { removedAt: now } });
    await tx.apiKey.updateMany({
      where: { organizationId, userId, revokedAt: null },
      data: { revokedAt: now },
    });
    await requireOwner(tx, organizationId);
    await endSessionsIn(tx, member);
    await revokeFallen(app, tx, actor, userId);
    await recordAudit(tx, actor, {
      action: 'member.removed',
      subjectType: 'user',
      subjectId: userId,
      details: { role: member.role },
    });
    return userId;
  });
}

/** Makes another member the owner, and the one who does it an admin. */
export async function transferOwnership(
  app: App,
  actor: Actor,
  caller: Caller,
  userId: string,
  expectedVersion?: ExpectedVersion,
): Promise<string> {
  requirePermission(actor, 'organization.transfer');
  requireFresh(app, caller);
  const { organizationId } = actor;
  if (userId === actor.userId) throw conflict('You are the owner already.');
  return app.db.$transaction(async (tx) => {
    const next = await lockedMember(tx, organizationId, userId, expectedVersion);
    if (next.disabledAt) throw conflict('The member is disabled. Enable the member first.');
    const last = await lockedMember(tx, organizationId, actor.userId);
    await tx.membership.update({ where: keyOf(next), data: { role: 'owner' } });
    await tx.membership.update({ where: keyOf(last), data: { role: 'admin' } });
    await recordAudit(tx, actor, {
      action: 'ownership.transferred',
      subjectType: 'user',
      subjectId: userId,
      details: { from: actor.userId },
    });
    await revokeFallen(app, tx, actor, actor.userId);
    await announceUser(tx, userId);
    await announceUser(tx, actor.userId);
    return userId;
  });
}
