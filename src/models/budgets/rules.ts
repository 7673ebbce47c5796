import type { BudgetPeriod } from '../../../generated/client/client.js';

export type BudgetLevel = 'OK' | 'WARNED' | 'EXCEEDED';

/** A budget, and what of it is spent in the period that it is. */
export interface BudgetState {
  id: string;
  organizationId: string;
  version: number;
  period: BudgetPeriod;
  /** US dollars, as decimals. */
  limitUsd: string | null;
  limitTokens: number | null;
  /** Share of a limit, 0 to 1. */
  warnAt: number;
  /** The period, midnight UTC to midnight UTC; `until` is exclusive. */
  since: Date;
  until: Date;
  spentUsd: string;
  spentTokens: number;
  /** Requests with tokens and without a price: `spentUsd` is by so much too low. */
  unknownCosts: number;
  warnedFor: Date | null;
  exceededFor: Date | null;
}

type Spending = Pick<BudgetState, 'limitUsd' | 'limitTokens' | 'spentUsd' | 'spentTokens'>;

/** How much of the tighter limit is spent; 1 is all of it. */
export function shareOf({ limitUsd, limitTokens, spentUsd, spentTokens }: Spending): number {
  const shares = [share(Number(spentUsd), limitUsd), share(spentTokens, limitTokens)];
  return Math.max(...shares);
}

function share(spent: number, limit: string | number | null): number {
  if (limit === null) return 0;
  // Nothing may be spent: nothing may be asked.
  return Number(limit) === 0 ? 1 : spent / Number(limit);
}

/** What it is when so much more is spent. */
export const withMore = <B extends Spending>(budget: B, more: { tokens: number; cost: number }): B => ({
  ...budget,
  spentTokens: budget.spentTokens + more.tokens,
  spentUsd: String(Number(budget.spentUsd) + more.cost),
});

export function levelOf(budget: Spending & Pick<BudgetState, 'warnAt'>): BudgetLevel {
  const spent = shareOf(budget);
  if (spent >= 1) return 'EXCEEDED';
  return spent >= budget.warnAt ? 'WARNED' : 'OK';
}

const ADJECTIVE = { DAY: 'daily', MONTH: 'monthly' } as const;
const day = (date: Date) => date.toISOString().slice(0, 10);
const whole = (n: number) => n.toLocaleString('en-US');

/** What is spent of what, for people. */
export function spentOf({ limitUsd, limitTokens, spentUsd, spentTokens }: Spending): string {
  const usd = limitUsd === null ? null : `$${Number(spentUsd).toFixed(2)} of $${limitUsd}`;
  const tokens = limitTokens === null ? null : `${whole(spentTokens)} of ${whole(limitTokens)} tokens`;
  return [usd, tokens].filter((part) => part !== null).join(' and ');
}

/** What a user is told whose request is not sent. */
export const exceededMessage = (budget: BudgetState): string =>
  `The ${ADJECTIVE[budget.period]} budget for models is used up: ${spentOf(budget)} since ${day(budget.since)} (UTC). ` +
  `Raise it with setUsageBudget, or go on after ${day(budget.until)}, then retry.`;
