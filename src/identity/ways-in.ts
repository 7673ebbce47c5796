import type { App } from '../app-types.js';
import { asSystem } from '../platform/database/scope.js';

/** The condition for what can be signed in by: a password that is worth nothing any more leaves its row. */
export const usable = { OR: [{ providerId: { not: 'credential' } }, { password: { not: null } }] };

/** What somebody can sign in by: `credential` for a password, and the issuers of linked providers. */
export async function waysIn(app: Pick<App, 'db'>, userId: string): Promise<string[]> {
  const accounts = await asSystem('account', () =>
    app.db.authAccount.findMany({ where: { userId, ...usable } }),
  );
  return accounts.map(({ providerId }) => providerId);
}
