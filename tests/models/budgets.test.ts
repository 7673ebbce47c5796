import { describe, expect, test } from 'vitest';
import { Budgets } from '../../src/models/budgets/index.js';
import { newId } from '../../src/platform/ids.js';
import { createLog } from '../../src/platform/observability/log.js';
import { ask as askQuestion, auditOf, goodReply, qaService } from '../qa/support.js';
import type { ApiClient, Reply } from '../support/api-client.js';
import { json, modelServer } from '../support/model-server.js';
import { eventsUntil, getWorkflow, textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { scriptEngine } from '../support/scripted-engine.js';
import { testService } from '../support/service.js';
import { scratchModels } from './scratch.js';

type Scratch = Awaited<ReturnType<typeof scratchModels>>;

const spend = (
  { db, organizationId }: Pick<Scratch, 'db' | 'organizationId'>,
  data: { tokens?: number; cost?: number | null; at?: Date },
) =>
  db.aiRequest.create({
    data: {
      ...{ id: newId(), organizationId, task: 'test', modelTask: 'CHAT', provider: 'custom', model: 'm' },
      ...{ latencyMs: 1, outcome: 'ANSWERED', inputTokens: data.tokens ?? 0, cost: data.cost ?? null },
      ...(data.at && { at: data.at }),
    },
  });

const BUDGET = 'period limitUsd limitTokens warnAt spentUsd spentTokens unknownCosts share state since until';
const set = async (api: ApiClient, input: object): Promise<Reply> =>
  (
    await api.run(
      `mutation ($input: SetUsageBudgetInput!) { setUsageBudget(input: $input) { budget { id ${BUDGET} } errors { code message path } } }`,
      { input },
    )
  ).setUsageBudget;
const budgets = async (api: ApiClient): Promise<Reply[]> =>
  (await api.run(`{ usageBudgets { ${BUDGET} } }`)).usageBudgets;

describe('what is spent', () => {
  const budget = (scratch: Scratch, data: object) =>
    scratch.db.usageBudget.create({
      data: {
        ...{ organizationId: scratch.organizationId, createdById: scratch.userId, period: 'MONTH' },
        ...data,
      },
    });
  const checked = (scratch: Scratch, check = checker(scratch)) =>
    check.check(scratch.organizationId).then(
      () => 'sent',
      ({ message }: Error) => message,
    );
  const checker = ({ db, sql }: Scratch) => new Budgets({ db, sql, log: createLog('silent', false) });

  test('is warned of once a period, over all processes, and stopped at the limit', async () => {
    await using scratch = await scratchModels();
    const { db, organizationId } = scratch;
    await budget(scratch, { limitUsd: 10 });
    await spend(scratch, { cost: 7.99, tokens: 5 });
    expect(await checked(scratch)).toBe('sent');
    expect(await db.auditRecord.count()).toBe(0);
    await spend(scratch, { cost: 0.01 });
    const processes = Array.from({ length: 4 }, () => checker(scratch));
    expect(await Promise.all(processes.map((check) => checked(scratch, check)))).toEqual(
      Array(4).fill('sent'),
    );
    expect(await checked(scratch)).toBe('sent');
    const records = await db.auditRecord.findMany();
    expect(records).toMatchObject([
      { action: 'budget.warned', actorId: null, organizationId, details: { spentUsd: '8', spentTokens: 5 } },
    ]);
    await spend(scratch, { cost: 2 });
    expect(await checked(scratch)).toMatch(
      /^The monthly budget for models is used up: \$10\.00 of \$10\.00 since/,
    );
    expect(await checked(scratch)).toMatch(/used up/);
    expect(await db.auditRecord.count({ where: { action: 'budget.exceeded' } })).toBe(1);
  });

  test('before the period, and by others, does not count', async () => {
    await using scratch = await scratchModels();
    await budget(scratch, { period: 'DAY', limitTokens: 100 });
    const today = new Date();
    today.setUTCHours(0, 0, 0, 0);
    await spend(scratch, { tokens: 1_000, at: new Date(today.getTime() - 1) });
    await spend({ db: scratch.db, organizationId: newId() }, { tokens: 1_000 });
    expect(await checked(scratch)).toBe('sent');
    await spend(scratch, { tokens: 100, at: today });
    expect(await checked(scratch)).toMatch(/^The daily budget .* 100 of 100 tokens/);
  });

  test('in tokens or in dollars, whichever is spent first, stops', async () => {
    await using scratch = await scratchModels();
    await budget(scratch, { limitUsd: 100, limitTokens: 50 });
    await spend(scratch, { cost: 1, tokens: 60 });
    expect(await checked(scratch)).toContain('$1.00 of $100.00 and 60 of 50 tokens');
  });

  test('is looked up at most once in five seconds, and at once where the limit was raised', async () => {
    await using scratch = await scratchModels();
    await budget(scratch, { limitTokens: 50 });
    const check = checker(scratch);
    expect(await checked(scratch, check)).toBe('sent');
    await spend(scratch, { tokens: 60 });
    expect(await checked(scratch, check)).toBe('sent');
    check.forget(scratch.organizationId);
    expect(await checked(scratch, check)).toContain('used up');
    await scratch.db.usageBudget.updateMany({ data: { limitTokens: 500 } });
    expect(await checked(scratch, check)).toBe('sent');
  });
});

describe('budgets over the API', () => {
  test('are set, changed, shown and deleted, on record', async () => {
    await using service = await testService({}, 'api');
    const made = await set(service, { period: 'MONTH', limitUsd: 49.99, limitTokens: 5_000_000_000 });
    expect(made).toMatchObject({
      budget: {
        ...{ period: 'MONTH', limitUsd: 49.99, limitTokens: 5_000_000_000, warnAt: 0.8, state: 'OK' },
        ...{ spentUsd: 0, spentTokens: 0, share: 0, unknownCosts: 0 },
      },
      errors: [],
    });
    const { since, until } = made.budget;
    expect(since).toMatch(/-01T00:00:00.000Z$/);
    expect(new Date(since).getTime()).toBeLessThanOrEqual(Date.now());
    expect(new Date(until).getTime()).toBeGreaterThan(Date.now());
    const changed = await set(service, { period: 'MONTH', limitUsd: 10, warnAt: 0.5 });
    expect(changed.budget).toMatchObject({
      id: made.budget.id,
      limitUsd: 10,
      limitTokens: null,
      warnAt: 0.5,
    });
    await set(service, { period: 'DAY', limitUsd: 0 });
    expect(await budgets(service)).toMatchObject([
      { period: 'DAY', limitUsd: 0, state: 'EXCEEDED', share: 1 },
      { period: 'MONTH', limitUsd: 10, state: 'OK' },
    ]);
    const drop = (period: string) =>
      service.run(
        `mutation { deleteUsageBudget(input: { period: ${period} }) { deletedId errors { code message } } }`,
      );
    expect((await drop('MONTH')).deleteUsageBudget).toEqual({ deletedId: made.budget.id, errors: [] });
    expect((await drop('MONTH')).deleteUsageBudget).toMatchObject({
      deletedId: null,
      errors: [{ code: 'NOT_FOUND' }],
    });
    expect((await budgets(service)).map(({ period }) => period)).toEqual(['DAY']);
    expect((await auditOf(service)).map(({ action }) => action)).toEqual([
      ...['budget.set', 'budget.set', 'budget.set', 'budget.deleted'],
    ]);
  });

  test.each([
    ['without a limit', {}, ['input']],
    ['with a negative one', { limitUsd: -1 }, ['input', 'limitUsd']],
    ['with parts of cents', { limitUsd: 0.001 }, ['input', 'limitUsd']],
    ['with parts of tokens', { limitTokens: 1.5 }, ['input', 'limitTokens']],
    ['with a share above all', { limitUsd: 1, warnAt: 1.5 }, ['input', 'warnAt']],
  ])('%s are refused', async (_, limits, path) => {
    await using service = await testService({}, 'api');
    const { budget, errors } = await set(service, { period: 'DAY', ...limits });
    expect(budget).toBeNull();
    expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path }]);
  });
});

