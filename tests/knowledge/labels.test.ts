import pg from 'pg';
import { expect, test } from 'vitest';
import { createApp, kinds } from '../../src/app.js';
import { labelPassages } from '../../src/knowledge/index.js';
import { createLog } from '../../src/platform/observability/log.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { createDurable } from '../../temporal/client.js';
import type { Reply } from '../support/api-client.js';
import { addText, change, textFile, uploadItem } from '../support/items.js';
import { type TestService, testService } from '../support/service.js';

const PASSAGES = `query ($id: ID!) {
  knowledgeItem(id: $id) { speaker revision passageList(first: 50) { edges { node { question text speaker stance } } } }
}`;
const FIND = `query ($query: String!) {
  knowledgeSearch(query: $query) { text metadata { speaker stance } }
}`;

const itemOf = async (service: TestService, id: string): Promise<Reply> =>
  (await service.run(PASSAGES, { id })).knowledgeItem;
const voicesOf = async (service: TestService, id: string) =>
  (await itemOf(service, id)).passageList.edges.map(({ node }: Reply) => [
    node.question ?? node.text.split('\n')[0],
    node.speaker,
    node.stance,
  ]);

async function inDatabase(service: TestService, sql: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: service.env.DATABASE_URL! });
  await client.connect();
  const { rows } = await client.query(sql, values).finally(() => client.end());
  return rows;
}

const MATRIX = `Requirement,Yes,No,Remarks
The kiosk prints tickets.,X,,
The kiosk takes coins.,,X,Cards only.
`;

test('whose words a passage is, is shown, set by a person, and found out of what was stored before', async () => {
  await using service = await testService();
  const { item: matrix } = await uploadItem(service, textFile('matrix.csv', MATRIX));
  const { item: old } = await addText(
    service,
    'Old tender',
    '# Request for Proposals\n\nThe bidder shall run a hotline. Trams run until midnight.',
  );
  const { item: policy } = await addText(service, 'Policy', 'Gates are locked at ten. Is there a guard?');
  const { item: pair } = await change(service, 'addAnswerToLibrary', {
    question: 'How many guards are there?',
    answer: 'We have [NUMBER] guards.',
  });
  const labels = {
    matrix: [
      ['The kiosk prints tickets.', 'US', 'ASSERTED'],
      ['The kiosk takes coins.', 'US', 'NEGATED'],
    ],
    old: [['The bidder shall run a hotline. Trams run until midnight.', 'BUYER', 'ASSERTED']],
    policy: [['Gates are locked at ten. Is there a guard?', 'US', 'ASSERTED']],
    pair: [['How many guards are there?', 'US', 'PLACEHOLDER']],
  };
  const read = async () => ({
    matrix: await voicesOf(service, matrix.id),
    old: await voicesOf(service, old.id),
    policy: await voicesOf(service, policy.id),
    pair: await voicesOf(service, pair.id),
  });
  expect(await read()).toEqual(labels);

  // A person knows better.
  const updated = await change(service, 'updateKnowledge', { id: policy.id, speaker: 'BUYER' });
  expect(updated).toMatchObject({ errors: [], item: { revision: 2 } });
  expect(await itemOf(service, policy.id)).toMatchObject({ speaker: 'BUYER' });
  const found = async (query: string) => (await service.run(FIND, { query })).knowledgeSearch;
  expect(await found('gates locked')).toMatchObject([{ metadata: { speaker: 'BUYER', stance: 'ASSERTED' } }]);
  const [audit] = await inDatabase(
    service,
    `SELECT details, before, after FROM audit_record WHERE action = 'knowledge.updated'`,
  );
  expect(audit).toMatchObject({
    details: { fields: ['speaker'] },
    before: { speaker: null },
    after: { speaker: 'BUYER' },
  });
  await change(service, 'updateKnowledge', { id: policy.id, speaker: null });
  expect(await voicesOf(service, policy.id)).toEqual(labels.policy);

  // As they were stored before there were labels, by a cut that took a mark for an answer.
  await inDatabase(service, 'UPDATE passage SET speaker = NULL, stance = NULL');
  await inDatabase(service, `UPDATE passage SET text = 'X' WHERE question = 'The kiosk prints tickets.'`);
  expect(await found('gates locked')).toMatchObject([{ metadata: { speaker: null, stance: null } }]);
  const env = parseEnv(service.env);
  const durable = createDurable({ ...env.temporal, address: env.temporal.address!, kinds });
  const log = createLog('silent', false);
  const app = await createApp(env, { databaseUrl: env.database.url!, durable, log });
  expect(await labelPassages(app, new AbortController().signal)).toBe(4);
  expect(await read()).toEqual({
    ...labels,
    matrix: [['The kiosk prints tickets.', 'BUYER', 'QUESTION'], labels.matrix[1]],
  });
  expect(await labelPassages(app, new AbortController().signal)).toBe(0);
  await app.close();
  await durable.close();
});
