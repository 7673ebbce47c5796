import type { ProviderCredential } from '../../generated/client/client.js';
import type { SealContext, Vault } from '../platform/secrets/vault.js';

type Owner = Pick<ProviderCredential, 'id' | 'organizationId'>;

/** The record that a credential's key is bound to. */
export const contextOf = ({ id, organizationId }: Owner): SealContext => ({
  table: 'provider_credential',
  id,
  organizationId,
});

/** @throws VaultError where there is no master key */
export const sealKey = (vault: Vault, owner: Owner, key: string): string => vault.seal(key, contextOf(owner));

/**
 * The key of a credential; null where its endpoint takes none.
 * @throws VaultError where its master key is missing, or it was changed
 */
export const openKey = (
  vault: Vault,
  credential: Owner & Pick<ProviderCredential, 'sealedKey'>,
): string | null => credential.sealedKey && vault.open(credential.sealedKey, contextOf(credential));
