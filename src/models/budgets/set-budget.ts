import type { BudgetPeriod } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { invalidInput, notFound } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import { readBudgets } from './read.js';
import type { BudgetState } from './rules.js';

export interface SetBudgetInput {
  period: BudgetPeriod;
  /** US dollars with at most two decimals. */
  limitUsd: number | null;
  limitTokens: number | null;
  /** Share of a limit at which to warn, above 0 and up to 1; null for 0.8. */
  warnAt: number | null;
}

const WARN_AT = 0.8;
const MOST_USD = 1e9;

/** What is on record of a budget. */
const SHOWN = { limitUsd: true, limitTokens: true, warnAt: true } as const;

/**
 * Sets what models may cost in a period, in place of the budget of that period before.
 * @returns the budget's id
 * @throws {DomainError} invalid-input
 */
export async function setUsageBudget(app: App, actor: Actor, input: SetBudgetInput): Promise<string> {
  requirePermission(actor, 'budgets.manage');
  const { organizationId, userId } = actor;
  const { period } = input;
  const limits = limitsOf(input);
  const { id } = await app.db.$transaction(async (tx) => {
    const before = await tx.usageBudget.findFirst({ where: { organizationId, period }, select: SHOWN });
    const budget = await tx.usageBudget.upsert({
      where: { organizationId_period: { organizationId, period } },
      create: { id: newId(), organizationId, period, ...limits, createdById: userId },
      // Of the new limits there has been no warning.
      update: { ...limits, warnedFor: null, exceededFor: null },
    });
    await recordAudit(tx, actor, {
      action: 'budget.set',
      subjectType: 'budget',
      subjectId: budget.id,
      details: { period, ...limits },
      ...(before && { before }),
      after: limits,
    });
    return budget;
  });
  app.models.forget(organizationId);
  return id;
}

/** @throws {DomainError} not-found */
export async function deleteUsageBudget(app: App, actor: Actor, period: BudgetPeriod): Promise<string> {
  requirePermission(actor, 'budgets.manage');
  const { organizationId } = actor;
  const id = await app.db.$transaction(async (tx) => {
    const where = { organizationId, period };
    const budget = await tx.usageBudget.findFirst({ where, select: { id: true, ...SHOWN } });
    const { count } = await tx.usageBudget.deleteMany({ where });
    if (!budget || !count) throw notFound(`A budget for each ${period.toLowerCase()}`);
    await recordAudit(tx, actor, {
      action: 'budget.deleted',
      subjectType: 'budget',
      subjectId: budget.id,
      details: { period },
      before: { limitUsd: budget.limitUsd, limitTokens: budget.limitTokens, warnAt: budget.warnAt },
    });
    return budget.id;
  });
  app.models.forget(organizationId);
  return id;
}

/** The budgets as they are at this moment. */
export async function usageBudgets(app: App, actor: Actor): Promise<BudgetState[]> {
  requirePermission(actor, 'usage.view');
  return readBudgets(app.sql, actor.organizationId);
}

function limitsOf({ limitUsd, limitTokens, warnAt }: SetBudgetInput) {
  const usd = limitUsd?.toFixed(2) ?? null;
  if (limitUsd !== null && !(limitUsd >= 0 && limitUsd <= MOST_USD && Number(usd) === limitUsd))
    throw invalidInput('The limit is US dollars with at most two decimals, such as 49.99.', [
      'input',
      'limitUsd',
    ]);
  if (limitTokens !== null && !(Number.isSafeInteger(limitTokens) && limitTokens >= 0))
    throw invalidInput('The limit is a whole number of tokens, 0 or more.', ['input', 'limitTokens']);
  if (usd === null && limitTokens === null)
    throw invalidInput('Give `limitUsd`, `limitTokens` or both. To have no budget, use deleteUsageBudget.', [
      'input',
    ]);
  const share = warnAt ?? WARN_AT;
  if (!(share > 0 && share <= 1))
    throw invalidInput('The share at which to warn is above 0 and up to 1, such as 0.8.', [
      'input',
      'warnAt',
    ]);
  return { limitUsd: usd, limitTokens, warnAt: share };
}
