import { inspect } from 'node:util';
import { Worker } from '@temporalio/worker';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/platform/observability/log.js';
import { newMasterKey, parseMasterKeys } from '../../src/platform/secrets/master-key.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { startService } from '../../src/service.js';
import { payloadsOf } from '../../temporal/data-converter.js';
import { createPayloadCodec } from '../../temporal/payload-codec.js';
import { type ApiClient, apiClient } from '../support/api-client.js';
import { decodedText, encodingOf, historyOf, payloadsIn, textIn } from '../support/histories.js';
import { SAMPLE_KNOWLEDGE } from '../support/knowledge.js';
import { modelServer, status } from '../support/model-server.js';
import { eventsUntil, getWorkflow, reached, textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { scriptEngine } from '../support/scripted-engine.js';
import { testService, testSettings } from '../support/service.js';

const [first, second] = [newMasterKey(), newMasterKey()];
const ring = (...keys: string[]) => parseMasterKeys(keys.join(','));
const plain = {
  metadata: { encoding: Buffer.from('json/plain'), more: Buffer.from([0, 255, 7]) },
  data: Buffer.from('{"client":"Northwind"}'),
};
const QUESTIONS = ['How does the vendor encrypt customer data at rest?'];

describe('the payload codec', () => {
  const codec = createPayloadCodec(ring(first), true);

  test('gives back what it encrypted, and names the key beside it', async () => {
    const [sealed] = await codec.encode([plain]);
    expect(encodingOf(sealed!)).toBe('binary/encrypted');
    expect(Buffer.from(sealed!.metadata!['encryption-key-id']!).toString()).toBe(first.split(':')[0]);
    expect(textIn(sealed)).not.toMatch(/Northwind|json/);
    const [opened] = await codec.decode([sealed!]);
    expect(Buffer.from(opened!.data!)).toEqual(plain.data);
    expect(opened!.metadata).toEqual(plain.metadata);
  });

  test('takes payloads without data, and none', async () => {
    const nothing = { metadata: { encoding: Buffer.from('binary/null') } };
    // As it comes out of workflow code.
    const empty = { ...nothing, data: [] as unknown as Uint8Array };
    for (const opened of await codec.decode(await codec.encode([nothing, empty]))) {
      expect(encodingOf(opened)).toBe('binary/null');
      expect(opened.data).toHaveLength(0);
    }
    expect(await codec.encode([])).toEqual([]);
  });

  test('lets pass what was written before there was a key', async () => {
    expect(await codec.decode([plain])).toEqual([plain]);
  });

  test('reads with every key of the ring, also where it writes in plain', async () => {
    const sealed = await codec.encode([plain]);
    for (const encrypts of [true, false]) {
      const [opened] = await createPayloadCodec(ring(second, first), encrypts).decode(sealed);
      expect(Buffer.from(opened!.data!)).toEqual(plain.data);
    }
    expect(await createPayloadCodec(ring(first), false).encode([plain])).toEqual([plain]);
  });

  test('says which key is missing, and shows none', async () => {
    const sealed = await codec.encode([plain]);
    for (const keys of [ring(second), []]) {
      const error = await createPayloadCodec(keys, false)
        .decode(sealed)
        .catch((thrown: Error) => thrown);
      expect(String(error)).toContain(
        `the master key "${first.split(':')[0]}", which this process does not have`,
      );
      expect(inspect(error)).not.toContain(first.split(':')[1]);
    }
  });

  test('notices what was changed', async () => {
    const [sealed] = await codec.encode([plain]);
    for (const at of [0, 40, sealed!.data!.length - 1]) {
      const data = Buffer.from(sealed!.data!);
      data[at]! ^= 1;
      await expect(codec.decode([{ ...sealed, data }])).rejects.toThrow('cannot be decrypted');
    }
  });

  test('does not begin without a key', () => {
    expect(() => createPayloadCodec([], true)).toThrow(/there is no master key. Set BIDWRIGHT_MASTER_KEYS/);
  });
});

const failedTasks = ({ events }: Awaited<ReturnType<typeof historyOf>>) =>
  (events ?? []).flatMap((event) => event.workflowTaskFailedEventAttributes ?? []);

async function start(api: ApiClient): Promise<string> {
  await SAMPLE_KNOWLEDGE.addTo(api);
  const { workflow, errors } = await uploadRfp(api, textRfp(QUESTIONS), { clientName: 'Zanzibar Ltd' });
  expect(errors).toEqual([]);
  return workflow.workflowId;
}

describe('with master keys in the environment', () => {
  const codec = createPayloadCodec(ring(first), true);

  test('a run shows Temporal nothing but search attributes, and can be replayed', async () => {
    await using service = await testService({ BIDWRIGHT_MASTER_KEYS: first });
    const workflowId = await start(service);
    await untilReady(service, workflowId);
    const history = await historyOf(service.env, workflowId);
    const payloads = payloadsIn(history);
    expect(payloads.length).toBeGreaterThan(10);
    expect(new Set(payloads.map(encodingOf))).toEqual(new Set(['binary/encrypted']));
    expect(await decodedText(history, codec)).toContain(`"reference":"${workflowId}"`);
    expect(failedTasks(history)).toEqual([]);

    const { dataConverter } = payloadsOf(ring(second, first), true);
    const workflowBundle = { codePath: 'dist/workflow-bundle-encrypting.js' };
    await Worker.runReplayHistory({ workflowBundle, dataConverter }, history, workflowId);
    // Without the key nothing can be read.
    await expect(
      Worker.runReplayHistory({ workflowBundle, ...payloadsOf(ring(second), true) }, history, workflowId),
    ).rejects.toThrow();
  });

  test('what a step fails with is told to the user and not to Temporal', async () => {
    await using model = await modelServer();
    scriptEngine(model);
    model.on('draft_answer', () => status(401, { error: { message: 'no' } }));
    await using service = await testService({
      ...{ BIDWRIGHT_MASTER_KEYS: first, OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'scripted' },
    });
    const workflowId = await start(service);
    await eventsUntil(service, workflowId, reached('ERROR'));
    expect((await getWorkflow(service, workflowId)).failure.message).toContain('refused the API key');

    const history = await historyOf(service.env, workflowId);
    expect(textIn(history)).toContain('Encoded failure');
    expect(textIn(history)).not.toMatch(/refused the API key|draft-answer|\.ts:\d|\.js:\d/);
    expect(await decodedText(history, codec)).toContain('refused the API key');
  });
});

describe('a run that began before payloads were encrypted', () => {
  const log = createLog('silent', false);

  test.each([
    { from: {}, to: { BIDWRIGHT_MASTER_KEYS: first }, ends: 'binary/encrypted' },
    {
      from: { BIDWRIGHT_MASTER_KEYS: first },
      to: { BIDWRIGHT_MASTER_KEYS: `${second},${first}` },
      ends: 'binary/encrypted',
    },
    {
      from: { BIDWRIGHT_MASTER_KEYS: first },
      to: { BIDWRIGHT_MASTER_KEYS: first, TEMPORAL_ENCRYPT_PAYLOADS: 'false' },
      ends: 'json/plain',
    },
  ])('goes on after the change to $ends', async ({ from, to, ends }) => {
    await using model = await modelServer();
    const engine = scriptEngine(model);
    model.on('route_questions', () => status(503));
    await using settings = await testSettings({ OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'scripted' });
    const before = await startService(parseEnv({ ...settings.env, ...from }), log);
    const api = apiClient(before.url!);
    const workflowId = await start(api);
    await model.until(() => model.requestsFor('route_questions').length > 0);
    expect(engine.drafts).toBe(0);
    await api.close();
    await before.stop();

    const engineAfter = scriptEngine(model);
    const after = await startService(parseEnv({ ...settings.env, ...to }), log);
    const again = apiClient(after.url!);
    await untilReady(again, workflowId);
    await again.close();
    await after.stop();
    expect(engineAfter.drafts).toBe(QUESTIONS.length);
    const history = await historyOf(settings.env, workflowId);
    expect(failedTasks(history)).toEqual([]);
    const encodings = payloadsIn(history).map(encodingOf);
    expect(encodings[0]).toBe('BIDWRIGHT_MASTER_KEYS' in from ? 'binary/encrypted' : 'json/plain');
    expect(encodings.filter((encoding) => encoding !== 'binary/null').at(-1)).toBe(ends);
  });
});
