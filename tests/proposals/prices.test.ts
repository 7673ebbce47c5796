import { describe, expect, test } from 'vitest';
import type { Hit } from '../../src/knowledge/index.js';
import { priceStatements, withoutInventedPrices } from '../../src/proposals/prices.js';
import { withPricingTable } from '../../src/proposals/pricing.js';
import { quotesFor } from '../../src/proposals/prompts/section/quotes.js';

const hit = (text: string, more: Partial<Hit> = {}): Hit => ({
  passageId: text,
  itemId: 'item',
  text,
  highlights: [],
  snippet: '',
  question: null,
  title: 'Price list',
  source: 'prices.md',
  section: null,
  page: null,
  start: 0,
  end: text.length,
  speaker: 'US',
  stance: 'ASSERTED',
  contentAt: new Date('2026-03-02T10:00:00Z'),
  score: 0.9,
  ...more,
});

describe('price statements', () => {
  test.for([
    ['The subscription costs $1,200 per month.', '$1,200 per month'],
    ['Our rate is €950 a day for consultants.', '€950 a day'],
    ['The fee is USD 49.50 per user and month.', 'USD 49.50 per user'],
    ['Set-up is charged once with 2,500 dollars.', '2,500 dollars'],
    ['The licence is £10 and support £5.', '£10; £5'],
  ])('%s', ([text, price]) => {
    expect(priceStatements([hit(text!)]).map((statement) => statement.price)).toEqual([price]);
  });

  test.for([
    'Revenue in the fiscal year was $38.6 million.',
    'The fee is agreed for each project.',
    'We hold liability insurance of $5,000,000, whose costs we bear.',
    'Prices rise by 3% a year.',
    'The cost per item fell from $0.90 to $0.62.',
  ])('no price: %s', (text) => {
    expect(priceStatements([hit(text)])).toEqual([]);
  });

  test('rows of a price list are taken one by one, in the words of the list', () => {
    const table = 'Plan | Price per month |\n| --- | --- |\n| Basic | $99 |\n| Large, with support | $499 |';
    expect(priceStatements([hit(table)]).map(({ item, price }) => [item, price])).toEqual([
      ['Basic', '$99'],
      ['Large, with support', '$499'],
    ]);
  });
});

describe('how costs developed at a customer', () => {
  const result = hit('At Prairie Lakes the cost per item fell by 31% in three years.', {
    title: 'Reference projects',
    source: 'references.md',
  });
  const told = (query: string, passages: Hit[]) =>
    quotesFor(
      { query, requirement: 1, passages },
      { clientName: 'Northwind', industry: null, needsInputBelow: 0.1 },
    )?.sources.map(({ text }) => text) ?? null;

  test.for(['What is the cost per item?', 'State the price per item.'])('is no answer to: %s', (asked) => {
    expect(told(asked, [result])).toBeNull();
  });

  test('is one where results are asked for, and a price is one where a price is', () => {
    expect(told('Which reductions of the cost per item has a customer achieved?', [result])).toEqual([
      result.text,
    ]);
    const price = hit('The cost per item is $0.62.');
    expect(told('What is the cost per item?', [price, result])).toEqual([price.text]);
  });
});

test('a sentence or row with a price that no quote states is taken out, the rest stays', () => {
  const text = 'It costs $1,200 per month. Set-up is $9. We train you.\n\n| a | $7 |\n| b | $1200 |';
  const { text: kept, removed } = withoutInventedPrices(text, ['The price is $1,200 a month.']);
  expect(removed).toBe(2);
  expect(kept).toContain('It costs $1,200 per month.');
  expect(kept).toContain('We train you.');
  expect(kept).toContain('$1200');
  expect(kept).not.toMatch(/\$9|\$7/);
});

test('the pricing table quotes each price with its source, and the terms keep theirs', () => {
  const passages = [hit('The subscription costs $1,200 per month.')];
  const source = {
    text: 'Invoices are due within 30 days.',
    score: 0.8,
    title: 'Payment',
    source: 'payment.md',
    section: null,
    page: null,
    start: 0,
    end: 32,
    knowledgeId: 'other',
    speaker: 'US' as const,
    stance: 'ASSERTED' as const,
  };
  const terms = {
    content: 'Invoices are due within 30 days. [1]',
    sources: [source],
    confidence: 0.8,
    status: 'DRAFTED' as const,
    covered: [],
  };
  const input = {
    title: 'Pricing',
    purpose: '',
    words: 100,
    clientName: 'C',
    industry: null,
    needsInputBelow: 0.1,
    guidance: null,
    requirements: [],
    lookups: [{ query: 'prices', requirement: null, passages }],
  };
  const { content, sources, status } = withPricingTable(terms, input);
  expect(content).toContain('| The subscription costs $1,200 per month. | $1,200 per month | [1] |');
  expect(content).toContain('Invoices are due within 30 days. [2]');
  expect(sources.map(({ text }) => text)).toEqual([passages[0]!.text, source.text]);
  expect(status).toBe('DRAFTED');
});
