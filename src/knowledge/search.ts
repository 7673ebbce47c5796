import type { Sql } from '../platform/database/sql.js';
import { type CandidateRow, candidatesOf, passagesById } from './candidates.js';
import { fuse } from './fusion.js';
import { highlightsIn, snippetOf } from './highlights.js';
import { readQuery } from './query.js';
import { rank } from './ranking.js';
import type { Hit, Search } from './search-types.js';
import { statisticsOf } from './statistics.js';
import { termsOf } from './terms.js';
import type { Neighbour } from './vectors/vector-store.js';

/** How many of the best by BM25 are looked at sentence by sentence. */
const CANDIDATES = 80;

/**
 * Finds the passages of a tenant that say most about what a query asks, best first. Any term may match; `rank` orders
 * what `candidatesOf` yields. Where neighbours by meaning are given, both lists are fused.
 *
 * @param neighbours of the query among the passages' vectors, nearest first; null where there is no embedding model
 */
export async function searchPassages(
  sql: Sql,
  search: Search,
  neighbours: Promise<Neighbour[] | null> = Promise.resolve(null),
): Promise<Hit[]> {
  const { organizationId, query, first, signal, ...filters } = search;
  signal?.throwIfAborted();
  const { text, phrases, pairs } = readQuery(query);
  const statistics = await statisticsOf(sql, organizationId);
  const terms = text === '' ? [] : await termsOf(sql, organizationId, text, statistics);
  signal?.throwIfAborted();
  const limit = Math.max(CANDIDATES, first);
  const wanted = { organizationId, phrases, ...filters };
  const rows = await candidatesOf(sql, wanted, terms, statistics.passages, limit);
  // A neighbour need not hold the words that quotation marks demand.
  const near = phrases.length > 0 ? [] : ((await neighbours) ?? []);
  signal?.throwIfAborted();
  const known = new Set(rows.map(({ passageId }) => passageId));
  const unknown = near.map(({ passageId }) => passageId).filter((id) => !known.has(id));
  const others = await passagesById(sql, organizationId, unknown, filters);

  const ranked = rank(terms, pairs, [...rows, ...others], statistics.passages);
  const hits = fuse(ranked, near, terms.length);
  const lexemes = new Set(terms.flatMap(({ matches }) => matches));
  return hits.slice(0, first).map(({ candidate, score }) => hitOf(candidate, score, lexemes));
}

function hitOf({ bm25: _bm25, ...found }: CandidateRow, score: number, lexemes: ReadonlySet<string>): Hit {
  const highlights = highlightsIn(found.text, lexemes);
  return { ...found, score, highlights, snippet: snippetOf(found.text, highlights) };
}
