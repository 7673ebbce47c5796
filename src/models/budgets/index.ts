export { BudgetExceeded } from './budget-exceeded.js';
export { Budgets } from './budgets.js';
export { type BudgetLevel, type BudgetState, levelOf, shareOf } from './rules.js';
export { deleteUsageBudget, type SetBudgetInput, setUsageBudget, usageBudgets } from './set-budget.js';
