import { expect, test } from 'vitest';
import { newMasterKey } from '../../src/platform/master-key.js';
import { startProcess } from '../support/processes.js';
import { testService, testSettings } from '../support/service.js';
import { askAs, mutate, PASSWORD, signInAs } from './support/accounts.js';

const ADA = { email: 'ada@example.com', password: PASSWORD, name: 'Ada' };
const KEYS = { BIDWRIGHT_MASTER_KEYS: newMasterKey() };
const ME = '{ me { email role } }';

const codesIn = (lines: string[]) => lines.join('\n').match(/\b([0-9a-f]{4}-){7}[0-9a-f]{4}\b/g);

test('where others can reach the service, the first account needs the code of its log', async () => {
  // Another process shows the same code: it is the master key's.
  const { BIDWRIGHT_MASTER_KEYS } = KEYS;
  await using settings = await testSettings({ ...KEYS, HOST: '0.0.0.0' });
  await using first = await startProcess('api', settings.env);
  const url = first.url!;
  expect((await askAs(url, null, ME)).status).toBe(200);
  expect((await askAs(url, null, '{ workflows { edges { cursor } } }')).status).toBe(401);

  const [code] = codesIn(first.lastLines())!;
  const refused = {
    ok: false,
    errors: [{ code: 'FORBIDDEN', path: ['input', 'setupCode'], message: expect.stringContaining('log') }],
  };
  for (const wrong of [{}, { setupCode: '' }, { setupCode: Array(8).fill('0000').join('-') }])
    expect(await mutate(url, null, 'signUp', { ...ADA, ...wrong })).toEqual(refused);

  await using second = await startProcess('api', { ...settings.env, BIDWRIGHT_MASTER_KEYS });
  expect(codesIn(second.lastLines())).toEqual([code]);
  const typed = ` ${code!.toUpperCase().replaceAll('-', ' ')}`;
  expect(await mutate(url, null, 'signUp', { ...ADA, setupCode: typed })).toEqual({ ok: true, errors: [] });
  const { token } = await signInAs(url, ADA.email);
  expect((await askAs(url, token, ME)).body.data.me).toEqual({ email: ADA.email, role: 'owner' });

  // There is an account now: the code is neither shown nor of any use.
  await using third = await startProcess('api', settings.env);
  expect(codesIn(third.lastLines())).toBeNull();
  const eve = { ...ADA, email: 'eve@example.com', setupCode: code };
  expect((await mutate(url, null, 'signUp', eve)).errors).toMatchObject([{ code: 'FORBIDDEN', path: null }]);
});

test('a service that others reach through a proxy has no single-user mode either', async () => {
  await using service = await testService({ ...KEYS, PUBLIC_URL: 'https://bids.example.com' }, 'api');
  expect((await askAs(service.url, null, '{ workflows { edges { cursor } } }')).status).toBe(401);
  expect((await mutate(service.url, null, 'signUp', ADA)).errors).toMatchObject([
    { path: ['input', 'setupCode'] },
  ]);
});
