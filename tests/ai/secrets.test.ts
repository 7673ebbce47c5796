import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAi } from '../../src/ai/index.js';
import { redactor } from '../../src/ai/redact.js';
import { modelServer, type Reply, refusal, status } from '../support/model-server.js';
import { aiFor, apiKey, failureOf, question } from './ask.js';

const written: string[] = [];
beforeEach(() => {
  written.length = 0;
  for (const method of ['log', 'debug', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((...parts) => void written.push(inspect(parts)));
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** All that a logger could ever get out of an error. */
const everythingIn = (error: unknown) =>
  `${inspect(error, { depth: 12, showHidden: true })} ${JSON.stringify(error)} ${String(error)}`;

const echo = { error: { message: `Key ${apiKey} (Bearer ${apiKey}) is over its limit.`, param: apiKey } };

test.each<[string, Reply]>([
  ['400', status(400, echo)],
  ['401', status(401, echo, { 'x-request-id': 'req_1', 'www-authenticate': `Bearer ${apiKey}` })],
  ['403', status(403, echo)],
  ['404', status(404, `No route for ${apiKey}`)],
  ['429', status(429, echo)],
  ['500', status(500, echo)],
  ['a 200 with an error', status(200, echo)],
  ['a refusal', refusal(`I was called with ${apiKey}.`)],
])('a provider that echoes the key in %s does not get it into the failure or a log', async (_, reply) => {
  // The client library would log request headers at this level.
  vi.stubEnv('OPENAI_LOG', 'debug');
  await using model = await modelServer();
  model.reply(() => reply);
  const failure = await failureOf(aiFor(model).complete(question));
  expect(model.requests[0]?.headers.authorization).toContain(apiKey);
  expect(everythingIn(failure)).not.toContain(apiKey);
  expect(written.join('\n')).not.toContain(apiKey);
});

const spread = (text: string, size: number, between: string) =>
  (text.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(between);
const hexOf = (text: string) => Buffer.from(text).toString('hex');

test.each([
  ['in hexadecimal', hexOf],
  ['in hexadecimal with colons', (key: string) => spread(hexOf(key).toUpperCase(), 2, ':')],
  ['in hexadecimal as programs write it', (key: string) => `\\x${spread(hexOf(key), 2, '\\x')}`],
  ['as a list of bytes', (key: string) => `0x${spread(hexOf(key), 2, ', 0x')}`],
  ['percent-encoded as a whole', (key: string) => `%${spread(hexOf(key), 2, '%')}`],
  ['a beginning in hexadecimal', (key: string) => hexOf(key.slice(0, 12))],
  ['spaced out', (key: string) => spread(key, 1, ' ')],
  ['in groups', (key: string) => spread(key, 4, '-')],
  ['over lines, in quotes', (key: string) => spread(key, 3, '"\n"')],
  ['in two parts', (key: string) => `begins ${key.slice(0, 14)} and ends ${key.slice(14)}`],
  ['its end', (key: string) => `****${key.slice(-10)}`],
  ['in base64', (key: string) => Buffer.from(key).toString('base64')],
  ['in base64 in groups', (key: string) => spread(Buffer.from(key).toString('base64'), 4, ' ')],
  ['in base64 behind a user', (key: string) => Buffer.from(`user:${key}:more`).toString('base64')],
  ['in base64url behind two signs', (key: string) => Buffer.from(`{"${key}"}`).toString('base64url')],
])('an echo of the key %s is taken out', (_, form) => {
  const key = 'Zq7-Xv9_Kd2mPw4Rt6Lb8Nc';
  const echoed = form(key);
  const said = redactor(key)(`Upstream said <${echoed}> to us.`);
  expect(said).toMatch(/^Upstream said <.*\[key\].*> to us\.$/s);
  const left = (text: string) => text.replace(/\[key\]/g, '').replace(/[^A-Za-z0-9]|0x/g, '');
  // Of the signs that stood there, next to nothing is left: what stood around it in base64 at most.
  expect(left(said).length - left('Upstream said  to us.').length).toBeLessThanOrEqual(14);
});

test('what is not the key stays as it was said', () => {
  const text =
    'Request 0192f3 of 4096 tokens (in hexadecimal: 0x1000) to "gpt-5-mini" failed: Zq7 is unknown.';
  expect(redactor('Zq7-Xv9_Kd2mPw4Rt6Lb8Nc')(text)).toBe(text);
  expect(redactor('')(text)).toBe(text);
});

test('another key in what the provider says is taken out too, also half-masked', async () => {
  await using model = await modelServer();
  model.reply(() =>
    status(500, { error: { message: 'Upstream refused sk-live-******Qx9z and AIzaSyA1234567890.' } }),
  );
  const failure = await failureOf(aiFor(model).complete(question));
  expect(failure.message).toMatch(/Upstream refused \[key\] and \[key\]\.$/);
});

test('a key that no header can carry is refused at once and not quoted', () => {
  const broken = `${apiKey}\nx`;
  const attempt = () => createAi({ apiKey: broken, baseUrl: null, model: 'test-model' });
  expect(attempt).toThrow(/holds characters that no key has\. Check OPENAI_API_KEY/);
  expect(attempt).not.toThrow(apiKey);
});

test('credentials in the address of the provider stay out of the failure', async () => {
  const url = `http://user:hunter2hunter2@127.0.0.1:1/v1`;
  const failure = await failureOf(aiFor({ url }).complete(question));
  expect(everythingIn(failure)).not.toContain('hunter2');
});

test('an address that is none is refused at once', () => {
  const attempt = () => createAi({ apiKey, baseUrl: 'localhost:11434', model: 'test-model' });
  expect(attempt).toThrow(/not a URL\. Check OPENAI_BASE_URL/);
});

test("the client library's own settings in the environment do not redirect or mark requests", async () => {
  vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:1/v1');
  vi.stubEnv('OPENAI_ORG_ID', 'org-foreign');
  await using model = await modelServer();
  model.reply(() => status(500));
  await failureOf(aiFor(model).complete(question));
  expect(model.requests[0]?.headers).not.toHaveProperty('openai-organization');
});
