import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { notFound } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import { lineInput } from '../../platform/text/text-input.js';
import type { ExpectedVersion } from '../../platform/versions.js';
import { type Actor, requirePermission } from '../actor.js';
import type { Caller } from '../caller.js';
import { requireSession } from '../fresh.js';
import { announceUser } from '../notify.js';
import { lockedOrganization } from './owners.js';

const nameOf = (name: string) => lineInput(name, 'The name', ['input', 'name']);

/** Makes an organization whose owner is whoever makes it; the session acts for it from then on. */
export async function createOrganization(app: App, caller: Caller, given: string): Promise<string> {
  const { id: sessionId } = requireSession(caller);
  const { userId } = caller;
  const name = nameOf(given);
  const id = newId();
  await app.db.$transaction(async (tx) => {
    await tx.organization.create({
      data: { id, name, memberships: { create: { userId, role: 'owner' } } },
    });
    await tx.authSession.update({ where: { id: sessionId, userId }, data: { activeOrganizationId: id } });
    await recordAudit(
      tx,
      { organizationId: id, userId },
      { action: 'organization.created', subjectType: 'organization', subjectId: id, details: { name } },
    );
    await announceUser(tx, userId);
  });
  return id;
}

/**
 * Lets the session act for another organization of the caller.
 * @throws {DomainError} not-found where he is no member, or disabled
 */
export async function switchOrganization(app: App, caller: Caller, organizationId: string): Promise<string> {
  const { id } = requireSession(caller);
  const { userId } = caller;
  await app.db.$transaction(async (tx) => {
    const where = { organizationId, userId, removedAt: null, disabledAt: null };
    if (!(await tx.membership.findFirst({ where }))) throw notFound('The organization');
    await tx.authSession.update({ where: { id, userId }, data: { activeOrganizationId: organizationId } });
    // With the one he comes to; that he is in others too is not its business.
    await recordAudit(
      tx,
      { organizationId, userId },
      { action: 'session.organization-switched', subjectType: 'session', subjectId: id, details: {} },
    );
    await announceUser(tx, userId);
  });
  return organizationId;
}

/** Gives the organization another name. */
export async function renameOrganization(
  app: App,
  actor: Actor,
  given: string,
  expectedVersion?: ExpectedVersion,
): Promise<string> {
  requirePermission(actor, 'organization.edit');
  const name = nameOf(given);
  const { organizationId: id } = actor;
  await app.db.$transaction(async (tx) => {
    await lockedOrganization(tx, id, expectedVersion);
    await tx.organization.update({ where: { id }, data: { name } });
    await recordAudit(tx, actor, {
      action: 'organization.renamed',
      subjectType: 'organization',
      subjectId: id,
      details: { name },
    });
  });
  return id;
}
