import type { TwoFactor } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { asSystem } from '../../platform/database/scope.js';

/** Whether and since when somebody has a second factor, and the hashes of the backup codes that are left. */
export async function secondFactorOf(
  app: Pick<App, 'db'>,
  userId: string,
): Promise<Pick<TwoFactor, 'confirmedAt' | 'backupCodes'>> {
  const select = { confirmedAt: true, backupCodes: true };
  const found = await asSystem('account', () => app.db.twoFactor.findUnique({ where: { userId }, select }));
  return found ?? { confirmedAt: null, backupCodes: [] };
}
