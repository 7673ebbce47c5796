import { sourceOf } from '../grounding/index.js';
import { plainText, renumbered, TO_BE_COMPLETED, toBeCompleted } from './markdown.js';
import { type PriceStatement, priceStatements } from './prices.js';
import { type DraftedSection, passagesOf, type SectionInput } from './prompts/section/index.js';
import { SourceList, sectionSource } from './sources.js';

const NOTE =
  '*Prices as the knowledge base states them. Quantities, what applies to this client, and the total are for a person ' +
  'to confirm.*';

/** Cells that a person fills in: what nearly every offer is made of. */
const PLACEHOLDERS = ['One-time work', 'Recurring charges', 'Options', 'Total'];

/**
 * Puts a pricing table before what was drafted on the terms: prices that the knowledge base states, each quoted with
 * its source, or a table for a person to fill in. No price is ever computed, and none comes from a model.
 */
export function withPricingTable(terms: DraftedSection, input: SectionInput): DraftedSection {
  const statements = priceStatements(passagesOf(input.lookups));
  if (statements.length === 0)
    return {
      ...terms,
      content: [
        toBeCompleted('the knowledge base states no prices for this.'),
        placeholderTable(),
        terms.content,
      ].join('\n\n'),
      status: 'NEEDS_INPUT',
    };
  const list = new SourceList();
  const rows = statements.map((statement) => priceRow(statement, list));
  const table = ['| Item | Price as stated | Source |', '| --- | --- | --- |', ...rows].join('\n');
  const numbers = terms.sources.map((source) => list.add(source).number);
  return {
    ...terms,
    content: [table, NOTE, renumbered(terms.content, (n) => numbers[n - 1])].join('\n\n'),
    sources: list.sources,
    status: terms.covered.length === input.requirements.length ? 'DRAFTED' : 'NEEDS_INPUT',
  };
}

function priceRow({ hit, span, item, price }: PriceStatement, list: SourceList): string {
  const { number } = list.add(sectionSource(sourceOf(hit, span)));
  return `| ${plainText(item, 240)} | ${plainText(price, 120)} | [${number}] |`;
}

const placeholderTable = (): string =>
  [
    '| Item | Unit | Quantity | Price |',
    '| --- | --- | --- | --- |',
    ...PLACEHOLDERS.map(
      (item) => `| ${item} | ${TO_BE_COMPLETED} | ${TO_BE_COMPLETED} | ${TO_BE_COMPLETED} |`,
    ),
  ].join('\n');
