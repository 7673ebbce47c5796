import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { expect, test } from 'vitest';
import { runningPostgresUrl } from '../../src/platform/database/embedded-postgres.js';
import { createLog } from '../../src/platform/observability/log.js';
import { freePort } from '../../src/platform/processes/ports.js';
import { masterKeysInFile } from '../../src/platform/secrets/master-key.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { startService } from '../../src/service.js';
import { createPayloadCodec } from '../../temporal/payload-codec.js';
import { installRuntime } from '../../temporal/worker.js';
import { type ApiClient, apiClient } from '../support/api-client.js';
import { temporaryFolder } from '../support/folder.js';
import { decodedText, textIn } from '../support/histories.js';
import { SAMPLE_KNOWLEDGE } from '../support/knowledge.js';
import { type ModelServer, modelServer, type Reply, refusal, status } from '../support/model-server.js';
import { eventsUntil, getWorkflow, reached, textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { scriptEngine } from '../support/scripted-engine.js';
import { created, deactivate, listed, tested, update } from './credentials-support.js';
import { findingsIn, formsOf } from './key-forms.js';

// Of no known shape, and with characters that URLs and JSON write differently.
const LEAKY = 'Zq8/w+Tn4&kR7%mB2=xV9"cL5\\jH3~end1';
const GOOD = 'Yp3-hG6_dF1.sA8-lK4-jQ7-wE2-end2';
const REPLACED = 'Xo5-replaced-nM9-bV3-cX8-zL1-end3';
const KEYS = [LEAKY, GOOD, REPLACED];

/** Whatever a provider may do with a key that it was sent. */
function echoes(key: string): Reply[] {
  // One that meant to hide it could write it in a way that nobody looks for.
  const forms = [...formsOf(key)].filter(([form]) => !form.includes('hexadecimal'));
  const spellings = forms.map(([, spelling]) => String(spelling));
  const said = `No: ${key} (Bearer ${key}; ${spellings.join(' | ')}; ${key.slice(0, 14)}…).`;
  const body = { error: { message: said, param: key, type: key, code: key } };
  const headers = { 'x-request-id': key, 'www-authenticate': `Bearer ${key}`, 'retry-after': key };
  const statuses = [400, 401, 402, 403, 404, 409, 413, 422, 429, 500, 503, 529];
  return [
    ...statuses.map((code) => status(code, body, headers)),
    status(307, body, { ...headers, location: `http://127.0.0.1:9/?key=${encodeURIComponent(key)}` }),
    ...[200, 400, 500].map((code) => status(code, `<html>${said}</html>`, headers)),
    status(200, body, headers),
    refusal(said),
  ];
}

/** Everything that the API ever said. */
function listening(api: ApiClient): { api: ApiClient; said: string[] } {
  const said: string[] = [];
  const keep = <T>(value: T): T => {
    said.push(JSON.stringify(value));
    return value;
  };
  const heard: ApiClient = {
    ...api,
    run: async (query, variables) => keep(await api.run(query, variables)),
    ask: async (query, variables) => keep(await api.ask(query, variables)),
    upload: async (query, file, variables) => keep(await api.upload(query, file, variables)),
    subscribe: (query, variables) => heardFrom(api.subscribe(query, variables), keep),
  };
  return { api: heard, said };
}

async function* heardFrom<T>(source: AsyncIterable<T>, keep: (value: T) => T): AsyncGenerator<T> {
  for await (const value of source) yield keep(value);
}

async function databaseDump(url: string): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const dump = new Map<string, string>();
    for (const { name } of tables) {
      const { rows } = await client.query(`SELECT t::text AS row, to_jsonb(t)::text AS json FROM ${name} t`);
      dump.set(name, rows.map(({ row, json }) => `${row}\n${json}`).join('\n'));
    }
    return dump;
  } finally {
    await client.end();
  }
}

