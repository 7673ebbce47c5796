import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { freePort } from '../../src/platform/processes/ports.js';
import { auditOf, sql } from '../qa/support.js';
import {
  hold,
  json,
  modelServer,
  type Reply,
  rateLimited,
  refusal,
  status,
  text,
} from '../support/model-server.js';
import { testService } from '../support/service.js';
import { created, KEY, listed, tested, update } from './credentials-support.js';

const error = (message: string, code: string | null = null) => ({
  error: { message, type: 'x', param: null, code },
});

/** What a provider answers, and what the test of the credential makes of it. */
const answers: [string, Reply, string, RegExp][] = [
  [
    'a wrong key',
    status(401, error(`Incorrect API key provided: ${KEY}.`)),
    'BAD_KEY',
    /refused the API key\. Check the key of the credential "Mine"/,
  ],
  ['a wrong key, said with 400', status(400, error('API key not valid.')), 'BAD_KEY', /refused the API key/],
  [
    'a key without access',
    status(403, error('Project has no access.')),
    'NO_ACCESS',
    /does not let this API key use "mine"/,
  ],
  [
    'an unknown model',
    status(404, error('The model `mine` does not exist', 'model_not_found')),
    'UNKNOWN_MODEL',
    /does not know the model "mine"\. Check the model of/,
  ],
  [
    'a spent quota',
    status(429, error('You exceeded your current quota.', 'insufficient_quota')),
    'QUOTA_EXCEEDED',
    /quota is used up/,
  ],
  ['a limit of requests', rateLimited(), 'RATE_LIMITED', /is limiting requests/],
  [
    'another API',
    status(404, '<html>Not found</html>'),
    'NO_SUCH_API',
    /Nothing answers chat completions at/,
  ],
  ['a web page', text('<html>Welcome</html>'), 'UNUSABLE_REPLY', /not valid JSON/],
  ['an outage', status(503), 'PROVIDER_FAILED', /failed with status 503/],
  ['a refusal', refusal('No.'), 'UNUSABLE_REPLY', /refused to answer/],
  [
    'a no of another kind',
    status(400, error('We quote: the quota is used up')),
    'REJECTED',
    /rejected the request \(status 400\)/,
  ],
  ['another form', json({ fine: true }), 'UNUSABLE_REPLY', /does not fit the schema/],
];

const custom = (baseUrl: string) => ({
  provider: 'custom',
  name: 'Mine',
  baseUrl,
  apiKey: KEY,
  model: 'mine',
});

