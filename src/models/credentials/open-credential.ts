import type { ProviderCredential } from '../../../generated/client/client.js';
import type { Actor } from '../../identity/index.js';
import type { Tx } from '../../platform/database/db.js';
import { notFound, StaleVersion } from '../../platform/errors.js';

/**
 * The credential within the organization, its row locked until the end of the transaction.
 * @param expectedVersion the version that was edited; null for any
 * @throws {DomainError} not-found; StaleVersion
 */
export async function openCredential(
  tx: Tx,
  actor: Actor,
  id: string,
  expectedVersion: number | null = null,
): Promise<ProviderCredential> {
  const { organizationId } = actor;
  await tx.$queryRaw`SELECT 1 FROM provider_credential
    WHERE id = ${id}::uuid AND organization_id = ${organizationId}::uuid FOR UPDATE`;
  const credential = await tx.providerCredential.findFirst({ where: { id, organizationId } });
  if (!credential) throw notFound('The credential');
  const { name, version } = credential;
  if (expectedVersion !== null && expectedVersion !== version)
    throw new StaleVersion(
      `The credential "${name}" is at version ${version} by now; you edited version ${expectedVersion}. Load it again ` +
        'and bring your changes in.',
      { id, version },
    );
  return credential;
}
