import { recordAudit } from '../../audit/index.js';
import { BoundedMap } from '../../platform/concurrency/bounded-map.js';
import type { Db } from '../../platform/database/db.js';
import type { Sql } from '../../platform/database/sql.js';
import type { Log } from '../../platform/observability/log.js';
import { BudgetExceeded } from './budget-exceeded.js';
import { readBudgets } from './read.js';
import { type BudgetState, levelOf, spentOf, withMore } from './rules.js';

/** So long what other processes spend, and a budget that was lowered elsewhere, may go unnoticed. */
const FRESH_MS = 5_000;
const MOST_ORGANIZATIONS = 1_000;

interface Known {
  readAt: number;
  /** What this process has spent since. */
  more: { tokens: number; cost: number };
  reading: Promise<BudgetState[]>;
}

/**
 * Keeps an organization from spending more on models than it wants to. What is under way is counted when it is done, so
 * that a budget may be overspent by as much as is asked at the same time, and by what other processes ask within five
 * seconds.
 */
export class Budgets {
  readonly #known = new BoundedMap<Known>(MOST_ORGANIZATIONS);

  constructor(private readonly given: { db: Db; sql: Sql; log: Log }) {}

  /**
   * Warns once a period where a budget is nearly spent.
   * @throws BudgetExceeded
   */
  async check(organizationId: string): Promise<void> {
    const known = this.#known.get(organizationId);
    const isFresh = known && performance.now() - known.readAt < FRESH_MS;
    const { more, reading } = isFresh ? known : this.#readAnew(organizationId);
    const budgets = await reading;
    const changes = (budget: BudgetState) => levelOf(withMore(budget, more)) !== levelOf(budget);
    // What was read says no more than what may have changed since: a budget may just have been raised, in whatever process.
    if (!budgets.some(changes) && !exceeded(budgets)) return;
    const budget = exceeded(isFresh ? await this.#readAnew(organizationId).reading : budgets);
    if (budget) throw new BudgetExceeded(budget);
  }

  /** Counts what a request of this process has used, before the budgets are read the next time. */
  count(organizationId: string, tokens: number, cost: number | null): void {
    const known = this.#known.get(organizationId);
    if (!known) return;
    known.more.tokens += tokens;
    known.more.cost += cost ?? 0;
  }

  /** What is checked next is read anew: a budget was changed. */
  forget(organizationId: string): void {
    this.#known.delete(organizationId);
  }

  #readAnew(organizationId: string): Known {
    const reading = this.#read(organizationId);
    const known = { readAt: performance.now(), more: { tokens: 0, cost: 0 }, reading };
    this.#known.set(organizationId, known);
    reading.catch(() => this.forget(organizationId));
    return known;
  }

  async #read(organizationId: string): Promise<BudgetState[]> {
    const budgets = await readBudgets(this.given.sql, organizationId);
    for (const budget of budgets) await this.#tell(budget);
    return budgets;
  }

  /** Puts on record, once a period over all processes, that a budget is nearly or wholly spent. */
  async #tell(budget: BudgetState): Promise<void> {
    const level = levelOf(budget);
    if (level === 'OK') return;
    const { id, organizationId, period, since, spentUsd, spentTokens } = budget;
    const [column, told] =
      level === 'WARNED'
        ? (['warnedFor', budget.warnedFor] as const)
        : (['exceededFor', budget.exceededFor] as const);
    if (told?.getTime() === since.getTime()) return;
    const isFirst = await this.given.db.$transaction(async (tx) => {
      const { count } = await tx.usageBudget.updateMany({
        where: { id, OR: [{ [column]: null }, { [column]: { not: since } }] },
        data: { [column]: since },
      });
      if (count)
        await recordAudit(
          tx,
          { organizationId, userId: null },
          {
            action: level === 'WARNED' ? 'budget.warned' : 'budget.exceeded',
            subjectType: 'budget',
            subjectId: id,
            details: { period, since: since.toISOString(), spentUsd, spentTokens },
          },
        );
      return count > 0;
    });
    const message =
      level === 'WARNED' ? 'a budget for models is nearly spent' : 'a budget for models is spent';
    if (isFirst)
      this.given.log.warn({ organization: organizationId, period, spent: spentOf(budget) }, message);
  }
}

const exceeded = (budgets: BudgetState[]) => budgets.find((budget) => levelOf(budget) === 'EXCEEDED');
