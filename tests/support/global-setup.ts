import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';
import { applyMigrations } from '../../src/platform/database/migrations.js';
import { freePort } from '../../src/platform/processes/ports.js';
import { temporalCli } from '../../temporal/cli.js';
import { startTemporalDevServer } from '../../temporal/dev-server.js';
import { SEARCH_ATTRIBUTES } from '../../temporal/search-attributes.js';
import { temporaryFolder } from './folder.js';

const quiet = { debug() {}, info() {}, warn() {} };

/** One PostgreSQL and one Temporal server for the whole run; each test has its own database and task queue. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = temporaryFolder();
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder.path, 'postgres'),
    port: 0,
    database: 'template',
    log: quiet,
    durable: false,
    settings: { max_connections: '300' },
  });
  await applyMigrations(postgres.url, resolve('prisma/migrations'));
  const temporal = await startTemporalDevServer({
    dbFile: null,
    port: await freePort(),
    uiPort: null,
    searchAttributes: SEARCH_ATTRIBUTES,
    cliPath: await temporalCli(),
    log: quiet,
  });
  project.provide('postgresUrl', postgres.url);
  project.provide('temporalAddress', temporal.address);
  project.provide('runFolder', folder.path);
  return async () => {
    await temporal.stop();
    await postgres.stop();
    folder[Symbol.dispose]();
  };
}
