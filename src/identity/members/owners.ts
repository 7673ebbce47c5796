import type { Tx } from '../../platform/database/db.js';
import { conflict, notFound } from '../../platform/errors.js';
import { checkVersion, type ExpectedVersion } from '../../platform/versions.js';

/**
 * Locks the organization until the end of the transaction.
 * @throws {StaleVersion}
 */
export async function lockedOrganization(
  tx: Tx,
  id: string,
  expectedVersion?: ExpectedVersion,
): Promise<void> {
  await tx.$queryRaw`SELECT id FROM organization WHERE id = ${id}::uuid FOR UPDATE`;
  if (expectedVersion == null) return;
  const organization = await tx.organization.findUniqueOrThrow({ where: { id } });
  checkVersion('The organization', organization, expectedVersion);
}

/**
 * The membership of a user, with the organization locked: changes of members happen one after the other, so that two
 * owners cannot both leave.
 * @throws {DomainError} not-found; StaleVersion
 */
export async function lockedMember(
  tx: Tx,
  organizationId: string,
  userId: string,
  expectedVersion?: ExpectedVersion,
) {
  await lockedOrganization(tx, organizationId);
  const member = await tx.membership.findFirst({ where: { organizationId, userId, removedAt: null } });
  if (!member) throw notFound('The member');
  checkVersion('The member', { id: userId, version: member.version }, expectedVersion);
  return member;
}

/**
 * Called after a change: an organization always has an owner who can act.
 * @throws {DomainError} conflict
 */
export async function requireOwner(tx: Tx, organizationId: string): Promise<void> {
  const owners = await tx.membership.count({
    where: { organizationId, role: 'owner', removedAt: null, disabledAt: null, user: { deletedAt: null } },
  });
  if (!owners)
    throw conflict('The organization would be without an owner. Make somebody else an owner first.');
}
