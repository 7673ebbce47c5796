import { type Sql, searched } from '../platform/database/sql.js';
import { stem } from './stem.js';

/** Shorter words, and whatever holds a digit, are taken as they stand: too much is near to them. */
const SHORTEST = 4;
/** Up to this length a word may differ by one error, longer ones by two. */
const ONE_ERROR = 7;
/** Words of a query that are looked up; one with more errors is not meant to be read. */
const MOST_WORDS = 8;
const MOST_NEAR = 3;

/**
 * For words that occur nowhere in a tenant's knowledge, the stems of the nearest ones that do: found by trigrams in
 * the words of its passages, then told apart by edit distance (Damerau 1964: insertion, deletion, substitution, and
 * transposition of neighbours count one each).
 * @param words lower case, as they stand
 */
export async function nearestWords(
  sql: Sql,
  organizationId: string,
  words: string[],
): Promise<Map<string, string[]>> {
  const fuzzy = words
    .filter((word) => word.length >= SHORTEST && /^\p{L}+$/u.test(word))
    .slice(0, MOST_WORDS);
  if (fuzzy.length === 0) return new Map();
  const rows = await sql.query<{ asked: string; word: string }>(near(searched(sql, 'knowledge_word')), [
    organizationId,
    fuzzy,
  ]);
  return new Map(
    fuzzy.map((asked) => [
      asked,
      nearest(
        asked,
        rows.filter((row) => row.asked === asked).map(({ word }) => word),
      ),
    ]),
  );
}

function nearest(asked: string, known: string[]): string[] {
  const most = asked.length <= ONE_ERROR ? 1 : 2;
  const distances = known.map((word) => ({ word, distance: editDistance(asked, word) }));
  const least = Math.min(...distances.map(({ distance }) => distance));
  if (least > most) return [];
  const stems = distances.filter(({ distance }) => distance === least).map(({ word }) => stem(word));
  return [...new Set(stems)].slice(0, MOST_NEAR);
}

/** Edit distance with transpositions of neighbours ("optimal string alignment"). */
export function editDistance(a: string, b: string): number {
  let [before, last, row] = [
    [] as number[],
    [] as number[],
    Array.from({ length: b.length + 1 }, (_, j) => j),
  ];
  for (let i = 1; i <= a.length; i++) {
    [before, last, row] = [last, row, [i]];
    for (let j = 1; j <= b.length; j++) {
      const differs = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + differs);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, before[j - 2]! + 1);
      }
      row[j] = least;
    }
  }
  return row[b.length]!;
}

// The operator has a fixed threshold of 0.3, with which the index finds the words.
const near = (words: string) => `
SELECT asked, near.word FROM unnest($2::text[]) AS asked, LATERAL (
  SELECT word FROM ${words}
  WHERE organization_id = $1::uuid AND word % asked AND abs(length(word) - length(asked)) <= 2
  GROUP BY word ORDER BY similarity(word, asked) DESC, word LIMIT 30
) near`;
