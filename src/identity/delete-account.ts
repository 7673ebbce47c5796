import type { App } from '../app-types.js';
import type { Caller } from './caller.js';
import { forgetResets } from './claim-account.js';
import { requireFresh, requireSession } from './fresh.js';
import { revokeFallen } from './invitations/stands.js';
import { lockedMember, requireOwner } from './members/owners.js';
import { announceUser } from './notify.js';
import { recordOwn } from './sessions/sessions.js';

/**
 * Deletes one's own account: nobody signs in with it any more, its sessions and keys end. The row stays for what it is
 * referred to by.
 * @throws {DomainError} reauthenticate; conflict for the last owner of an organization
 */
export async function deleteAccount(app: App, caller: Caller): Promise<string> {
  requireSession(caller);
  requireFresh(app, caller);
  const { userId } = caller;
  const now = app.clock();
  await app.db.$transaction(async (tx) => {
    const memberships = await tx.membership.findMany({
      where: { userId, removedAt: null },
      orderBy: { organizationId: 'asc' },
    });
    await tx.user.update({ where: { id: userId }, data: { deletedAt: now } });
    for (const { organizationId } of memberships) {
      await lockedMember(tx, organizationId, userId);
      if (await tx.membership.count({ where: { organizationId, removedAt: null, userId: { not: userId } } }))
        await requireOwner(tx, organizationId);
    }
    await tx.membership.updateMany({ where: { userId, removedAt: null }, data: { removedAt: now } });
    for (const { organizationId } of memberships)
      await revokeFallen(app, tx, { organizationId, userId }, userId);
    await tx.apiKey.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } });
    await tx.authSession.deleteMany({ where: { userId } });
    await forgetResets(tx, userId);
    await recordOwn(tx, caller, {
      action: 'user.deleted',
      subjectType: 'user',
      subjectId: userId,
      details: {},
    });
    await announceUser(tx, userId);
  });
  return userId;
}
