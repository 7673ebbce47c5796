import { randomUUID } from 'node:crypto';
import { createLog } from '../../src/platform/observability/log.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { type Role, startService } from '../../src/service.js';
import { installRuntime } from '../../temporal/worker.js';
import { type ApiClient, apiClient } from './api-client.js';
import { testDatabase } from './database.js';
import { temporaryFolder } from './folder.js';
import { runFolder, temporalServer } from './servers.js';

/** Temporal takes the log of a process once. */
export const log = createLog(process.env.TEST_LOG_LEVEL ?? 'silent', false);
installRuntime(log);

/** The settings of a service of its own: database, folder, task queue; a free port. */
export interface TestSettings {
  env: Record<string, string>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function testSettings(more: Record<string, string> = {}): Promise<TestSettings> {
  const database = await testDatabase();
  const folder = temporaryFolder(runFolder());
  return {
    env: {
      NODE_ENV: 'test',
      PORT: '0',
      DATABASE_URL: database.url,
      DATABASE_POOL: '10',
      TEMPORAL_ADDRESS: temporalServer(),
      TEMPORAL_TASK_QUEUE: `test-${randomUUID()}`,
      // They would go on at the server that all tests share.
      TEMPORAL_SCHEDULES: 'false',
      // What a test has drafted it judges itself; how far drafts may be trusted is measured by `npm run bench answers`.
      NEEDS_INPUT_BELOW: '0.1',
      BIDWRIGHT_DATA_DIR: folder.path,
      ...more,
    },
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

export interface TestService extends ApiClient {
  env: Record<string, string>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The whole service in this process, over real servers: `await using service = await testService()`. */
export async function testService(
  more: Record<string, string> = {},
  role: Role = 'all',
): Promise<TestService> {
  const settings = await testSettings(more);
  const service = await startService(parseEnv(settings.env), log, role);
  const client = apiClient(service.url!);
  return {
    ...client,
    env: settings.env,
    async [Symbol.asyncDispose]() {
      await client.close();
      await service.stop();
      await settings[Symbol.asyncDispose]();
    },
  };
}
