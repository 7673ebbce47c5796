import type { ProviderCredential } from '../../../generated/client/client.js';
import type { Actor } from '../../identity/index.js';
import type { Tx } from '../../platform/database/db.js';
import { notFound } from '../../platform/errors.js';
import { checkVersion, type ExpectedVersion } from '../../platform/versions.js';

/**
 * The credential within the organization, its row locked until the end of the transaction.
 * @param expectedVersion the version that was edited; left out or null for any
 * @throws {DomainError} not-found; StaleVersion
 */
export async function openCredential(
  tx: Tx,
  actor: Actor,
  id: string,
  expectedVersion?: ExpectedVersion,
): Promise<ProviderCredential> {
  const { organizationId } = actor;
  await tx.$queryRaw`SELECT 1 FROM provider_credential
    WHERE id = ${id}::uuid AND organization_id = ${organizationId}::uuid FOR UPDATE`;
  const credential = await tx.providerCredential.findFirst({ where: { id, organizationId } });
  if (!credential) throw notFound('The credential');
  checkVersion(`The credential "${credential.name}"`, credential, expectedVersion);
  return credential;
}
