import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { DEFAULT_ACTOR } from '../../src/identity/index.js';
import { newId } from '../../src/platform/ids.js';
import { sql } from '../qa/support.js';
import type { ApiClient, Reply } from '../support/api-client.js';
import { seedOtherTenant } from '../support/other-tenant.js';
import { type TestService, testService } from '../support/service.js';

const COUNTS = `requests failed cacheExact cacheSemantic inputTokens outputTokens cost unknownCosts savedTokens savedCost`;
const USAGE = `from to csvUrl totals { ${COUNTS} } budgets { period state } rows {
  day task modelTask workflowId model userId userName userEmail provider credential outcome counts { ${COUNTS} } }`;

const usage = async (api: ApiClient, variables: object): Promise<Reply> =>
  (
    await api.run(
      `query ($from: DateTime, $to: DateTime, $groupBy: [UsageDimension!], $filter: UsageFilter) {
        usage(from: $from, to: $to, groupBy: $groupBy, filter: $filter) { ${USAGE} } }`,
      { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', ...variables },
    )
  ).usage;

interface Request {
  organization?: string;
  at: string;
  task?: string;
  model?: string;
  outcome?: string;
  input?: number;
  output?: number;
  cost?: string | null;
  saved?: [number, string | null];
  workflow?: string | null;
  user?: string | null;
}

async function seed(service: TestService, requests: Request[]): Promise<void> {
  for (const request of requests) {
    const { task = 'draft-answer', model = 'big', outcome = 'ANSWERED', input = 10, output = 1 } = request;
    const [savedTokens, savedCost] = request.saved ?? [0, null];
    await sql(
      service,
      `INSERT INTO ai_request (id, organization_id, user_id, workflow_id, task, model_task, provider, credential_name,
         model, input_tokens, output_tokens, cost, latency_ms, outcome, saved_tokens, saved_cost, at)
       VALUES ($1, $2, $3, $4, $5, 'DRAFTING', 'openai', 'main', $6, $7, $8, $9, 1, $10::ai_request_outcome, $11, $12, $13)`,
      [
        ...[newId(), request.organization ?? DEFAULT_ACTOR.organizationId, request.user ?? null],
        ...[request.workflow ?? null, task, model, input, output, request.cost ?? null, outcome],
        ...[savedTokens, savedCost, request.at],
      ],
    );
  }
}

const rowsOf = ({ rows }: Reply, ...names: string[]) =>
  rows.map((row: Reply) => [...names.map((name) => row[name]), row.counts.requests]);

describe('usage', () => {
  test('is summed by day, in UTC, with totals', async () => {
    await using service = await testService({}, 'api');
    await seed(service, [
      { at: '2025-12-31T23:59:59.999Z' },
      { at: '2026-01-01T00:00:00Z', cost: '0.1' },
      { at: '2026-01-01T23:59:59.999Z', cost: '0.2' },
      { at: '2026-01-02T00:00:00+02:00', outcome: 'FAILED', output: 0, cost: null },
      {
        at: '2026-01-02T00:00:00Z',
        outcome: 'CACHE_EXACT',
        input: 0,
        output: 0,
        cost: '0',
        saved: [500, '0.5'],
      },
      {
        at: '2026-01-02T01:00:00Z',
        outcome: 'CACHE_SEMANTIC',
        input: 0,
        output: 0,
        cost: '0',
        saved: [70, null],
      },
      { at: '2026-02-01T00:00:00Z' },
    ]);
    const { rows, totals } = await usage(service, {});
    expect(rows.map(({ day, counts }: Reply) => [day, counts])).toEqual([
      [
        '2026-01-01',
        {
          ...{ requests: 3, failed: 1, cacheExact: 0, cacheSemantic: 0, inputTokens: 30, outputTokens: 2 },
          ...{ cost: 0.3, unknownCosts: 1, savedTokens: 0, savedCost: 0 },
        },
      ],
      [
        '2026-01-02',
        {
          ...{ requests: 2, failed: 0, cacheExact: 1, cacheSemantic: 1, inputTokens: 0, outputTokens: 0 },
          ...{ cost: 0, unknownCosts: 0, savedTokens: 570, savedCost: 0.5 },
        },
      ],
    ]);
    expect(totals).toMatchObject({ requests: 5, inputTokens: 30, cost: 0.3, savedTokens: 570 });
  });

  test('is grouped by what is asked for, and filtered', async () => {
    await using service = await testService({}, 'api');
    const other = await seedOtherTenant(service.env.DATABASE_URL!);
    const at = '2026-01-05T12:00:00Z';
    const { userId: user } = DEFAULT_ACTOR;
    const workflow = newId();
    await sql(
      service,
      `INSERT INTO run (id, organization_id, reference, kind, state, engine, created_by_id, updated_at)
       VALUES ($1, $2, 'WF-RFP-1', 'RFP_RESPONSE', 'READY', 'm', $3, now())`,
      [workflow, DEFAULT_ACTOR.organizationId, user],
    );
    await seed(service, [
      { at, model: 'big', task: 'draft-answer', workflow, user },
      { at, model: 'big', task: 'review-answers', workflow, user },
      { at, model: 'small', task: 'draft-answer' },
    ]);
    const by = async (groupBy: string[], filter: object = {}) => usage(service, { groupBy, filter });
    expect(rowsOf(await by(['TASK', 'MODEL']), 'task', 'model')).toEqual([
      ['draft-answer', 'big', 1],
      ['draft-answer', 'small', 1],
      ['review-answers', 'big', 1],
    ]);
    expect(rowsOf(await by(['WORKFLOW']), 'workflowId')).toEqual([
      ['WF-RFP-1', 2],
      [null, 1],
    ]);
    expect(rowsOf(await by(['USER']), 'userEmail', 'userName')).toEqual([
      ['sales@company.com', 'Sales Rep', 2],
      [null, null, 1],
    ]);
    expect(
      rowsOf(
        await by(['PROVIDER', 'CREDENTIAL', 'OUTCOME', 'MODEL_TASK']),
        'provider',
        'credential',
        'outcome',
        'modelTask',
      ),
    ).toEqual([['openai', 'main', 'ANSWERED', 'DRAFTING', 3]]);
    const none = await by([]);
    expect([none.rows, none.totals.requests]).toEqual([[], 3]);
    const requests = async (filter: object) => (await by([], filter)).totals.requests;
    expect(await requests({ models: ['small'] })).toBe(1);
    expect(await requests({ tasks: ['draft-answer', 'review-answers'], models: ['big'] })).toBe(2);
    expect(await requests({ workflowId: 'WF-RFP-1' })).toBe(2);
    expect(await requests({ workflowId: other.reference })).toBe(0);
    expect(await requests({ outcomes: ['FAILED'] })).toBe(0);
    expect(await requests({ modelTasks: ['DRAFTING'], providers: ['openai'] })).toBe(3);
    const [{ userId }] = (await by(['USER'])).rows;
    expect(await requests({ userId })).toBe(2);
  });

  test('of another organization is not seen', async () => {
    await using service = await testService({}, 'api');
    await seed(service, [{ at: '2026-01-05T12:00:00Z', organization: newId() }]);
    expect((await usage(service, {})).totals.requests).toBe(0);
  });

  test('of the last 30 days is what is shown where nothing is said', async () => {
    await using service = await testService({}, 'api');
    await seed(service, [{ at: new Date().toISOString() }, { at: '2026-01-05T12:00:00Z' }]);
    const { usage: shown } = await service.run('{ usage { from to rows { day } totals { requests } } }');
    expect(shown.from).toMatch(/T00:00:00.000Z$/);
    expect(shown.totals.requests).toBe(1);
  });

  test.each([
    ['that ends before it begins', { from: '2026-02-02T00:00:00Z' }],
    ['that is too long', { from: '2020-01-01T00:00:00Z' }],
    ['of somebody who is none', { filter: { userId: 'nobody' } }],
  ])('%s is refused', async (_, variables) => {
    await using service = await testService({}, 'api');
    await expect(usage(service, variables)).rejects.toThrow();
  });
});

describe('the CSV', () => {
  test('has the same, exactly, and nothing that a spreadsheet would calculate', async () => {
    await using service = await testService({}, 'api');
    const at = '2026-01-05T12:00:00Z';
    await seed(service, [
      { at, model: '=HYPERLINK("http://evil")', cost: '0.000000001', input: 3 },
      { at, model: 'a, b', cost: '12345678.123456789' },
      { at, model: 'a, b', cost: null },
    ]);
    const { csvUrl } = await usage(service, {
      groupBy: ['DAY', 'MODEL'],
      filter: { tasks: ['draft-answer'] },
    });
    const response = await fetch(csvUrl);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toContain('usage 2026-01-01 to 2026-02-01.csv');
    expect(Papa.parse(await response.text(), { skipEmptyLines: true }).data).toEqual([
      [
        ...['day', 'model', 'requests', 'failed', 'cache_exact', 'cache_semantic', 'input_tokens'],
        ...['output_tokens', 'cost_usd', 'unknown_costs', 'saved_tokens', 'saved_usd'],
      ],
      [
        '2026-01-05',
        `'=HYPERLINK("http://evil")`,
        '1',
        '0',
        '0',
        '0',
        '3',
        '1',
        '0.000000001',
        '0',
        '0',
        '0',
      ],
      ['2026-01-05', 'a, b', '2', '0', '0', '0', '20', '2', '12345678.123456789', '1', '0', '0'],
    ]);
  });

  test('says what is wrong with a link', async () => {
    await using service = await testService({}, 'api');
    const get = (query: string) => fetch(`${service.url}/usage.csv?${query}`);
    for (const query of [
      '',
      'from=2026-01-01T00:00:00Z&to=tomorrow',
      'from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&groupBy=COLOUR',
      'from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&user=17',
      'from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z',
    ]) {
      const response = await get(query);
      expect(response.status).toBe(422);
      expect((await response.json()).errors[0].code).toBe('INVALID_INPUT');
    }
    const totals = await get('from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z');
    expect((await totals.text()).split('\r\n')[1]).toBe('0,0,0,0,0,0,0,0,0,0');
  });
});
