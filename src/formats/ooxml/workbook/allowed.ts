import { optionLike, refusalOfOption } from '../options.js';
import { type CellValue, type Decision, refused } from '../types.js';
import type { Option, Resolved } from './lists.js';
import type { RawValidation } from './sheet-features.js';

/** What a list makes of a value: the option that it means, exactly as the list has it, or a refusal that shows them. */
export function amongOptions(value: Exclude<CellValue, null>, resolved: Resolved, chosen: boolean): Decision {
  if ('unresolved' in resolved) {
    if (chosen)
      return {
        outcome: 'WRITTEN',
        value,
        warning: `The cell has a list that ${CAUSES[resolved.unresolved]}; check in Excel that it allows this.`,
      };
    return refused(
      'OPTIONS_UNKNOWN',
      `The cell has a list that ${CAUSES[resolved.unresolved]}, so a person has to choose.`,
    );
  }
  const { options } = resolved;
  const option = optionFor(value, options);
  if (option) return { outcome: 'WRITTEN', value: option.value, warning: null };
  return refusalOfOption(
    String(value),
    options.map(({ text }) => text),
  );
}

const CAUSES = {
  CALCULATED: 'depends on a calculation',
  EXTERNAL: 'stands in another workbook',
  TOO_MANY: 'is too long to be worked out',
  BROKEN: 'refers to something that is not there',
};

function optionFor(value: Exclude<CellValue, null>, options: readonly Option[]): Option | null {
  const same = options.find((option) => option.value === value);
  if (same) return same;
  const like = optionLike(
    String(value),
    options.map(({ text }) => text),
  );
  return options.find(({ text }) => text === like) ?? null;
}

/** What a rule on numbers or lengths makes of a value, where its bounds are plain numbers and Excel holds to them. */
export function withinBounds(value: Exclude<CellValue, null>, rule: RawValidation): Decision {
  const fine = (written: Exclude<CellValue, null>): Decision => ({
    outcome: 'WRITTEN',
    value: written,
    warning: null,
  });
  const [first, second] = [boundOf(rule.first), boundOf(rule.second)];
  const isNumber = rule.type === 'whole' || rule.type === 'decimal';
  if (!rule.enforced || first === null || !(isNumber || rule.type === 'textLength')) return fine(value);
  const needsTwo = rule.operator === 'between' || rule.operator === 'notBetween';
  if (needsTwo && second === null) return fine(value);
  const measured = isNumber ? numberOf(value) : String(value).length;
  const kind = isNumber ? (rule.type === 'whole' ? 'a whole number' : 'a number') : 'a text whose length is';
  const ok =
    measured !== null &&
    (rule.type !== 'whole' || Number.isInteger(measured)) &&
    compares(rule.operator, measured, first, second ?? 0);
  if (!ok)
    return refused(
      'OUT_OF_BOUNDS',
      `The cell takes ${kind} ${WORDS[rule.operator] ?? rule.operator} ${first}${needsTwo ? ` and ${second}` : ''}.`,
    );
  return fine(isNumber ? measured : value);
}

const boundOf = (formula: string | null) =>
  formula !== null && /^-?\d+(?:\.\d+)?$/.test(formula.trim()) ? Number(formula) : null;

const numberOf = (value: Exclude<CellValue, null>): number | null => {
  if (typeof value === 'number') return value;
  const text = String(value).trim();
  return /^[+-]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : null;
};

const WORDS: Record<string, string> = {
  between: 'between',
  notBetween: 'not between',
  equal: 'equal to',
  notEqual: 'other than',
  lessThan: 'below',
  lessThanOrEqual: 'of at most',
  greaterThan: 'above',
  greaterThanOrEqual: 'of at least',
};

function compares(operator: string, value: number, first: number, second: number): boolean {
  switch (operator) {
    case 'between':
      return value >= first && value <= second;
    case 'notBetween':
      return value < first || value > second;
    case 'equal':
      return value === first;
    case 'notEqual':
      return value !== first;
    case 'lessThan':
      return value < first;
    case 'lessThanOrEqual':
      return value <= first;
    case 'greaterThan':
      return value > first;
    case 'greaterThanOrEqual':
      return value >= first;
    default:
      return true;
  }
}
