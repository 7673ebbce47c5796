import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { startHttp } from '../../src/http/server.js';
import type { Actor } from '../../src/identity/index.js';
import { asSystem } from '../../src/platform/database/scope.js';
import { newId } from '../../src/platform/ids.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { type Service, startService } from '../../src/service.js';
import { type ApiClient, apiClient } from './api-client.js';
import { testDatabase } from './database.js';
import { runFolder, temporalServer } from './servers.js';
import { log } from './service.js';

export interface SharedService extends ApiClient, AsyncDisposable {
  /** Of whoever asks. */
  email: string;
}

let running: Promise<Service> | undefined;

/** Never stopped: it goes with the process, and what it leaves with the servers and the folder of the run. */
async function start(): Promise<Service> {
  const { url } = await testDatabase();
  const env = parseEnv({
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: url,
    TEMPORAL_ADDRESS: temporalServer(),
    TEMPORAL_TASK_QUEUE: `test-${randomUUID()}`,
    BIDWRIGHT_DATA_DIR: mkdtempSync(join(runFolder(), 'shared-')),
    // Many tests come from one address.
    RATE_LIMIT_ADDRESS: '0',
  });
  return startService(env, log);
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
