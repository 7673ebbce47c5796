import { PrismaPg } from '@prisma/adapter-pg';
import { describe, expect, test } from 'vitest';
import { PrismaClient } from '../../generated/client/client.js';
import { PRESETS } from '../../src/ai/index.js';
import { newId } from '../../src/platform/ids.js';
import { answerTo, auditOf, goodReply, sql } from '../qa/support.js';
import type { Reply } from '../support/api-client.js';
import { SAMPLE_KNOWLEDGE } from '../support/knowledge.js';
import { json, modelServer } from '../support/model-server.js';
import { seedOtherTenant } from '../support/other-tenant.js';
import { testService } from '../support/service.js';
import {
  activate,
  create,
  created,
  deactivate,
  KEY,
  listed,
  remove,
  tested,
  update,
} from './credentials-support.js';

describe('the providers', () => {
  test('are listed with what is known of them', async () => {
    await using service = await testService({}, 'api');
    const { providers } = await service.run(`{ providers { id name baseUrl baseUrlHint needsKey keyHint docs
      models { name inputPrice outputPrice contextTokens embeddings } defaultModel defaultEmbeddingModel pricesAsOf
      can { structuredOutput tools streaming embeddings } } }`);
    expect(providers.map(({ id }: Reply) => id)).toEqual(PRESETS.map(({ id }) => id));
    for (const { models, pricesAsOf, defaultModel, baseUrl, baseUrlHint } of providers) {
      if (models.some(({ inputPrice }: Reply) => inputPrice !== null))
        expect(pricesAsOf).toMatch(/^\d{4}-\d\d-\d\d$/);
      if (defaultModel) expect(models.map(({ name }: Reply) => name)).toContain(defaultModel);
      expect(baseUrl ?? baseUrlHint).toMatch(/^https?:/);
    }
    const anthropic = providers.find(({ id }: Reply) => id === 'anthropic');
    expect(anthropic.can).toMatchObject({ structuredOutput: 'TOOLS', tools: true, embeddings: false });
  });
});

