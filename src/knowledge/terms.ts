import { type Sql, searched } from '../platform/database/sql.js';
import { nearestWords } from './nearest-words.js';
import type { Term } from './ranking.js';
import type { Statistics } from './statistics.js';
import { alsoFor } from './synonyms.js';
import { GENERIC_STEMS, GENERIC_WEIGHT, wordsOf } from './words.js';

/** A term of a query as the plan needs it. */
export interface CountedTerm extends Term {
  /** How many passages of the tenant hold it; an estimate where they are many. */
  passages: number;
}

/** Terms beyond so many, those that weigh least, are left out. */
const MOST_TERMS = 40;
/** Added to the passages of a tenant: in a library of three, a word that two of them hold would else weigh nothing. */
const EMPTY_PASSAGES = 100;
/** What a word counts that stands in for one that occurs nowhere. */
const NEAR_WORTH = 0.7;

/** ln(1 + (N - n + 0.5) / (n + 0.5)), the inverse document frequency of BM25; above 0. */
export const idfOf = (passages: number, holding: number): number =>
  Math.log(1 + (Math.max(passages, holding) + EMPTY_PASSAGES - holding + 0.5) / (holding + 0.5));

/**
 * The terms of a query with their weights in a tenant's knowledge, the weightiest first. A word that occurs nowhere
 * there is taken for the nearest words that do, see `nearestWords`.
 */
export async function termsOf(
  sql: Sql,
  organizationId: string,
  text: string,
  statistics: Statistics,
): Promise<CountedTerm[]> {
  const words = wordsOf(text);
  // PostgreSQL makes the lexemes, as it made those of the index; which of them are frequent can be told beforehand.
  const frequent = [...new Set(words.map(({ stem }) => stem))].filter((stem) => statistics.shares.has(stem));
  const rows = await sql.query<Count>(countWords(searched(sql, 'passage')), [organizationId, text, frequent]);
  const lexemes = rows.map(({ lexeme }) => lexeme);
  const counts = new Map(rows.map((row) => [row.lexeme, row.passages ?? estimate(row.lexeme, statistics)]));
  const same = await sameWords(sql, organizationId, lexemes);
  const unknown = words.filter(({ stem }) => counts.get(stem) === 0 && !same.has(stem));
  const nearest = await nearestWords(sql, organizationId, [...new Set(unknown.map(({ word }) => word))]);
  const near = new Map(unknown.map(({ word, stem }) => [stem, nearest.get(word) ?? []]));
  const nearCounts = await countsOf(sql, organizationId, [...new Set([...near.values()].flat())]);

  return lexemes
    .map((lexeme): CountedTerm => {
      const weight = GENERIC_STEMS.has(lexeme) ? GENERIC_WEIGHT : 1;
      const found = (near.get(lexeme) ?? []).filter((other) => nearCounts.get(other));
      if (found.length === 0) {
        const others = same.get(lexeme) ?? [];
        const passages = others.reduce((sum, { passages }) => sum + passages, counts.get(lexeme) ?? 0);
        return {
          lexeme,
          matches: [lexeme, ...others.map(({ lexeme }) => lexeme)],
          passages,
          idf: weight * idfOf(statistics.passages, passages),
          worth: 1,
        };
      }
      const passages = found.reduce((sum, other) => sum + (nearCounts.get(other) ?? 0), 0);
      const idf = weight * idfOf(statistics.passages, passages);
      return { lexeme, matches: found, passages, idf, worth: NEAR_WORTH };
    })
    .sort((a, b) => b.idf - a.idf)
    .slice(0, MOST_TERMS);
}

/** By lexeme what else stands for it in this tenant's knowledge; see `alsoFor`. */
async function sameWords(sql: Sql, organizationId: string, lexemes: string[]) {
  const also = alsoFor(new Set(lexemes));
  const counts = await countsOf(sql, organizationId, [...new Set([...also.values()].flat())]);
  const found = [...also].map(([lexeme, others]) => {
    const there = others.map((other) => ({ lexeme: other, passages: counts.get(other) ?? 0 }));
    return [lexeme, there.filter(({ passages }) => passages > 0)] as const;
  });
  return new Map(found.filter(([, others]) => others.length > 0));
}

interface Count {
  lexeme: string;
  /** Null where it was not counted. */
  passages: number | null;
}

const estimate = (lexeme: string, { passages, shares }: Statistics): number =>
  Math.max(1, Math.round((shares.get(lexeme) ?? 0) * passages));

async function countsOf(sql: Sql, organizationId: string, lexemes: string[]): Promise<Map<string, number>> {
  if (lexemes.length === 0) return new Map();
  const rows = await sql.query<{ lexeme: string; passages: number }>(countLexemes(searched(sql, 'passage')), [
    organizationId,
    lexemes,
  ]);
  return new Map(rows.map(({ lexeme, passages }) => [lexeme, passages]));
}

/** How many passages hold a lexeme; rare ones are few by the sample, hence the limit is seldom reached. */
const count = (passages: string) => `(
  SELECT count(*)::int FROM (
    SELECT FROM ${passages}
    WHERE organization_id = $1::uuid AND search @@ quote_literal(lexeme)::tsquery LIMIT 5000
  ) found
)`;
const countWords = (passages: string) => `
SELECT lexeme, CASE WHEN lexeme = ANY($3::text[]) THEN NULL ELSE ${count(passages)} END AS passages
FROM unnest(to_tsvector('english', $2))`;
const countLexemes = (passages: string) =>
  `SELECT lexeme, ${count(passages)} AS passages FROM unnest($2::text[]) AS lexeme`;
