import { expect, test } from 'vitest';
import { bounded, LONGEST_VALUE } from '../../src/audit/values.js';
import { clientAddress, trustedProxies } from '../../src/http/guards/client-address.js';
import { createLog } from '../../src/platform/observability/log.js';
import { inContext } from '../../src/platform/observability/request-context.js';
import { apiOnly, readyWorkflow } from '../http/api-only.js';
import { EDIT, editOf, editOverHttp, recordsOf } from './support.js';

test('a change is recorded with its request, where it came from, and the values before and after', async () => {
  await using workflow = await readyWorkflow();
  await using api = await apiOnly(workflow.databaseUrl);
  const [answerId] = workflow.answerIds;
  const { text } = await api.app.db.answer.findUniqueOrThrow({ where: { id: answerId! } });
  const response = await editOverHttp(api, answerId!, 'Yes, in all regions.', {
    'x-request-id': 'client-made/1',
    'user-agent': 'tests 1.0',
  });
  expect(response.headers.get('x-request-id')).toBe('client-made/1');
  expect(await recordsOf(api)).toMatchObject([
    {
      action: 'answer.edited',
      subjectId: answerId,
      requestId: 'client-made/1',
      address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/),
      userAgent: 'tests 1.0',
      via: null,
      before: { text, status: expect.any(String) },
      after: { text: 'Yes, in all regions.', status: 'EDITED' },
    },
  ]);
});

test.each([['two\twords'], ['x'.repeat(129)], ['"quoted"'], ['{json}']])(
  'a request id that could forge a log line is replaced: %s',
  async (given) => {
    await using workflow = await readyWorkflow();
    await using api = await apiOnly(workflow.databaseUrl);
    const response = await fetch(`${api.url}/health`, { headers: { 'x-request-id': given } });
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  },
);

test('a change over a socket is recorded with an id of its own, and the address of the socket', async () => {
  await using workflow = await readyWorkflow();
  await using api = await apiOnly(workflow.databaseUrl);
  for (const text of ['First.', 'Second.'])
    for await (const { errors } of api.subscribe(EDIT, { input: editOf(workflow.answerIds[0]!, text) }))
      expect(errors).toBeUndefined();
  const records = await recordsOf(api);
  expect(records).toHaveLength(2);
  expect(new Set(records.map(({ requestId }) => requestId)).size).toBe(2);
  for (const { requestId, address } of records) {
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(address).toMatch(/127\.0\.0\.1|::1/);
  }
});

test('errors name the request in which they came up', async () => {
  await using workflow = await readyWorkflow();
  await using api = await apiOnly(workflow.databaseUrl);
  const ask = async (query: string) => {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'r-7' },
      body: JSON.stringify({ query }),
    });
    return ((await response.json()) as { errors: { extensions: object }[] }).errors[0]!.extensions;
  };
  expect(await ask('{ workflows(first: 0) { edges { node { id } } } }')).toEqual({
    code: 'BAD_USER_INPUT',
    requestId: 'r-7',
  });
  expect(await ask('{ nothing }')).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
});

test('what leaves the service as a file is recorded; what only looks is not', async () => {
  await using workflow = await readyWorkflow();
  await using api = await apiOnly(workflow.databaseUrl);
  const usage = await fetch(`${api.url}/usage.csv?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z`);
  expect(usage.status).toBe(200);
  await api.run(
    '{ workflows(first: 5) { edges { node { workflowId state } } } providerCredentials(first: 5) { edges { node { name } } } }',
  );
  expect(await recordsOf(api)).toMatchObject([
    {
      action: 'usage.exported',
      details: { query: expect.stringContaining('2026-01-01') },
      before: null,
      after: null,
    },
  ]);
});

test('log lines say in which request or activity they were written', () => {
  const lines: string[] = [];
  const log = createLog('info', false, { write: (line) => void lines.push(line) });
  inContext({ requestId: 'r-1', operation: 'EditAnswer', organizationId: 'o-1' }, () =>
    log.info('in a request'),
  );
  inContext({ activity: 'draftAnswer', workflowId: 'WF-1', runId: 'run-1' }, () =>
    log.info('in an activity'),
  );
  log.info('by itself');
  const [request, activity, itself] = lines.map((line) => JSON.parse(line));
  expect(request).toMatchObject({ requestId: 'r-1', operation: 'EditAnswer', organizationId: 'o-1' });
  expect(activity).toMatchObject({ activity: 'draftAnswer', workflowId: 'WF-1', runId: 'run-1' });
  expect(itself).not.toHaveProperty('requestId');
});

test('very long values are recorded by their beginning, length and digest', () => {
  const text = 'a'.repeat(LONGEST_VALUE + 1);
  const kept = bounded({ text, short: 'b', list: Array.from({ length: 500 }, (_, i) => i), at: new Date(0) });
  expect(kept).toMatchObject({
    text: { characters: LONGEST_VALUE + 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    short: 'b',
    list: { items: 500 },
    at: '1970-01-01T00:00:00.000Z',
  });
  expect(JSON.stringify(kept).length).toBeLessThan(6_000);
});

const from = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: forwarded ? { 'x-forwarded-for': forwarded } : {} }) as never;

test.each([
  ['a stranger who claims to speak for somebody', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['a proxy of ours', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
  [
    'a chain of ours, to whose left anybody can write',
    '10.1.2.3',
    '1.1.1.1, 198.51.100.1, 10.9.9.9',
    '198.51.100.1',
  ],
  ['a proxy of ours over both families', '::ffff:10.1.2.3', '2001:db8::1', '2001:db8::1'],
  ['a proxy that says nothing', '10.1.2.3', undefined, '10.1.2.3'],
  ['a proxy that says nonsense', '10.1.2.3', 'unknown', '10.1.2.3'],
  ['a proxy that adds ports', '10.1.2.3', '198.51.100.1:4711', '198.51.100.1'],
])('the address of the client: %s', (_name, socket, forwarded, address) => {
  expect(clientAddress(from(socket, forwarded), trustedProxies(['10.0.0.0/8', '::1']))).toBe(address);
});
