import type { Span } from '../formats/index.js';
import { type Hit, sentencesOf } from '../knowledge/index.js';

const CURRENCY = '(?:[$€£¥]|(?:USD|EUR|GBP|CHF|CAD|AUD|JPY)\\b|US\\$)';
const AMOUNT = "\\d+(?:[,.' ]\\d{3})*(?:[.,]\\d{1,2})?(?:\\s?(?:million|thousand|k|m)\\b)?";
const MONEY = new RegExp(
  `${CURRENCY}\\s?${AMOUNT}|\\b${AMOUNT}\\s?(?:${CURRENCY}|(?:US )?dollars\\b|euros?\\b|pounds\\b|cents\\b)`,
  'gi',
);
const PER =
  /^\s*(?:\/|per\s|an?\s(?=hour|day|month|year|user|seat)|each\b|for each\s|every\s)[\s\w-]{0,40}?(?=[.,;:|)]|$|\s(?:and|for|with|which|plus|in)\b)/i;
const PRICE =
  /\b(?:pric(?:e|es|ed|ing)|fees?|costs?|rates?|rate card|tariffs?|charge[sd]?|subscription|licen[sc]es?|per (?:user|seat|month|year|hour|day|item|licen[sc]e)|hourly|daily rate|discounts?|plan|tier|package)\b/i;
/** Money that is no price of ours. */
const OTHER_MONEY =
  /\b(?:revenue|turnover|profit|funding|raised|valuation|insur\w*|liabilit\w*|fines?|penalt\w*|coverage|policy limits?|saved|saves?|savings|budget|salary|salaries|assets|market|damages)\b/i;

/** What a cost came to somewhere, told as a result: "the cost per item fell by 31%". */
const DEVELOPMENT =
  /\b(?:costs?|pric(?:e|es|ing)|fees?|rates?|charges|spend(?:ing)?)\b[^.;:]{0,60}\b(?:fell|dropped|decreased|declined|rose|increased|grew|went (?:up|down)|came down|(?:was|were|been) (?:cut|halved|lowered|reduced))\b/i;
const ASKS_FOR_PRICE = /\b(?:how much|pric(?:e|es|ing)|costs?|fees?|rates?|charges?|tariffs?)\b/i;
const ASKS_FOR_DEVELOPMENT = /\b(?:sav(?:e|es|ed|ings?)|reduc\w*|lower\w*|results?|achiev\w*|references?)\b/i;

/** Whether a text tells how costs developed where a price is asked for. */
export const missesPrice = (asked: string, text: string): boolean =>
  ASKS_FOR_PRICE.test(asked) && !ASKS_FOR_DEVELOPMENT.test(asked) && DEVELOPMENT.test(text);

/** Amounts of money in a text, as they stand there. */
export const moneyIn = (text: string): string[] => [...text.matchAll(MONEY)].map(([amount]) => amount);

/** An amount without what typography may change. */
const plain = (amount: string) => amount.toLowerCase().replace(/[\s,']/g, '');

/**
 * Takes out the sentences and table rows that name an amount of money which none of the quotes names: a price that
 * nobody stated must not reach a client.
 */
export function withoutInventedPrices(
  text: string,
  quotes: readonly string[],
): { text: string; removed: number } {
  const stated = new Set(quotes.flatMap(moneyIn).map(plain));
  const invented = sentencesOf(text).filter(({ start, end }) =>
    moneyIn(text.slice(start, end)).some((amount) => !stated.has(plain(amount))),
  );
  const kept = invented.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
  return {
    text: kept
      .replace(/[ \t]+\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    removed: invented.length,
  };
}

/** A price as the knowledge base states it. */
export interface PriceStatement {
  hit: Hit;
  /** The sentence or table row, as offsets in the passage. */
  span: Span;
  /** What the price is for, in the words of the statement. */
  item: string;
  /** "$1,200 per month", verbatim; several are set apart by "; ". */
  price: string;
}

const MOST_STATEMENTS = 20;

/** Statements of prices in passages of the knowledge base, in the order of the passages; never computed, only quoted. */
export function priceStatements(passages: readonly Hit[]): PriceStatement[] {
  const seen = new Set<string>();
  return passages
    .flatMap((hit) =>
      sentencesOf(hit.text).flatMap((span): PriceStatement[] => {
        const text = hit.text.slice(span.start, span.end);
        const amounts = [...text.matchAll(MONEY)];
        const about = isRow(text) ? `${text} ${hit.section ?? ''} ${hit.title} ${hit.question ?? ''}` : text;
        if (amounts.length === 0 || !PRICE.test(about)) return [];
        if (OTHER_MONEY.test(text) || DEVELOPMENT.test(text)) return [];
        const price = amounts.map((match) => withUnit(text, match)).join('; ');
        return [{ hit, span, item: itemOf(text), price }];
      }),
    )
    .filter(({ item }) => !seen.has(item) && seen.add(item))
    .slice(0, MOST_STATEMENTS);
}

const isRow = (text: string) => /^\||\s\|\s/.test(text);

/** The amount with what it is charged by: "$49 per user and month". */
function withUnit(text: string, { 0: amount, index }: RegExpExecArray): string {
  const after = text.slice(index + amount.length, index + amount.length + 60);
  return `${amount}${PER.exec(after)?.[0].trimEnd() ?? ''}`;
}

/** Of a row the cells without amounts, of anything else the whole sentence. */
function itemOf(text: string): string {
  if (!isRow(text)) return text.replace(/\s+/g, ' ').trim();
  const cells = text.split('|').map((cell) => cell.trim());
  return (
    cells.filter((cell) => cell && moneyIn(cell).length === 0).join(', ') || text.replaceAll('|', ' ').trim()
  );
}