describe('the test of a credential', () => {
  test('asks once, in few words, and says that it went well', async () => {
    await using model = await modelServer();
    model.on('connection_test', () => json({ ok: true }));
    await using service = await testService();
    const { id } = await created(service, {
      ...custom(model.url),
      embeddingModel: 'vectors',
      outputPrice: 3,
      inputPrice: 1,
    });
    const payload = await tested(service, id);
    expect(payload).toMatchObject({
      errors: [],
      test: { ok: true, code: 'OK', message: '"mine" and "vectors" answered.', model: 'vectors' },
    });
    expect(payload.test.latencyMs).toBeGreaterThan(0);
    expect(payload.credential).toMatchObject({ lastTest: payload.test, version: 1 });
    expect([model.requests.length, model.embedded.length]).toEqual([1, 1]);
    expect(JSON.stringify(model.requests[0]!.messages).length).toBeLessThan(500);
    const requests = await sql(
      service,
      'SELECT task, outcome, credential_name, cost, input_tokens FROM ai_request',
    );
    expect(requests).toMatchObject([
      { task: 'test-credential', outcome: 'ANSWERED', credential_name: 'Mine' },
      { task: 'test-credential', outcome: 'ANSWERED', credential_name: 'Mine' },
    ]);
    expect(Number(requests[0].cost)).toBeGreaterThan(0);
    expect((await auditOf(service)).at(-1)).toEqual({
      action: 'credential.tested',
      details: { provider: 'custom', name: 'Mine', ok: true, code: 'OK' },
    });
  });

  test('says what is wrong, keeps it, and quotes no key', async () => {
    await using model = await modelServer();
    await using service = await testService();
    const { id } = await created(service, custom(model.url));
    for (const [title, reply, code, message] of answers) {
      model.reply(() => reply);
      const { test: result, errors } = await tested(service, id);
      expect({ title, errors, result }).toMatchObject({
        ...{ title, errors: [] },
        result: { ok: false, code, message: expect.stringMatching(message), model: 'mine' },
      });
      expect(result.message).not.toContain(KEY.slice(0, 12));
      const [credential] = await listed(service);
      expect(credential.lastTest).toEqual(result);
    }
    expect((await auditOf(service)).filter(({ action }) => action === 'credential.tested')).toHaveLength(
      answers.length,
    );
  });

  test('says that nobody is there', async () => {
    await using service = await testService();
    const { id } = await created(service, custom(`http://127.0.0.1:${await freePort()}/v1`));
    expect((await tested(service, id)).test).toMatchObject({
      ...{
        ok: false,
        code: 'UNREACHABLE',
        message: expect.stringMatching(/ECONNREFUSED.*check the address of the credential "Mine"/),
      },
    });
    await update(service, { id, baseUrl: 'https://nowhere.invalid/v1', apiKey: KEY });
    expect((await tested(service, id)).test).toMatchObject({ code: 'UNREACHABLE' });
  });

  test('does not go where it is redirected to', async () => {
    await using model = await modelServer();
    model.reply(() => json({ ok: true }));
    const redirecting = createServer((_request, response) => {
      response.writeHead(307, { location: `${model.url}/chat/completions` }).end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => redirecting.once('listening', resolve));
    await using service = await testService();
    const { id } = await created(
      service,
      custom(`http://127.0.0.1:${(redirecting.address() as AddressInfo).port}/v1`),
    );
    expect((await tested(service, id)).test).toMatchObject({
      code: 'NO_SUCH_API',
      message: expect.stringContaining('redirects elsewhere'),
    });
    expect(model.total).toBe(0);
    redirecting.close();
  });

  test('looks at the embedding model by itself', async () => {
    await using model = await modelServer();
    model.on('connection_test', () => json({ ok: true }));
    model.onEmbeddings(() => status(404, error('The model `vectors` does not exist', 'model_not_found')));
    await using service = await testService();
    const { id } = await created(service, { ...custom(model.url), embeddingModel: 'vectors' });
    expect((await tested(service, id)).test).toMatchObject({
      ...{ ok: false, code: 'UNKNOWN_MODEL', model: 'vectors' },
      message: expect.stringContaining('Check the embedding model of the credential "Mine"'),
    });
  });

  test('is forgotten when the key, the address or the model changes, and only then', async () => {
    await using model = await modelServer();
    model.reply(() => json({ ok: true }));
    await using service = await testService();
    const { id } = await created(service, custom(model.url));
    for (const [change, forgets] of [
      [{ name: 'Other', maxConcurrency: 3, inputPrice: 2 }, false],
      [{ apiKey: `${KEY}-2` }, true],
      [{ model: 'other' }, true],
      [{ baseUrl: `${model.url}/deeper` }, true],
      [{ baseUrl: model.url, embeddingModel: 'vectors' }, true],
    ] as const) {
      await tested(service, id);
      const { credential, errors } = await update(service, { id, ...change });
      expect(errors).toEqual([]);
      expect({ change, forgets: credential.lastTest === null }).toEqual({ change, forgets });
    }
  });

  test('is not kept for a credential that was changed while it ran', async () => {
    await using model = await modelServer();
    const held = hold(json({ ok: true }));
    model.reply(() => held);
    await using service = await testService();
    const { id } = await created(service, custom(model.url));
    const running = tested(service, id);
    await model.until(() => model.total === 1);
    await update(service, { id, apiKey: `${KEY}-2` });
    held.release();
    const payload = await running;
    expect(payload.test.ok).toBe(true);
    expect(payload.credential.lastTest).toBeNull();
  });

  test('says of a key under a lost master key what to do', async () => {
    await using service = await testService();
    const { id } = await created(service, custom('http://127.0.0.1:9/v1'));
    await sql(
      service,
      `UPDATE provider_credential SET sealed_key = replace(sealed_key, 'v1.k-', 'v1.lost-')`,
    );
    const { test: result } = await tested(service, id);
    expect(result).toMatchObject({ ok: false, code: 'KEY_UNREADABLE' });
    expect(result.message).toMatch(/master key "lost-\w+".*BIDWRIGHT_MASTER_KEYS/);
  });
});

describe('where the service is there for others than the user of its machine', () => {
  const shared = { ALLOW_PRIVATE_MODEL_ADDRESSES: 'false' };

  test('private addresses are refused, the presets of this machine included', async () => {
    await using service = await testService(shared);
    for (const baseUrl of [
      'http://127.0.0.1:8000/v1',
      'http://10.1.2.3',
      'http://[::1]/v1',
      'http://localhost',
    ])
      await expect(created(service, custom(baseUrl))).rejects.toThrow(
        /private network.*ALLOW_PRIVATE_MODEL_ADDRESSES/,
      );
    await expect(created(service, { provider: 'ollama', model: 'm' })).rejects.toThrow(/private network/);
  });

  test('and one that was kept before is not called', async () => {
    await using model = await modelServer();
    await using service = await testService(shared);
    const { id } = await created(service, custom('https://api.example.com/v1'));
    await sql(service, 'UPDATE provider_credential SET base_url = $1', [model.url]);
    expect((await tested(service, id)).test).toMatchObject({ ok: false, code: 'FORBIDDEN_ADDRESS' });
    expect(model.total).toBe(0);
  });
});
