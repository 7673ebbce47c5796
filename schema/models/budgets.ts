import { BudgetPeriod } from '../../generated/client/enums.js';
import {
  type BudgetLevel,
  type BudgetState,
  deleteUsageBudget,
  levelOf,
  setUsageBudget,
  shareOf,
  usageBudgets,
} from '../../src/models/index.js';
import { builder } from '../builder.js';
import type { Context } from '../context.js';
import { globalId } from '../ids.js';
import { mutation } from '../kit/mutation.js';
import { currentField, deletedId, payload } from '../kit/payload.js';
import { type Changes, VERSION } from '../kit/versions.js';
import { needs } from '../permissions.js';

const BudgetPeriodEnum = builder.enumType('BudgetPeriod', {
  description: 'From midnight UTC to midnight UTC; a month is one of the calendar.',
  values: Object.values(BudgetPeriod),
});

const levels: Record<BudgetLevel, { description: string }> = {
  OK: { description: 'Less is spent than the share at which to warn.' },
  WARNED: { description: 'A limit is nearly spent. Requests are still sent.' },
  EXCEEDED: { description: 'A limit is spent. No more requests are sent in this period.' },
};
const BudgetLevelEnum = builder.enumType('BudgetState', {
  description: 'How far a budget is used up.',
  values: levels,
});

export const UsageBudget = builder.objectRef<BudgetState>('UsageBudget').implement({
  description: 'How much models may cost the organization in a period, and what they have cost by now.',
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => globalId('UsageBudget', id) }),
    version: t.exposeInt('version', { description: VERSION }),
    period: t.expose('period', { type: BudgetPeriodEnum }),
    limitUsd: t.float({
      nullable: true,
      description: 'US dollars.',
      resolve: ({ limitUsd }) => (limitUsd === null ? null : Number(limitUsd)),
    }),
    limitTokens: t.exposeFloat('limitTokens', { nullable: true, description: 'A whole number.' }),
    warnAt: t.exposeFloat('warnAt', { description: 'The share of a limit at which to warn, 0 to 1.' }),
    since: t.expose('since', { type: 'DateTime', description: 'When the current period began.' }),
    until: t.expose('until', { type: 'DateTime', description: 'When the next one begins.' }),
    spentUsd: t.float({ description: 'US dollars.', resolve: ({ spentUsd }) => Number(spentUsd) }),
    spentTokens: t.exposeFloat('spentTokens', { description: 'A whole number.' }),
    unknownCosts: t.exposeInt('unknownCosts', {
      description: 'Requests with tokens whose price is not known: they count as free.',
    }),
    share: t.float({
      description: 'How much of the tighter limit is spent; 1 is all of it.',
      resolve: shareOf,
    }),
    state: t.field({ type: BudgetLevelEnum, resolve: levelOf }),
  }),
});

builder.queryField('usageBudgets', (t) =>
  t.field({
    ...needs('usage.view'),
    type: [UsageBudget],
    description: 'At most one for each period.',
    resolve: (_root, _args, { app, actor }) => usageBudgets(app, actor),
  }),
);

const SetPayload = payload('SetUsageBudgetPayload', (t) => ({
  budget: t.field({
    type: UsageBudget,
    nullable: true,
    resolve: async ({ id }, _args, { app, actor }) =>
      id === null ? null : ((await usageBudgets(app, actor)).find((budget) => budget.id === id) ?? null),
  }),
  current: currentField(t, UsageBudget, budgetWithId),
}));

const budgetWithId = async (id: string, { app, actor }: Context): Promise<BudgetState | null> =>
  (await usageBudgets(app, actor)).find((budget) => budget.id === id) ?? null;

/** The budget of a period. */
const changes: Changes = {
  type: 'UsageBudget',
  find: ({ period }: { period: BudgetPeriod }, { app, actor: { organizationId } }) =>
    app.db.usageBudget.findFirst({ where: { organizationId, period }, select: { id: true, version: true } }),
};

mutation('setUsageBudget', {
  permission: 'budgets.manage',
  idempotency: 'natural',
  description:
    'Limits what models may cost in a period, in place of the budget of that period before. At the limit no more ' +
    'requests are sent: workflows stop in ERROR and can be retried after the budget was raised.',
  input: (t) => ({
    period: t.field({ type: BudgetPeriodEnum, required: true }),
    limitUsd: t.float({ description: 'US dollars with at most two decimals: 49.99. 0 stops all.' }),
    limitTokens: t.float({ description: 'Input and output together; a whole number.' }),
    warnAt: t.float({ description: 'The share of a limit at which to warn; 0.8 where it is left out.' }),
  }),
  payload: SetPayload,
  changes,
  work: ({ period, limitUsd, limitTokens, warnAt, expectedVersion }, { app, actor }) =>
    setUsageBudget(app, actor, {
      period,
      limitUsd: limitUsd ?? null,
      limitTokens: limitTokens ?? null,
      warnAt: warnAt ?? null,
      expectedVersion,
    }),
});

mutation('deleteUsageBudget', {
  permission: 'budgets.manage',
  idempotency: 'natural',
  description: 'Takes the limit of a period away.',
  input: (t) => ({ period: t.field({ type: BudgetPeriodEnum, required: true }) }),
  payload: payload('DeleteUsageBudgetPayload', (t) => ({
    deletedId: deletedId(t, 'UsageBudget'),
    current: currentField(t, UsageBudget, budgetWithId),
  })),
  changes: { ...changes, deletes: true },
  work: ({ period, expectedVersion }, { app, actor }) =>
    deleteUsageBudget(app, actor, period, expectedVersion),
});
