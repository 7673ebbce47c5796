import type { App } from '../../app-types.js';
import { type Rewrapped, rewrapColumn, type SealedColumn } from '../../platform/secrets/rewrap.js';
import type { SealContext } from '../../platform/secrets/vault.js';

const contextOf = (userId: string): SealContext => ({ table: 'two_factor', id: userId, organizationId: '' });

/** The secret of somebody's second factor as the database keeps it. */
export const sealSecret = ({ vault }: Pick<App, 'vault'>, userId: string, secret: Uint8Array): string =>
  vault.seal(Buffer.from(secret).toString('base64'), contextOf(userId));

/** @throws VaultError where its master key is gone */
export const openSecret = (
  { vault }: Pick<App, 'vault'>,
  { userId, sealedSecret }: { userId: string; sealedSecret: string },
): Buffer => Buffer.from(vault.open(sealedSecret, contextOf(userId)), 'base64');

export const SECOND_FACTORS: SealedColumn = {
  table: 'two_factor',
  id: 'user_id',
  sealed: 'sealed_secret',
  organization: `''`,
  contextOf: ({ id }) => contextOf(id),
};

/** Wraps the secrets of all second factors under the sealing master key; see `rewrapColumn`. */
export const rewrapSecondFactors = (app: Pick<App, 'sql' | 'vault'>, batch?: number): Promise<Rewrapped> =>
  rewrapColumn(app, SECOND_FACTORS, batch);
