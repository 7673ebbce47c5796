import type { Sql } from '../platform/sql.js';
import { type Candidate, rank, type Term } from './ranking.js';
import { GENERIC_STEMS, GENERIC_WEIGHT, isAskingWord, topicWords } from './words.js';

/** A passage found, with the place it comes from. */
export interface Hit {
  passageId: string;
  itemId: string;
  /** The passage, verbatim; the answer of a question/answer pair. */
  text: string;
  /** Question/answer pairs: the question. */
  question: string | null;
  /** Of the knowledge item. */
  title: string;
  source: string;
  /** Heading path: "Security > Encryption". */
  section: string | null;
  /** 1-based. */
  page: number | null;
  /** UTF-16 offsets of `text` in the extracted text of its document; null where it has none. */
  start: number | null;
  end: number | null;
  /** 0 to 1, see `scoreOf` in ranking.ts. */
  score: number;
}

export interface Search {
  organizationId: string;
  /** A question or a few words, as people write them. Operators have no meaning. */
  query: string;
  /** How many hits at most, 1 to 100. */
  first: number;
}

/** Distinct words of a query that count, from its beginning on; a paragraph has fewer. */
const MOST_WORDS = 100;
/** How many of the best by BM25 are looked at sentence by sentence. */
const CANDIDATES = 50;

type Row = Omit<Hit, 'score'> & Candidate & { terms: Term[] };

/**
 * Finds the passages of a tenant that say most about what a query asks, best first. One statement.
 *
 * Any term may match. PostgreSQL computes BM25 (k1 = 1.2, b = 0.4) from the passages that the index yields for each
 * term; `rank` then orders the best ones by how close together the terms stand.
 */
export async function searchPassages(sql: Sql, { organizationId, query, first }: Search): Promise<Hit[]> {
  const text = searchText(query);
  if (text === '') return [];
  const limit = Math.max(CANDIDATES, first);
  const rows = await sql.query<Row>(SEARCH, [
    organizationId,
    text,
    limit,
    [...GENERIC_STEMS],
    GENERIC_WEIGHT,
  ]);
  return rank(rows[0]?.terms ?? [], rows)
    .slice(0, first)
    .map(({ candidate, score }) => hitOf(candidate, score));
}

/**
 * The query without the words of asking. Slashes, hyphens and underscores separate words: PostgreSQL's parser
 * would take "backup/recovery" for a file name.
 */
export function searchText(query: string): string {
  const plain = query.replace(/[/_\\-]+/g, ' ').replace(/’/g, "'");
  const topic = new Set(topicWords(plain));
  const kept = new Map<string, string>();
  for (const token of plain.split(/\s+/)) {
    const word = token.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
    if (word === '' || kept.has(word) || (isAskingWord(word) && !topic.has(word))) continue;
    if (kept.set(word, token).size === MOST_WORDS) break;
  }
  return [...kept.values()].join(' ');
}

function hitOf({ terms: _terms, bm25: _bm25, ...found }: Row, score: number): Hit {
  return { ...found, score };
}

/*
 * $1 tenant, $2 text, $3 limit, $4 lexemes that count less, $5 how much they count.
 *
 * Each term takes its passages from the GIN index once: the rows give df as well as the term's weight in each.
 * ts_rank of a single term with n occurrences of weight 1 is (1 + 1/4 + … + 1/n²) / 1.645, so that
 * 0.645 r / (1 - r) is about n, with the fields' weights worked in. Length is counted in distinct lexemes;
 * passages are cut to a known size, hence the constant for the mean. A hundred passages that hold nothing are added
 * to the count: in a library of three, a word that two of them hold would else weigh nothing.
 */
const SEARCH = `
WITH term AS MATERIALIZED (
  SELECT lexeme, quote_literal(lexeme)::tsquery AS q FROM unnest(to_tsvector('english', $2))
), posting AS MATERIALIZED (
  SELECT term.lexeme, p.id, length(p.search) AS len, ts_rank('{0.7, 0.4, 0.8, 1}', p.search, term.q)::float8 AS r
  FROM term, LATERAL (SELECT id, search FROM passage WHERE organization_id = $1::uuid AND search @@ term.q) p
), total AS (
  SELECT count(*)::float8 + 100 AS n FROM passage WHERE organization_id = $1::uuid
), stat AS MATERIALIZED (
  SELECT term.lexeme, ln(1 + (total.n - count(posting.id) + 0.5) / (count(posting.id) + 0.5))
    * CASE WHEN term.lexeme = ANY($4::text[]) THEN $5::float8 ELSE 1 END AS idf
  FROM total, term LEFT JOIN posting USING (lexeme)
  GROUP BY term.lexeme, total.n
), scored AS (
  SELECT w.id, sum(w.idf * w.tf * 2.2 / (w.tf + 1.2 * (0.6 + 0.4 * w.len / 80.0))) AS bm25
  FROM (SELECT id, len, idf, 0.645 * r / (1.0001 - r) AS tf FROM posting JOIN stat USING (lexeme)) w
  GROUP BY w.id
)
SELECT p.id AS "passageId", p.item_id AS "itemId", p.text, p.question, i.title, i.source,
  p.section, p.page, p.start, p."end", scored.bm25,
  (SELECT json_agg(json_build_object('lexeme', lexeme, 'idf', idf)) FROM stat) AS terms
FROM scored JOIN passage p ON p.id = scored.id JOIN knowledge_item i ON i.id = p.item_id
WHERE i.deleted_at IS NULL
ORDER BY scored.bm25 DESC, p.id
LIMIT $3`;