describe('at the limit', () => {
  const env = (url: string) => ({ OPENAI_BASE_URL: url, OPENAI_API_KEY: 'k', OPENAI_MODEL: 'scripted-1' });

  test('a run stops in ERROR saying what to do, and a retry goes on after the budget was raised', async () => {
    await using model = await modelServer();
    const engine = scriptEngine(model);
    await using service = await testService({ ...env(model.url), ANSWER_CONCURRENCY: '1' });
    await set(service, { period: 'DAY', limitTokens: 1 });
    const rfp = textRfp(['How is data encrypted?', 'How are backups tested?']);
    const { workflow } = await uploadRfp(service, rfp);
    const { workflowId } = workflow;
    // The first request is sent: nothing was spent then.
    const events = await eventsUntil(
      service,
      workflowId,
      ({ __typename }) => __typename === 'WorkflowFailed',
    );
    expect(events.at(-1).failure).toMatchObject({ code: 'QUOTA_EXCEEDED', retryable: true });
    expect(events.at(-1).failure.message).toMatch(
      /^The daily budget for models is used up: .* setUsageBudget/,
    );
    const asked = model.total;
    const stopped = await getWorkflow(service, workflowId);
    expect(stopped.state).toBe('ERROR');
    expect(await budgets(service)).toMatchObject([{ state: 'EXCEEDED' }]);

    await set(service, { period: 'DAY', limitTokens: 10_000_000 });
    await service.run(
      'mutation ($w: String!) { retryWorkflow(input: { workflowId: $w }) { errors { code } } }',
      { w: workflowId },
    );
    await untilReady(service, workflowId, stopped.version);
    expect(engine.drafts).toBe(2);
    expect(model.total).toBeGreaterThan(asked);
  });

  test('a question gets an error that says what to do', async () => {
    await using model = await modelServer();
    model.on('answer_question', (request) => json(goodReply(request)));
    await using service = await qaService(model);
    await set(service, { period: 'MONTH', limitTokens: 0 });
    const { answer, errors } = await askQuestion(service, 'How is customer data at rest encrypted?');
    expect(answer).toBeNull();
    expect(errors).toMatchObject([
      { code: 'QUOTA_EXCEEDED', message: expect.stringContaining('setUsageBudget') },
    ]);
    expect(model.total).toBe(0);
  });
});
