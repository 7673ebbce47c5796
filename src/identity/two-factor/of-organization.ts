import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { asSystem } from '../../platform/database/scope.js';
import { conflict } from '../../platform/errors.js';
import type { ExpectedVersion } from '../../platform/versions.js';
import { type Actor, requirePermission } from '../actor.js';
import type { Caller } from '../caller.js';
import { requireFresh } from '../fresh.js';
import { tellOwner } from '../mails/queue-mail.js';
import { lockedMember, lockedOrganization } from '../members/owners.js';
import { announceUser } from '../notify.js';
import { forgetCodes } from './check-code.js';
import { removeFactor } from './settle.js';

/**
 * Takes away the second factor of a member who has lost it with all backup codes; all sessions of the member end. The
 * account is the member's in every organization, so one who is in others too is nobody's alone to reset.
 * @throws {DomainError} forbidden, reauthenticate, not-found; conflict where it is off, one's own, or of somebody who is
 *   in other organizations too
 */
export async function resetMemberTwoFactor(
  app: App,
  actor: Actor,
  caller: Caller,
  userId: string,
  expectedVersion?: ExpectedVersion,
): Promise<string> {
  requirePermission(actor, 'members.manage');
  requireFresh(app, caller);
  if (userId === actor.userId) throw conflict('Switch your own second factor off with disableTwoFactor.');
  // Second factors are of users, who may belong to several organizations.
  return asSystem('account', () => reset(app, actor, userId, expectedVersion));
}

async function reset(
  app: App,
  actor: Actor,
  userId: string,
  expectedVersion: ExpectedVersion,
): Promise<string> {
  const { organizationId } = actor;
  await app.db.$transaction(async (tx) => {
    const member = await lockedMember(tx, organizationId, userId, expectedVersion);
    if (member.role === 'owner') requirePermission(actor, 'organization.transfer');
    const elsewhere = { userId, removedAt: null, organizationId: { not: organizationId } };
    if (await tx.membership.count({ where: elsewhere }))
      throw conflict(
        'The member is in other organizations too, whom the second factor protects as well. Ask the operator of the service.',
      );
    if (!(await tx.twoFactor.findFirst({ where: { userId, confirmedAt: { not: null } } })))
      throw conflict('Two-factor sign-in of the member is off.');
    await removeFactor(tx, userId);
    await tx.authSession.deleteMany({ where: { userId } });
    await recordAudit(tx, actor, {
      action: 'member.two-factor-reset',
      subjectType: 'user',
      subjectId: userId,
      details: {},
    });
    await tellOwner(app, tx, userId, 'member.two-factor-reset');
    await announceUser(tx, userId);
  });
  await forgetCodes(app, userId);
  return userId;
}

/**
 * Keeps members without a second factor out of the organization, and their API keys, or lets them in again.
 * @throws {DomainError} forbidden, reauthenticate; conflict for somebody who would keep himself out
 */
export async function requireTwoFactor(
  app: App,
  actor: Actor,
  caller: Caller,
  required: boolean,
  expectedVersion?: ExpectedVersion,
): Promise<string> {
  requirePermission(actor, 'organization.edit');
  requireFresh(app, caller);
  const { organizationId: id, userId } = actor;
  await app.db.$transaction(async (tx) => {
    await lockedOrganization(tx, id, expectedVersion);
    const { twoFactorEnabled } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    if (required && !twoFactorEnabled)
      throw conflict('You would keep yourself out. Switch two-factor sign-in on for yourself first.');
    await tx.organization.update({ where: { id }, data: { requireTwoFactor: required } });
    await recordAudit(tx, actor, {
      action: 'organization.two-factor-required',
      subjectType: 'organization',
      subjectId: id,
      details: { required },
    });
    const members = await tx.membership.findMany({ where: { organizationId: id, removedAt: null } });
    for (const member of members) await announceUser(tx, member.userId);
  });
  return id;
}
