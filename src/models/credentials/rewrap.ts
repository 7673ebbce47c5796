import type { App } from '../../app-types.js';
import { type Rewrapped, rewrapColumn, type SealedColumn } from '../../platform/secrets/rewrap.js';
import { contextOf } from '../credential-key.js';

export const CREDENTIAL_KEYS: SealedColumn = {
  table: 'provider_credential',
  id: 'id',
  sealed: 'sealed_key',
  organization: 'organization_id',
  contextOf,
};

/** Wraps the keys of all organizations' credentials under the sealing master key; see `rewrapColumn`. */
export const rewrapCredentials = (app: Pick<App, 'sql' | 'vault'>, batch?: number): Promise<Rewrapped> =>
  rewrapColumn(app, CREDENTIAL_KEYS, batch);
