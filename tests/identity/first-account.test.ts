import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { newMasterKey } from '../../src/platform/secrets/master-key.js';
import { send } from '../http/raw-requests.js';
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
  const open = { ...KEYS, HOST: '0.0.0.0' };
  await expect(testService(open, 'api')).rejects.toThrow('ALLOW_PLAIN_HTTP');
  await using settings = await testSettings({ ...open, ALLOW_PLAIN_HTTP: 'true' });
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

test('a request that a proxy handed on is nobody in single-user mode, and is told what to do', async () => {
  await using service = await testService(KEYS, 'api');
  const { url } = service;
  const says = expect.stringContaining('set PUBLIC_URL');
  for (const header of [
    ...['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Real-IP', 'Via'],
    ...[
      'CF-Connecting-IP',
      'True-Client-IP',
      'Forwarded-For',
      'X-Cluster-Client-IP',
      'X-Original-Forwarded-For',
      'CDN-Loop',
    ],
  ]) {
    const headers = { [header]: '203.0.113.9' };
    const post = async (query: string) => {
      const body = JSON.stringify({ query });
      const json = { ...headers, 'content-type': 'application/json' };
      const { status, body: answer } = await send(`${url}/graphql`, 'POST', json, body);
      return { status, ...(answer as { data?: unknown; errors?: object[] }) };
    };
    expect(await post('{ me { id } }')).toMatchObject({ status: 200, data: { me: null } });
    expect(await post('{ workflows { edges { cursor } } }')).toMatchObject({
      ...{ status: 401, errors: [{ message: says, extensions: { code: 'UNAUTHENTICATED' } }] },
    });
    const signUp = `mutation { signUp(input: { email: "eve@example.com", password: "${PASSWORD}", name: "Eve" }) { ok errors { code message } } }`;
    expect(await post(signUp)).toMatchObject({
      data: { signUp: { ok: false, errors: [{ code: 'FORBIDDEN', message: says }] } },
    });
    const form = { ...headers, 'content-type': 'multipart/form-data; boundary=x' };
    for (const [method, path, sent] of [
      ['POST', '/upload/rfp', form],
      ['POST', '/upload/knowledge', form],
      ['GET', '/download/WF-RFP-NONE', headers],
      ['GET', '/usage.csv', headers],
    ] as const) {
      const { status, body } = await send(`${url}${path}`, method, sent);
      expect([path, status, body.errors]).toMatchObject([path, 401, [{ message: says }]]);
    }
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init' }));
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    expect([code, String(reason)]).toEqual([4401, says]);
  }
  // Nobody has an account: requests of this machine act as before, and may make one.
  expect((await askAs(url, null, ME)).body.data.me.role).toBe('owner');
  expect((await mutate(url, null, 'signUp', ADA)).ok).toBe(true);
  const { token } = await signInAs(url, ADA.email);
  const headers = { 'x-forwarded-for': '203.0.113.9', 'content-type': 'application/json' };
  const body = JSON.stringify({ query: ME });
  const signedIn = await send(
    `${url}/graphql`,
    'POST',
    { ...headers, authorization: `Bearer ${token}` },
    body,
  );
  expect(signedIn.body.data).toEqual({ me: { email: ADA.email, role: 'owner' } });
});

test('a service that others reach through a proxy has no single-user mode either', async () => {
  await using service = await testService({ ...KEYS, PUBLIC_URL: 'https://bids.example.com' }, 'api');
  expect((await askAs(service.url, null, '{ workflows { edges { cursor } } }')).status).toBe(401);
  expect((await mutate(service.url, null, 'signUp', ADA)).errors).toMatchObject([
    { path: ['input', 'setupCode'] },
  ]);
});
