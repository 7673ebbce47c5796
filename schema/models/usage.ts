import {
  USAGE_DIMENSIONS,
  type Usage,
  type UsageCounts,
  type UsageDimension,
  type UsageQuery,
  type UsageRow,
  usageBudgets,
  usageOf,
  usageParams,
} from '../../src/models/index.js';
import { builder } from '../builder.js';
import { globalId } from '../ids.js';
import { globalID } from '../kit/global-id.js';
import { names } from '../kit/names.js';
import { needs } from '../permissions.js';
import { UsageBudget } from './budgets.js';
import { AiRequestOutcomeEnum, ModelTaskEnum } from './enums.js';

const DimensionEnum = builder.enumType('UsageDimension', {
  description: 'What usage can be broken down by.',
  values: Object.fromEntries(USAGE_DIMENSIONS.map((name) => [name, {}])) as Record<UsageDimension, object>,
});

const WHOLE = 'A whole number.';

const Counts = builder.objectRef<UsageCounts>('UsageCounts').implement({
  description: 'Sums over requests to models. Whole numbers are Floats since they may be larger than an Int.',
  fields: (t) => ({
    requests: t.exposeFloat('requests', { description: 'Including those that the cache answered.' }),
    failed: t.exposeFloat('failed', { description: WHOLE }),
    cacheExact: t.exposeFloat('cacheExact', { description: 'Answered with the reply to the same request.' }),
    cacheSemantic: t.exposeFloat('cacheSemantic', {
      description: 'Answered with the answer to a question of nearly the same meaning.',
    }),
    inputTokens: t.exposeFloat('inputTokens', { description: WHOLE }),
    outputTokens: t.exposeFloat('outputTokens', { description: WHOLE }),
    cost: t.float({
      description: 'In US dollars, of the requests whose price is known. The CSV has it exactly.',
      resolve: ({ costUsd }) => Number(costUsd),
    }),
    unknownCosts: t.exposeFloat('unknownCosts', {
      description: 'Requests with tokens whose price is not known; `cost` is by so much too low.',
    }),
    savedTokens: t.exposeFloat('savedTokens', { description: 'What the cache saved.' }),
    savedCost: t.float({
      description: 'What the cache saved, in US dollars, where it is known.',
      resolve: ({ savedUsd }) => Number(savedUsd),
    }),
  }),
});

const Row = builder.objectRef<UsageRow>('UsageRow').implement({
  description: 'One group. What is not grouped by is null, as is what the requests of the group do not have.',
  fields: (t) => ({
    day: t.exposeString('day', { nullable: true, description: 'UTC: 2026-11-20.' }),
    task: t.exposeString('task', { nullable: true }),
    modelTask: t.expose('modelTask', { type: ModelTaskEnum, nullable: true }),
    workflowId: t.exposeString('workflow', { nullable: true, description: 'The readable id.' }),
    model: t.exposeString('model', { nullable: true }),
    userId: t.id({ nullable: true, resolve: ({ userId }) => userId && globalId('User', userId) }),
    userName: t.exposeString('userName', { nullable: true }),
    userEmail: t.exposeString('userEmail', { nullable: true }),
    provider: t.exposeString('provider', { nullable: true }),
    credential: t.exposeString('credential', { nullable: true, description: 'Its name.' }),
    outcome: t.expose('outcome', { type: AiRequestOutcomeEnum, nullable: true }),
    counts: t.field({ type: Counts, resolve: (row) => row }),
  }),
});

/** What was counted, and what was asked for. */
const UsageType = builder.objectRef<Usage & { query: UsageQuery }>('Usage').implement({
  description: 'What requests to models came to in a period.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', resolve: ({ query }) => query.from }),
    to: t.field({ type: 'DateTime', resolve: ({ query }) => query.to }),
    totals: t.expose('totals', { type: Counts }),
    rows: t.expose('rows', { type: [Row], description: 'Ordered by what is grouped by.' }),
    csvUrl: t.string({
      description: 'Where the same is downloaded as CSV.',
      resolve: ({ query }, _args, { publicUrl }) => `${publicUrl}/usage.csv?${usageParams(query)}`,
    }),
    budgets: t.field({
      type: [UsageBudget],
      description: 'The budgets as they are now, whatever time is asked for.',
      resolve: (_usage, _args, { app, actor }) => usageBudgets(app, actor),
    }),
  }),
});

const Filter = builder.inputType('UsageFilter', {
  description: 'What is left out does not restrict.',
  fields: (t) => ({
    tasks: t.stringList({ ...names('task'), description: 'Names of tasks: draft-answer.' }),
    modelTasks: t.field({ type: [ModelTaskEnum] }),
    models: t.stringList(names('model')),
    providers: t.stringList(names('provider')),
    outcomes: t.field({ type: [AiRequestOutcomeEnum] }),
    userId: t.id(globalID('User')),
    workflowId: t.string({ description: 'The readable id.' }),
  }),
});

const MOST_ROWS = 5_000;
const DAYS_SHOWN = 30;

builder.queryField('usage', (t) =>
  t.field({
    ...needs('usage.view'),
    type: UsageType,
    description: `What was asked of models, and what it cost. At most 400 days and ${MOST_ROWS} groups; the CSV takes 100,000.`,
    args: {
      from: t.arg({ type: 'DateTime', description: 'Left out: midnight UTC, 30 days ago.' }),
      to: t.arg({ type: 'DateTime', description: 'Exclusive. Left out: now.' }),
      groupBy: t.arg({
        type: [DimensionEnum],
        defaultValue: ['DAY'],
        description: 'Empty for the totals alone.',
      }),
      filter: t.arg({ type: Filter }),
    },
    resolve: async (_root, args, { app, actor }) => {
      const to = args.to ?? app.clock();
      const { userId, workflowId, ...filter } = args.filter ?? {};
      const query: UsageQuery = {
        from: args.from ?? midnightBefore(to, DAYS_SHOWN),
        to,
        groupBy: args.groupBy ?? ['DAY'],
        filter: { ...filter, workflow: workflowId ?? null, userId: userId ?? null },
      };
      return { ...(await usageOf(app, actor, query, MOST_ROWS)), query };
    },
  }),
);

const DAY_MS = 86_400_000;

/** Midnight UTC of the day that lies so many days before. */
const midnightBefore = (moment: Date, days: number) =>
  new Date(Math.floor(moment.getTime() / DAY_MS - days) * DAY_MS);
