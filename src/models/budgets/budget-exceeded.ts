import { AiFailure } from '../../ai/index.js';
import { type BudgetState, exceededMessage } from './rules.js';

/**
 * The organization has spent what it wanted to spend. Nobody was asked, nobody else is to be asked instead, and trying
 * again helps only after the budget was raised or the period is over.
 */
export class BudgetExceeded extends AiFailure {
  constructor(readonly budget: BudgetState) {
    super('rejected', exceededMessage(budget));
  }

  override with(): AiFailure {
    return this;
  }
}
