// The service that bench/abuse.ts is about: `abuse-server.ts <database url> <master key>`. An API with accounts and the
// limits as they come, which believes X-Forwarded-For of this machine.
import { createApp } from '../../src/app.js';
import { startHttp } from '../../src/http/server.js';
import { DEFAULT_ACTOR } from '../../src/identity/index.js';
import { createLog } from '../../src/platform/observability/log.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { temporaryFolder } from '../../tests/support/folder.js';
import { announce } from './servers.js';

const [databaseUrl = '', masterKey = ''] = process.argv.slice(2);
const folder = temporaryFolder();
process.once('exit', () => folder[Symbol.dispose]());
const env = parseEnv({
  ...{ NODE_ENV: 'production', PORT: '0', LOG_LEVEL: 'silent', DATABASE_URL: databaseUrl },
  ...{ BIDWRIGHT_MASTER_KEYS: masterKey, SIGN_UP: 'open', BIDWRIGHT_DATA_DIR: folder.path },
  TRUSTED_PROXIES: '127.0.0.1',
});
const idle = async () => {};
const durable = { start: idle, wake: idle, stop: idle, ping: idle, uiUrl: () => null };
const app = await createApp(env, { databaseUrl, durable, log: createLog('silent') });
announce((await startHttp(app, DEFAULT_ACTOR)).url);
