import type { BudgetPeriod, UsageBudget } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import type { Tx } from '../../platform/database/db.js';
import { invalidInput, notFound } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import { checkVersion, type ExpectedVersion } from '../../platform/versions.js';
import { readBudgets } from './read.js';
import type { BudgetState } from './rules.js';

export interface SetBudgetInput {
  period: BudgetPeriod;
  /** US dollars with at most two decimals. */
  limitUsd: number | null;
  limitTokens: number | null;
  /** Share of a limit at which to warn, above 0 and up to 1; null for 0.8. */
  warnAt: number | null;
  /** 0 where there was no budget of this period. */
  expectedVersion?: ExpectedVersion;
}

const WARN_AT = 0.8;
const MOST_USD = 1e9;

type Shown = Pick<UsageBudget, 'limitUsd' | 'limitTokens' | 'warnAt'>;

/** What is on record of a budget. */
const shown = ({ limitUsd, limitTokens, warnAt }: Shown): Shown => ({ limitUsd, limitTokens, warnAt });

/**
 * The budget of a period, its row locked until the end of the transaction; null where there is none.
 * @throws {StaleVersion}
 */
async function openBudget(
  tx: Tx,
  { organizationId }: Actor,
  { period, expectedVersion }: { period: BudgetPeriod; expectedVersion?: ExpectedVersion },
): Promise<UsageBudget | null> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${organizationId} budget ${period}`}, 0))`;
  const budget = await tx.usageBudget.findFirst({ where: { organizationId, period } });
  checkVersion(
    `The budget for each ${period.toLowerCase()}`,
    budget ?? { id: period, version: 0 },
    expectedVersion,
  );
  return budget;
}

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
    const before = await openBudget(tx, actor, input);
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
      ...(before && { before: shown(before) }),
      after: limits,
    });
    return budget;
  });
  app.models.forget(organizationId);
  return id;
}

/** @throws {DomainError} not-found */
export async function deleteUsageBudget(
  app: App,
  actor: Actor,
  period: BudgetPeriod,
  expectedVersion?: ExpectedVersion,
): Promise<string> {
  requirePermission(actor, 'budgets.manage');
  const { organizationId } = actor;
  const id = await app.db.$transaction(async (tx) => {
    const budget = await openBudget(tx, actor, { period, expectedVersion });
    const { count } = await tx.usageBudget.deleteMany({ where: { organizationId, period } });
    if (!budget || !count) throw notFound(`A budget for each ${period.toLowerCase()}`);
    await recordAudit(tx, actor, {
      action: 'budget.deleted',
      subjectType: 'budget',
      subjectId: budget.id,
      details: { period },
      before: shown(budget),
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