async function histories(address: string, taskQueue: string) {
  const connection = await Connection.connect({ address });
  try {
    const { workflow } = new Client({ connection });
    const all = new Map<string, Awaited<ReturnType<ReturnType<typeof workflow.getHandle>['fetchHistory']>>>();
    for await (const { workflowId, runId } of workflow.list({ query: `TaskQueue = "${taskQueue}"` }))
      all.set(`${workflowId} ${runId}`, await workflow.getHandle(workflowId, runId).fetchHistory());
    return all;
  } finally {
    await connection.close();
  }
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

const ASK = `mutation { askQuestion(input: { question: "How is customer data encrypted at rest?" }) {
  answer { id answer status engine failure { code message } } errors { code message } } }`;

const EVERYTHING = `{ providerCredentials(first: 100) { edges { node { id name baseUrl maskedKey lastTest { message } } } }
  aiRequests(first: 100) { edges { node { task provider credentialName model parameters outcome failure { kind message status } } } }
  conversations { edges { node { title answers { edges { node { answer failure { message } } } } } } }
  workflows { edges { node { workflowId state failure { code message } generatedResponses { text failure } } } } }`;

/** The story: keys come, are tried out, fail in all ways, fall back, fail for good, are replaced. */
async function live(api: ApiClient, leaky: ModelServer, good: ModelServer): Promise<string[]> {
  const own = { provider: 'custom', model: 'scripted' };
  const first = await created(api, { ...own, name: 'canary-leaky', baseUrl: leaky.url, apiKey: LEAKY });
  const second = await created(api, { ...own, name: 'canary-good', baseUrl: good.url, apiKey: GOOD });
  for (const reply of echoes(LEAKY)) {
    leaky.reply(() => reply);
    expect((await tested(api, first.id)).test.ok).toBe(false);
  }
  // What people type into the wrong place or form.
  await api.ask(
    'mutation ($input: CreateProviderCredentialInput!) { createProviderCredential(input: $input) { errors { message } } }',
    { input: { provider: 'openai', apiKey: LEAKY, apikey: GOOD } },
  );
  await update(api, { id: first.id, apiKey: `${LEAKY} ${GOOD}` });
  await update(api, { id: first.id, baseUrl: `http://user:${encodeURIComponent(LEAKY)}@127.0.0.1/v1` });

  const replies = echoes(LEAKY);
  leaky.reply(({ n }) => replies[n % replies.length]!);
  await SAMPLE_KNOWLEDGE.addTo(api);
  const questions = ['How is customer data encrypted at rest?', 'How is the disaster recovery plan tested?'];
  const ready = await uploadRfp(api, textRfp(questions));
  await untilReady(api, ready.workflow.workflowId);
  expect((await getWorkflow(api, ready.workflow.workflowId)).engine).toBe('scripted');

  await deactivate(api, second.id);
  // 404, which is told with what the provider said.
  leaky.reply(() => echoes(LEAKY)[4]!);
  const failed = await uploadRfp(api, textRfp([...questions, 'What is your incident response process?']));
  await eventsUntil(api, failed.workflow.workflowId, reached('ERROR'));
  expect((await getWorkflow(api, failed.workflow.workflowId)).failure.message).toContain('canary-leaky');
  await api.ask(ASK);
  await update(api, { id: second.id, apiKey: REPLACED });
  await update(api, { id: second.id, apiKey: GOOD });
  await listed(api);
  await api.ask(EVERYTHING);
  return [ready.workflow.workflowId, failed.workflow.workflowId];
}

const lines: string[] = [];
const log = createLog('trace', false, { write: (line) => void lines.push(line) });
installRuntime(log);

test.each([false, true])(
  'no key is found anywhere after a run whose provider echoes it (payloads encrypted: %s)',
  {
    timeout: 180_000,
  },
  async (encrypted) => {
    lines.length = 0;
    await using leaky = await modelServer();
    await using good = await modelServer();
    scriptEngine(good);
    using folder = temporaryFolder();
    const temporalPort = String(await freePort());
    const env = {
      ...{
        NODE_ENV: 'test',
        PORT: '0',
        POSTGRES_PORT: '0',
        TEMPORAL_PORT: temporalPort,
        TEMPORAL_UI_PORT: '0',
      },
      ...{ BIDWRIGHT_DATA_DIR: folder.path, TEMPORAL_ENCRYPT_PAYLOADS: String(encrypted) },
    };
    const service = await startService(parseEnv(env), log);
    const { api, said } = listening(apiClient(service.url!));
    let workflowIds: string[] = [];
    const found: string[] = [];
    const masterKeys = await masterKeysInFile(join(folder.path, 'master.key'), { create: false });
    const secrets = [...KEYS, ...masterKeys.map(({ key }) => key.export().toString('base64'))];
    const look = (place: string, content: string | Buffer) =>
      found.push(...findingsIn(place, content, secrets));
    try {
      workflowIds = await live(api, leaky, good);
      expect(leaky.requests.some(({ headers }) => headers.authorization === `Bearer ${LEAKY}`)).toBe(true);
      expect(good.requests.some(({ headers }) => headers.authorization === `Bearer ${GOOD}`)).toBe(true);
      expect(leaky.unscripted).toEqual([]);

      const dump = await databaseDump(runningPostgresUrl(join(folder.path, 'postgres'), 'bidwright')!);
      for (const [table, rows] of dump) look(table, rows);
      expect(dump.get('public.ai_request')).toContain('canary-leaky');
      expect(dump.get('public.ai_request')).toContain('[key]');

      const codec = createPayloadCodec(masterKeys, false);
      const all = await histories(`127.0.0.1:${temporalPort}`, 'bidwright');
      for (const [id, history] of all) {
        look(`the history of ${id}`, textIn(history));
        look(`the decoded history of ${id}`, await decodedText(history, codec));
      }
      const failed = [...all].find(([id]) => id.startsWith(workflowIds[1]!))![1];
      expect(textIn(failed).includes('canary-leaky')).toBe(!encrypted);
      expect(`${textIn(failed)}${await decodedText(failed, codec)}`).toContain('canary-leaky');
    } finally {
      await api.close();
      await service.stop();
    }
    look('what the API said', said.join('\n'));
    expect(said.join('\n')).toContain('canary-leaky');
    look('the log', lines.join('\n'));
    expect(lines.join('\n')).toContain(workflowIds[1]);

    const files = filesBelow(folder.path).filter((file) => !file.endsWith('master.key'));
    let canaries = 0;
    for (const file of files) {
      const content = readFileSync(file);
      look(file, content);
      if (content.includes('canary-leaky')) canaries++;
    }
    // In a table, in its index and in the log of changes at least: this looks where things are.
    expect(canaries).toBeGreaterThan(1);
    expect(found).toEqual([]);
  },
);

test('the search itself finds each form of a key', () => {
  for (const [form, spelling] of formsOf(LEAKY))
    expect(findingsIn('there', `… ${spelling} …`, KEYS)).toContain(`${form} in there`);
  expect(findingsIn('there', 'nothing of the kind', KEYS)).toEqual([]);
});
