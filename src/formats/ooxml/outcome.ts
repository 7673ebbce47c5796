import type { CellValue, Decision, ReturnLine } from './types.js';

/** What a line of the report says of a decision. */
export function outcomeOf(before: CellValue, decision: Decision): Partial<ReturnLine> {
  switch (decision.outcome) {
    case 'WRITTEN':
      return { outcome: 'WRITTEN', after: decision.value, warning: decision.warning };
    case 'UNCHANGED':
      return { outcome: 'UNCHANGED', after: before };
    case 'REFUSED':
      return {
        outcome: 'REFUSED',
        after: before,
        code: decision.code,
        reason: decision.reason,
        options: decision.options ?? null,
      };
  }
}
