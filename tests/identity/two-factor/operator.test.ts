import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { newMasterKey } from '../../../src/platform/secrets/master-key.js';
import { testService } from '../../support/service.js';
import { account, askAs, mailsOf, signInAs } from '../support/accounts.js';
import { withTwoFactor } from '../support/authenticator.js';
import { rows } from '../support/rows.js';

const FILE = join(import.meta.dirname, '../../../src/commands/two-factor-reset.ts');

test('the operator helps an owner whom nobody else can', { timeout: 60_000 }, async () => {
  await using service = await testService({ BIDWRIGHT_MASTER_KEYS: newMasterKey() }, 'api');
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const command = async (...addresses: string[]) => {
    const args = ['--import', import.meta.resolve('tsx'), FILE, ...addresses];
    const options = { env: { PATH: process.env.PATH, ...service.env }, cwd: service.env.BIDWRIGHT_DATA_DIR };
    return promisify(execFile)(process.execPath, args, options).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      ({ code, stderr }) => ({ code, said: stderr as string }),
    );
  };
  expect(await command()).toMatchObject({ code: 1, said: expect.stringContaining('Give the address') });
  expect(await command('eve@example.com')).toMatchObject({
    code: 1,
    said: expect.stringContaining('not found'),
  });
  expect(await command(ada.email)).toMatchObject({ code: 1, said: expect.stringContaining('is off') });

  await withTwoFactor(url, ada);
  expect(await command('Ada@example.com')).toMatchObject({ code: 0 });
  expect((await askAs(url, ada.token, '{ me { email } }')).body.data.me).toBeNull();
  expect((await signInAs(url, ada.email)).token).toEqual(expect.any(String));
  expect((await mailsOf(service)).at(-1)).toContain('The operator of the service');
  const [record] = await rows(
    service,
    "SELECT actor_id FROM audit_record WHERE action = 'user.two-factor-reset'",
  );
  expect(record).toEqual({ actor_id: null });
});
