import { startHttp } from '../../src/http/server.js';
import type { Actor } from '../../src/identity/index.js';
import { asSystem } from '../../src/platform/database/scope.js';
import { newId } from '../../src/platform/ids.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { type Service, startService } from '../../src/service.js';
import { type ApiClient, apiClient } from './api-client.js';
import { log, testSettings } from './service.js';

export interface SharedService extends ApiClient, AsyncDisposable {
  /** Of whoever asks. */
  email: string;
}

let running: Promise<Service> | undefined;

/** Never stopped: it goes with the process, and what it leaves with the servers and the folder of the run. */
async function start(): Promise<Service> {
  // Many tests come from one address.
  const { env } = await testSettings({ RATE_LIMIT_ADDRESS: '0' });
  return startService(parseEnv(env), log);
}

/**
 * The one service of this process, as an organization of one's own sees it, whose owner whoever asks is. For tests that
 * need no settings, no database and no faults of their own; others take `testService`.
 */
export async function sharedService(): Promise<SharedService> {
  running ??= start();
  const { app } = await running;
  const actor: Actor = { organizationId: newId(), userId: newId(), role: 'owner', scopes: null };
  const { organizationId, userId } = actor;
  const email = `${userId}@company.com`;
  await asSystem('default-organization', async () => {
    await app.db.organization.create({ data: { id: organizationId, name: 'Default organization' } });
    await app.db.user.create({ data: { id: userId, email, name: 'Sales Rep' } });
    await app.db.membership.create({ data: { organizationId, userId, role: 'owner' } });
  });
  const http = await startHttp(app, actor);
  const client = apiClient(http.url);
  return {
    ...client,
    email,
    async [Symbol.asyncDispose]() {
      await client.close();
      await http.close();
    },
  };
}
