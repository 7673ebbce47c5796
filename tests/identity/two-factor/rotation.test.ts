import { expect, test } from 'vitest';
import { rewrapSecondFactors } from '../../../src/identity/index.js';
import { openDatabase } from '../../../src/platform/database/db.js';
import { sqlOver } from '../../../src/platform/database/sql.js';
import { createLog } from '../../../src/platform/observability/log.js';
import { newMasterKey, parseMasterKeys } from '../../../src/platform/secrets/master-key.js';
import { createVault } from '../../../src/platform/secrets/vault.js';
import { parseEnv } from '../../../src/platform/settings/env.js';
import { startService } from '../../../src/service.js';
import { testService } from '../../support/service.js';
import { account, PASSWORD, signInAs } from '../support/accounts.js';
import { withTwoFactor } from '../support/authenticator.js';

const [old, new_] = [newMasterKey(), newMasterKey()];
const log = createLog('silent', false);

test('a code signs in after the master key was rotated and the old one taken away', async () => {
  await using service = await testService({ BIDWRIGHT_MASTER_KEYS: old }, 'api');
  const ada = await account(service.url, 'ada@example.com');
  const app = await withTwoFactor(service.url, ada);
  const withKeys = async (keys: string) => {
    const started = await startService(parseEnv({ ...service.env, BIDWRIGHT_MASTER_KEYS: keys }), log, 'api');
    return { url: started.url!, [Symbol.asyncDispose]: started.stop };
  };
  await using after = await withKeys(new_);
  const signIn = (code: string) => signInAs(after.url, ada.email, PASSWORD, code);
  // Taken away too early, the password alone opens nothing.
  expect((await signIn(app.nextCode())).errors[0].code).toBe('UNAVAILABLE');
  expect((await signIn(app.backupCodes[0]!)).errors[0].code).toBe('UNAVAILABLE');

  const { pool, close } = openDatabase(service.env.DATABASE_URL!, 2, log);
  await using _pool = { [Symbol.asyncDispose]: close };
  const tools = { sql: sqlOver(pool), vault: createVault(parseMasterKeys(`${new_},${old}`)) };
  expect(await rewrapSecondFactors(tools)).toEqual({ rewrapped: 1, already: 0, failed: [] });
  expect(await rewrapSecondFactors(tools)).toEqual({ rewrapped: 0, already: 1, failed: [] });

  expect((await signIn(app.nextCode())).token).toEqual(expect.any(String));
  expect((await signIn(app.backupCodes[0]!)).token).toEqual(expect.any(String));
});
