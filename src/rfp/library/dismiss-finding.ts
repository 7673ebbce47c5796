import type { App } from '../../app-types.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { notFound } from '../../platform/errors.js';
import { allFindings } from './find-findings.js';

/**
 * Takes a finding off the clean-up lists: somebody has looked at it, and the library is right as it is. It comes back
 * when another pair joins it.
 * @throws {DomainError} not-found for a finding that the organization's library does not have, or has no more
 */
export async function dismissLibraryFinding(app: App, actor: Actor, id: string): Promise<string> {
  requirePermission(actor, 'knowledge.edit');
  const { organizationId, userId } = actor;
  const findings = await allFindings(app, organizationId);
  if (!findings.some((finding) => finding.id === id)) throw notFound('The finding');
  await app.db.libraryDismissal.createMany({
    data: [{ organizationId, finding: id, dismissedById: userId, at: app.clock() }],
    skipDuplicates: true,
  });
  return id;
}
