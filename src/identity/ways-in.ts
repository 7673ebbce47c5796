import type { App } from '../app-types.js';
import { asSystem } from '../platform/scope.js';

/** What somebody can sign in by: `credential` for a password, and the issuers of linked providers. */
export async function waysIn(app: Pick<App, 'db'>, userId: string): Promise<string[]> {
  const accounts = await asSystem('account', () => app.db.authAccount.findMany({ where: { userId } }));
  return accounts.map(({ providerId }) => providerId);
}