describe('a credential', () => {
  test('is kept with its key encrypted, and shows the last four characters of it', async () => {
    await using service = await testService();
    const { credential, errors } = await create(service, {
      ...{
        provider: 'openai',
        name: ' Team  key ',
        apiKey: ` ${KEY}\n`,
        embeddingModel: 'text-embedding-3-small',
      },
      ...{
        maxConcurrency: 4,
        tokensPerMinute: 90_000,
        requestsPerMinute: 60,
        inputPrice: 2.5,
        outputPrice: 0,
      },
    });
    expect(errors).toEqual([]);
    expect(credential).toMatchObject({
      ...{ provider: { id: 'openai' }, name: 'Team  key', baseUrl: null, model: null, hasKey: true },
      ...{ maskedKey: '••••end9', embeddingModel: 'text-embedding-3-small', embeddingDimensions: null },
      ...{ active: true, activatedAt: expect.any(String), lastTest: null, version: 1 },
      ...{
        maxConcurrency: 4,
        tokensPerMinute: 90_000,
        requestsPerMinute: 60,
        inputPrice: 2.5,
        outputPrice: 0,
      },
      createdBy: { email: 'sales@company.com' },
    });
    const { node, providerCredential } = await service.run(
      'query ($id: ID!) { node(id: $id) { id ... on ProviderCredential { name } } providerCredential(id: $id) { name } }',
      { id: credential.id },
    );
    expect([node.name, providerCredential.name]).toEqual(['Team  key', 'Team  key']);
    const [row] = await sql(service, 'SELECT * FROM provider_credential');
    expect(row.sealed_key).toMatch(/^v1\.k-[0-9a-f]{8}\.[\w-]{80}\.[\w-]+$/);
    expect(JSON.stringify(row)).not.toContain(KEY.slice(0, 12));
    expect(await auditOf(service)).toEqual([
      { action: 'credential.created', details: { provider: 'openai', name: 'Team  key', active: true } },
    ]);
  });

  test('of a server without keys needs none, and of a short key nothing is shown', async () => {
    await using service = await testService();
    expect(await created(service, { provider: 'ollama', model: 'llama3.3' })).toMatchObject({
      ...{ name: 'Ollama', hasKey: false, maskedKey: null },
    });
    const short = { provider: 'vllm', model: 'm', apiKey: 'secret-15-chars' };
    expect(await created(service, short)).toMatchObject({ hasKey: true, maskedKey: '••••' });
  });

  test('is one for each provider and name', async () => {
    await using service = await testService();
    const input = { provider: 'openai', name: 'Team', apiKey: KEY };
    const [one, two] = await Promise.all([create(service, input), create(service, input)]);
    const refused = [one, two].filter(({ errors }) => errors.length > 0);
    expect(refused).toMatchObject([
      { credential: null, errors: [{ code: 'CONFLICT', path: ['input', 'name'] }] },
    ]);
    expect(refused[0].errors[0].message).toContain('"Team" for OpenAI');
    await created(service, { ...input, provider: 'groq' });
    const { id } = await created(service, { ...input, name: 'Other' });
    const { errors } = await update(service, { id, name: 'Team' });
    expect(errors).toMatchObject([{ code: 'CONFLICT', path: ['input', 'name'] }]);
    expect(await listed(service)).toHaveLength(3);
  });

  const wrong: [string, Record<string, unknown>, string, RegExp][] = [
    ['an unknown provider', { provider: 'openia' }, 'provider', /Use one of: openai, /],
    ['no key', { provider: 'openai', apiKey: null }, 'apiKey', /OpenAI needs a key/],
    ['a blank key', { apiKey: '  ' }, 'apiKey', /is empty/],
    ['a key with a space', { apiKey: 'sk-abc def-SECRET' }, 'apiKey', /Copy it anew/],
    ['a key with its scheme', { apiKey: `Bearer ${KEY}` }, 'apiKey', /without "Bearer"/],
    ['a key of another alphabet', { apiKey: 'sk-abcdéSECRET' }, 'apiKey', /no key has/],
    ['an address that is none', { baseUrl: 'api.openai.com/SECRET' }, 'baseUrl', /http or https URL/],
    ['another scheme', { baseUrl: 'file:///etc/SECRET' }, 'baseUrl', /http or https URL/],
    ['an address with a password', { baseUrl: 'https://me:SECRET@api.openai.com/v1' }, 'baseUrl', /password/],
    ['an address with a query', { baseUrl: 'https://api.openai.com/v1?key=SECRET' }, 'baseUrl', /from "\?"/],
    [
      'the address of a method',
      { baseUrl: 'https://x.com/v1/chat/completions/' },
      'baseUrl',
      /must be the root/,
    ],
    ['cloud metadata', { baseUrl: 'http://169.254.169.254/v1' }, 'baseUrl', /cloud metadata/],
    ['cloud metadata as a number', { baseUrl: 'http://2852039166/v1' }, 'baseUrl', /cloud metadata/],
    [
      'cloud metadata by name',
      { baseUrl: 'http://metadata.google.internal./v1' },
      'baseUrl',
      /cloud metadata/,
    ],
    ['a public address without TLS', { baseUrl: 'http://api.openai.com/v1' }, 'baseUrl', /Use https/],
    ['no address', { provider: 'custom', model: 'm' }, 'baseUrl', /has no address of its own/],
    ['no model', { provider: 'openrouter' }, 'model', /Name yours/],
    ['dimensions of nothing', { embeddingDimensions: 256 }, 'embeddingModel', /without an embedding model/],
    [
      'too few dimensions',
      { embeddingModel: 'e', embeddingDimensions: 4 },
      'embeddingDimensions',
      /8 to 8192/,
    ],
    ['no concurrency at all', { maxConcurrency: 0 }, 'maxConcurrency', /1 to 10000; 0/],
    ['a negative limit', { tokensPerMinute: -5 }, 'tokensPerMinute', /-5/],
    ['no requests', { requestsPerMinute: 0 }, 'requestsPerMinute', /1 to/],
    ['a negative price', { inputPrice: -0.1 }, 'inputPrice', /-0.1/],
    ['an absurd price', { outputPrice: 1e9 }, 'outputPrice', /100000 US dollars/],
    ['an empty name', { name: ' ' }, 'name', /is empty/],
    ['a long name', { name: 'x'.repeat(81) }, 'name', /80 are allowed/],
  ];

  test('that cannot be right is refused with the field at fault, nothing of a key quoted', async () => {
    await using service = await testService();
    for (const [title, input, field, message] of wrong) {
      const { credential, errors } = await create(service, { provider: 'openai', apiKey: KEY, ...input });
      expect({ title, credential, errors }).toMatchObject({
        ...{ title, credential: null },
        errors: [{ code: 'INVALID_INPUT', path: ['input', field], message: expect.stringMatching(message) }],
      });
      expect(errors[0].message).not.toMatch(/SECRET|Zm9v/);
    }
    expect(await listed(service)).toEqual([]);
  });

  test('that changes moves its version, and a change to an older one is refused', async () => {
    await using service = await testService();
    const { id } = await created(service, {
      provider: 'openai',
      apiKey: KEY,
      model: 'gpt-6-sol',
      maxConcurrency: 2,
    });
    const changed = await update(service, {
      id,
      expectedVersion: 1,
      name: 'New',
      model: null,
      inputPrice: 1.25,
    });
    expect(changed.credential).toMatchObject({
      ...{ name: 'New', model: null, maxConcurrency: 2, inputPrice: 1.25, maskedKey: '••••end9', version: 2 },
    });
    const late = await update(service, { id, expectedVersion: 1, name: 'Newer' });
    expect(late).toMatchObject({ credential: null, errors: [{ code: 'CONFLICT', currentVersion: 2 }] });
    const same = await update(service, { id, expectedVersion: 2, name: 'New', inputPrice: 1.25 });
    expect(same.credential.version).toBe(2);
    expect((await auditOf(service)).slice(1)).toEqual([
      {
        action: 'credential.updated',
        details: {
          ...{ provider: 'openai', name: 'New', fields: ['name', 'model', 'inputPrice'] },
          expectedVersion: 1,
        },
      },
    ]);
  });

  test('gets another key, which is all that the audit tells of it', async () => {
    await using service = await testService();
    const { id } = await created(service, { provider: 'openai', apiKey: KEY });
    const [before] = await sql(service, 'SELECT sealed_key FROM provider_credential');
    const next = 'sk-proj-completely-different-7777';
    const { credential } = await update(service, { id, apiKey: next });
    expect(credential).toMatchObject({ maskedKey: '••••7777', version: 2 });
    const [after] = await sql(service, 'SELECT sealed_key FROM provider_credential');
    expect(after.sealed_key).not.toBe(before.sealed_key);
    expect((await update(service, { id, apiKey: null })).errors).toMatchObject([
      { path: ['input', 'apiKey'] },
    ]);
    expect((await update(service, { id, apiKey: '' })).errors).toMatchObject([{ path: ['input', 'apiKey'] }]);
    expect((await auditOf(service)).at(-1)!.details.fields).toEqual(['apiKey']);
    expect(JSON.stringify(await auditOf(service))).not.toMatch(/different|Zm9v/);
  });

  test('keeps its key from another server than the one it was entered for', async () => {
    await using service = await testService();
    const { id } = await created(service, { provider: 'openai', apiKey: KEY });
    const moved = await update(service, { id, baseUrl: 'https://collector.example.com/v1' });
    expect(moved.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'apiKey'] }]);
    expect(moved.errors[0].message).toContain('https://api.openai.com to https://collector.example.com');
    const path = await update(service, { id, baseUrl: 'https://api.openai.com/v2/' });
    expect(path.credential).toMatchObject({ baseUrl: 'https://api.openai.com/v2', maskedKey: '••••end9' });
    const both = await update(service, { id, baseUrl: 'https://proxy.example.com/v1', apiKey: `${KEY}-2` });
    expect(both.errors).toEqual([]);
    const forbidden = await update(service, { id, baseUrl: 'http://169.254.169.254', apiKey: KEY });
    expect(forbidden.errors).toMatchObject([{ path: ['input', 'baseUrl'] }]);
  });

  test('is asked in the order of activation', async () => {
    await using service = await testService();
    const [a, b, c] = [
      await created(service, { provider: 'openai', name: 'a', apiKey: KEY }),
      await created(service, { provider: 'openai', name: 'b', apiKey: KEY }),
      await created(service, { provider: 'openai', name: 'c', apiKey: KEY, active: false }),
    ];
    const names = async () =>
      (await listed(service)).map(({ name, active }) => `${name}${active ? '' : '-'}`);
    expect(await names()).toEqual(['a', 'b', 'c-']);
    await activate(service, c.id);
    await activate(service, a.id);
    expect(await names()).toEqual(['a', 'b', 'c']);
    const off = await deactivate(service, a.id);
    expect(off.credential).toMatchObject({ active: false, activatedAt: null });
    expect(await names()).toEqual(['b', 'c', 'a-']);
    await activate(service, a.id);
    expect(await names()).toEqual(['b', 'c', 'a']);
    await deactivate(service, b.id);
    expect(
      (await auditOf(service)).map(({ action, details }) => `${action} ${details.name}`).slice(3),
    ).toEqual([
      ...['credential.activated c', 'credential.deactivated a', 'credential.activated a'],
      'credential.deactivated b',
    ]);
  });

  test('is used from the moment it is there, and no longer than it is', async () => {
    await using service = await testService();
    await using model = await modelServer();
    model.on('answer_question', (request) => json(goodReply(request)));
    await SAMPLE_KNOWLEDGE.addTo(service);
    const engine = async () => (await answerTo(service, 'How is customer data encrypted at rest?')).engine;
    expect(await engine()).toBe('rules');
    const { id } = await created(service, {
      provider: 'custom',
      baseUrl: model.url,
      apiKey: KEY,
      model: 'mine',
    });
    expect(await engine()).toBe('mine');
    expect(model.requests[0]!.headers.authorization).toBe(`Bearer ${KEY}`);
    await deactivate(service, id);
    expect(await engine()).toBe('rules');
    await activate(service, id);
    expect(await engine()).toBe('mine');
    await update(service, { id, model: 'other', apiKey: `${KEY}-2` });
    expect(await engine()).toBe('other');
    expect(model.requests.at(-1)!.headers.authorization).toBe(`Bearer ${KEY}-2`);
    expect((await remove(service, id)).id).toBe(id);
    expect(await engine()).toBe('rules');
    expect((await remove(service, id)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await sql(service, 'SELECT * FROM provider_credential')).toEqual([]);
  });

  test('of another organization leads nowhere', async () => {
    await using service = await testService();
    const databaseUrl = service.env.DATABASE_URL!;
    const { User } = await seedOtherTenant(databaseUrl);
    const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl }) });
    const [membership] = await db.membership.findMany({ where: { userId: User! } });
    const row = {
      id: newId(),
      organizationId: membership!.organizationId,
      provider: 'openai',
      name: 'Theirs',
    };
    await db.providerCredential.create({ data: { ...row, createdById: User! } });
    await db.$disconnect();

    const id = btoa(`ProviderCredential:${row.id}`);
    for (const payload of [
      await update(service, { id, name: 'Mine' }),
      await activate(service, id),
      await deactivate(service, id),
      await remove(service, id),
      await tested(service, id),
    ])
      expect(payload.errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    const found = await service.run(
      'query ($id: ID!) { node(id: $id) { id } providerCredential(id: $id) { id } providerCredentials { edges { node { id } } } }',
      { id },
    );
    expect(found).toEqual({ node: null, providerCredential: null, providerCredentials: { edges: [] } });
    // Their name is free here.
    await created(service, { provider: 'openai', name: 'Theirs', apiKey: KEY });
    const [untouched] = await sql(service, 'SELECT name, active FROM provider_credential WHERE id = $1', [
      row.id,
    ]);
    expect(untouched).toEqual({ name: 'Theirs', active: true });
  });
});

describe('where there is no master key', () => {
  test('a key is refused with what to do, and everything else works', async () => {
    await using service = await testService({}, 'api');
    const { credential, errors } = await create(service, { provider: 'openai', apiKey: KEY });
    expect(credential).toBeNull();
    expect(errors).toMatchObject([{ code: 'UNAVAILABLE' }]);
    expect(errors[0].message).toMatch(/no master key.*Set BIDWRIGHT_MASTER_KEYS/);
    expect(await created(service, { provider: 'ollama', model: 'llama3.3' })).toMatchObject({
      hasKey: false,
    });
  });
});
