import { expect, test } from 'vitest';
import { mayReach, placeFound, placeOf } from '../../src/models/credentials/network.js';
import { aiFor, failureOf, good, question } from '../ai/ask.js';
import { embeddings, json, modelServer } from '../support/model-server.js';
import { scratchModels } from './scratch.js';

/** As a URL writes it. */
const hostOf = (host: string) => new URL(`http://${host}/`).hostname;

test.each([
  '169.254.169.254',
  '169.254.0.1',
  '2852039166',
  '0xA9FEA9FE',
  '0251.0376.0251.0376',
  '[::ffff:169.254.169.254]',
  '[64:ff9b::169.254.169.254]',
  '[fe80::1]',
  '[fd00:ec2::254]',
  '[fd20:ce::254]',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::1]',
  '[64:ff9b:1:a9fe:a9:fe00::]',
  '[2002:7f00:1::]',
  '[2002:a9fe:a9fe::1]',
  '[2001:0:4136:e378:8000:63bf:3fff:fdd2]',
  '[::169.254.169.254]',
  '[febf::1]',
  'metadata.google.internal',
  'METADATA.google.internal.',
  'metadata',
  'instance-data.ec2.internal',
])('%s is where no provider is', (host) => {
  expect(placeOf(hostOf(host))).toBe('nowhere');
});

test.each([
  '127.0.0.1',
  '127.9.9.9',
  '0.0.0.0',
  '10.0.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '[::1]',
  '[::]',
  '[fd12:3456::1]',
  '[::ffff:10.0.0.1]',
  '[::7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::10.1.2.3]',
  '[fec0::1]',
  '[ff02::1]',
  '[100::1]',
  '[2001:db8::1]',
  '[2001:10::1]',
  '[3fff::1]',
  '[4000::1]',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  'localhost',
  'ollama.localhost',
  'gpu.local',
  'vllm.corp.internal',
])('%s is private', (host) => {
  expect(placeOf(hostOf(host))).toBe('private');
});

test.each([
  'api.openai.com',
  '8.8.8.8',
  '172.32.0.1',
  '100.128.0.1',
  '[2606:4700::1111]',
  '[2001:4860:4860::8888]',
  '[64:ff9b::8.8.8.8]',
  '[::ffff:8.8.8.8]',
  '223.255.255.255',
  'metadata.example.com',
])('%s is public', (host) => {
  expect(placeOf(hostOf(host))).toBe('public');
});

test('a name is what it leads to', async () => {
  expect(await placeFound('localhost')).toBe('private');
  expect(await placeFound('nowhere.invalid')).toBe('public');
});

test('what is connected to counts, whatever the name led to when the credential was made', async () => {
  await using model = await modelServer();
  model.reply(() => json(good));
  model.onEmbeddings(() => embeddings([[1, 0]]));
  for (const host of ['localhost', '127.0.0.1', '2130706433']) {
    const baseUrl = model.url.replace('127.0.0.1', host);
    const asked = async (allowPrivateModelAddresses: boolean) => {
      await using scratch = await scratchModels({ allowPrivateModelAddresses });
      const { organizationId } = scratch;
      await scratch.credential({ url: baseUrl }, { embeddingModel: 'words' });
      const ai = await scratch.models.for('CHAT', { organizationId });
      const embedder = await scratch.models.embedder(organizationId);
      const work = [ai!.complete(question), ai!.stream(question, () => () => {}), embedder!.embed(['text'])];
      return Promise.allSettled<unknown>(work);
    };
    const before = model.total;
    for (const refused of await asked(false))
      expect(refused, host).toMatchObject({
        reason: {
          kind: 'rejected',
          message: expect.stringMatching(/leads to an address at which no model provider may be/),
        },
      });
    expect(model.total).toBe(before);
    for (const { status } of await asked(true)) expect(status).toBe('fulfilled');
  }
});

test('a connection over the internet is one with TLS', () => {
  const allowPrivate = true;
  expect(mayReach('https://api.example.com/v1', { allowPrivate })('8.8.8.8')).toBe(true);
  expect(mayReach('http://gpu.local/v1', { allowPrivate })('8.8.8.8')).toBe(false);
  expect(mayReach('http://gpu.local/v1', { allowPrivate })('10.1.2.3')).toBe(true);
  expect(mayReach('http://gpu.local/v1', { allowPrivate })('fe80::1%eth0')).toBe(false);
});

test('a name of which one address is not allowed is not called at all', async () => {
  await using model = await modelServer();
  model.reply(() => json(good));
  const asked: string[] = [];
  const mayReach = (address: string) => asked.push(address) > 0 && false;
  const ai = aiFor({ url: model.url.replace('127.0.0.1', 'localhost') }, { mayReach });
  expect((await failureOf(ai.complete(question))).kind).toBe('rejected');
  expect([asked.length > 0, model.total]).toEqual([true, 0]);
});
