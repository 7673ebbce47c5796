import { expect, test } from 'vitest';
import { createLog } from '../../src/platform/observability/log.js';
import { newMasterKey } from '../../src/platform/secrets/master-key.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { startService } from '../../src/service.js';
import { account, PASSWORD } from '../identity/support/accounts.js';
import { testService, testSettings } from '../support/service.js';
import { send } from './raw-requests.js';

const JSON_BODY = { 'content-type': 'application/json' };
const ME = JSON.stringify({ query: '{ me { name } }' });
const FORM = { 'content-type': 'multipart/form-data; boundary=x' };

/** What may stand in an error of GraphQL (October 2021, 7.1.2) and in ours. */
const KEYS = ['message', 'locations', 'path', 'extensions'];

interface Refusal {
  status: number;
  code: string;
  /** What the message names. */
  says: string;
  headers?: Record<string, string>;
  method?: string;
  body?: string;
  query?: string;
}

const REFUSALS: Refusal[] = [
  {
    status: 403,
    code: 'FORBIDDEN',
    says: 'CORS_ORIGINS',
    headers: { ...JSON_BODY, origin: 'https://other.example' },
  },
  {
    status: 403,
    code: 'FORBIDDEN',
    says: 'X-Requested-With',
    headers: { ...FORM, cookie: 'bidwright_session=x' },
  },
  { status: 421, code: 'FORBIDDEN', says: 'ALLOWED_HOSTS', headers: { ...JSON_BODY, host: 'other.example' } },
  { status: 405, code: 'METHOD_NOT_ALLOWED', says: 'POST', method: 'DELETE' },
  {
    status: 406,
    code: 'NOT_ACCEPTABLE',
    says: 'application/json',
    headers: { ...JSON_BODY, accept: 'image/png' },
  },
  { status: 413, code: 'LIMIT_EXCEEDED', says: 'LIMIT_REQUEST_KB', body: ' '.repeat(3_000) },
  { status: 413, code: 'LIMIT_EXCEEDED', says: 'LIMIT_NESTING', body: '['.repeat(100) },
  { status: 413, code: 'LIMIT_EXCEEDED', says: 'LIMIT_VALUES', body: `[${'1,'.repeat(200)}1]` },
  {
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    says: 'application/json',
    headers: { 'content-type': 'text/plain' },
  },
  {
    status: 415,
    code: 'UNSUPPORTED_ENCODING',
    says: 'gzip',
    headers: { ...JSON_BODY, 'content-encoding': 'gzip' },
  },
  { status: 400, code: 'BAD_REQUEST', says: '', body: '{' },
  { status: 400, code: 'BAD_REQUEST', says: '', method: 'GET', query: '?query={me{name}}&variables=x' },
  {
    status: 405,
    code: 'BAD_REQUEST',
    says: 'mutation',
    method: 'GET',
    query: '?query=mutation{signOut(input:{}){ok}}',
  },
];

test('every refusal on /graphql is an error of GraphQL, with its code and what to set', async () => {
  await using service = await testService({ LIMIT_REQUEST_KB: '2', LIMIT_VALUES: '100' }, 'api');
  const odd: unknown[] = [];
  for (const refusal of REFUSALS) {
    const { method = 'POST', headers = JSON_BODY, query = '' } = refusal;
    const body = method === 'POST' ? (refusal.body ?? ME) : '';
    const answer = await send(`${service.url}/graphql${query}`, method, headers, body);
    const [error] = (answer.body.errors ?? []) as { message: string; extensions?: Record<string, string> }[];
    const isOne =
      answer.status === refusal.status &&
      /^application\/(graphql-response\+)?json/.test(String(answer.headers['content-type'])) &&
      Object.keys(error ?? {}).every((key) => KEYS.includes(key)) &&
      error?.message.includes(refusal.says) &&
      error.extensions?.code === refusal.code &&
      error.extensions.requestId === answer.headers['x-request-id'];
    if (!isOne) odd.push([refusal, answer]);
  }
  expect(odd).toEqual([]);

  const typed = { ...JSON_BODY, accept: 'application/graphql-response+json', host: 'other.example' };
  const { headers } = await send(`${service.url}/graphql`, 'POST', typed, ME);
  expect(headers['content-type']).toBe('application/graphql-response+json; charset=utf-8');
});

test('who asks too much is told by an error of GraphQL which setting says so, and when to come again', async () => {
  for (const setting of [
    { RATE_LIMIT_ADDRESS: '2' },
    { RATE_LIMIT_ACTOR: '200', LIMIT_COST: '200' },
  ] as Record<string, string>[]) {
    await using service = await testService(setting, 'api');
    const query = JSON.stringify({ query: '{ me { name } knowledgeTags { tag } }' });
    for (;;) {
      const answer = await send(`${service.url}/graphql`, 'POST', JSON_BODY, query);
      if (answer.status === 200) continue;
      expect(answer.status).toBe(429);
      expect(answer.body.errors).toEqual([
        {
          message: expect.stringContaining(Object.keys(setting)[0]!),
          extensions: expect.objectContaining({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) }),
        },
      ]);
      break;
    }
  }
});

test('beside GraphQL the code is in extensions, too', async () => {
  await using service = await testService({}, 'api');
  for (const path of ['/nothing', '/download/WF-RFP-NONE', '/download/WF-RFP-NONE?format=exe'])
    expect((await send(`${service.url}${path}`, 'GET', {})).body.errors).toEqual([
      expect.objectContaining({
        message: expect.any(String),
        code: expect.any(String),
        extensions: expect.objectContaining({ code: expect.any(String) }),
      }),
    ]);
});

test('the log says where a browser will not keep the cookie of a session', async () => {
  await using settings = await testSettings({ BIDWRIGHT_MASTER_KEYS: newMasterKey() });
  const lines: string[] = [];
  const log = createLog('info', false, { write: (line) => void lines.push(line) });
  const service = await startService(parseEnv(settings.env), log, 'api');
  try {
    const url = service.url!;
    const { email } = await account(url, 'ada@example.com');
    const query = 'mutation ($input: SignInInput!) { signIn(input: $input) { token } }';
    const body = JSON.stringify({ query, variables: { input: { email, password: PASSWORD } } });
    const signIn = (origin: string, site: string) =>
      send(`${url}/graphql`, 'POST', { ...JSON_BODY, origin, 'sec-fetch-site': site }, body);
    const warnings = () =>
      lines.map((line) => JSON.parse(line)).filter(({ msg }) => /keep no cookie/.test(msg));
    await signIn('http://127.0.0.1:5173', 'same-site');
    expect(warnings()).toEqual([]);
    const { body: answer } = await send(
      `${url}/graphql`,
      'POST',
      { ...JSON_BODY, origin: 'http://localhost:5173', 'sec-fetch-site': 'cross-site' },
      body,
    );
    expect(answer.data).toMatchObject({ signIn: { token: expect.any(String) } });
    expect(warnings()).toMatchObject([{ origin: 'http://localhost:5173', host: new URL(url).host }]);
  } finally {
    await service.stop();
  }
});
