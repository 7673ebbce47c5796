import { type Sql, searched } from '../platform/database/sql.js';
import { anyOf, planOf } from './plan.js';
import type { Candidate } from './ranking.js';
import type { Filters, Found } from './search-types.js';
import type { CountedTerm } from './terms.js';

export type CandidateRow = Found & Candidate;

interface Wanted extends Filters {
  organizationId: string;
  phrases: string[];
}

/** Passages that the plan is made for, roughly. */
const BUDGET = 1_500;
/** No more are looked at where the plan was wrong. */
const MOST_LOOKED_AT = 6_000;
/** Of those that hold any one term; a word that very many passages hold does not tell them apart. */
const MOST_OF_ANY = 2_000;
/** Fewer than these found: any passage with any term is welcome. */
const ENOUGH = 10;

/**
 * The passages of a tenant with the highest BM25 (k1 = 1.2, b = 0.4), among those that the plan yields. Where they are
 * few, say because of a filter, passages with any one term follow.
 */
export async function candidatesOf(
  sql: Sql,
  wanted: Wanted,
  terms: CountedTerm[],
  passages: number,
  limit: number,
): Promise<CandidateRow[]> {
  const found = terms.filter((term) => term.passages > 0);
  const plan = planOf(found, passages, BUDGET);
  if (plan.tsquery === null) return [];
  const rows = await lookUp(sql, wanted, found, plan.tsquery, MOST_LOOKED_AT, limit);
  if (plan.exhaustive || rows.length >= Math.min(ENOUGH, limit)) return rows;
  const more = await lookUp(sql, wanted, found, found.map(anyOf).join(' | '), MOST_OF_ANY, limit);
  const known = new Set(rows.map(({ passageId }) => passageId));
  return [...rows, ...more.filter(({ passageId }) => !known.has(passageId))].slice(0, limit);
}

async function lookUp(
  sql: Sql,
  { organizationId, phrases, ...filters }: Wanted,
  terms: CountedTerm[],
  tsquery: string,
  lookedAt: number,
  limit: number,
): Promise<CandidateRow[]> {
  const values: unknown[] = [];
  const $ = (value: unknown) => `$${values.push(value)}`;
  const tenant = `${$(organizationId)}::uuid`;
  const query = [
    `${$(tsquery)}::tsquery`,
    ...phrases.map((phrase) => `phraseto_tsquery('english', ${$(phrase)})`),
  ].join(' && ');
  const ranks = terms.map(
    (term, i) => `ts_rank(${WEIGHTS}, search, ${$(anyOf(term))}::tsquery)::float8 AS r${i}`,
  );
  const scores = terms.map(({ idf, worth }, i) => `${$(idf * worth)}::float8 * ${saturated(`r${i}`)}`);
  const conditions = conditionsOf(filters, $);
  return sql.query<CandidateRow>(
    `SELECT ${COLUMNS}, scored.bm25
     FROM (
       SELECT id, item_id, ${scores.join(' + ')} AS bm25
       FROM (
         SELECT id, item_id, length(search) AS len, ${ranks.join(', ')} FROM ${searched(sql, 'passage')} passage
         WHERE organization_id = ${tenant} AND search @@ (${query})
         ${conditions === '' ? '' : `AND item_id IN (SELECT i.id FROM knowledge_item i WHERE i.organization_id = ${tenant} ${conditions})`}
         LIMIT ${lookedAt}
       ) looked_at
       ORDER BY bm25 DESC, id
     ) scored JOIN knowledge_item i ON i.id = scored.item_id JOIN passage p ON p.id = scored.id
     WHERE i.deleted_at IS NULL
     ORDER BY scored.bm25 DESC, scored.id
     LIMIT ${$(limit)}`,
    values,
  );
}

/** Passages by their ids, as far as they are still there and pass the filters. */
export async function passagesById(
  sql: Sql,
  organizationId: string,
  ids: string[],
  filters: Filters,
): Promise<CandidateRow[]> {
  if (ids.length === 0) return [];
  const values: unknown[] = [];
  const $ = (value: unknown) => `$${values.push(value)}`;
  return sql.query<CandidateRow>(
    `SELECT ${COLUMNS}, 0::float8 AS bm25 FROM passage p JOIN knowledge_item i ON i.id = p.item_id
     WHERE p.organization_id = ${$(organizationId)}::uuid AND p.id = ANY(${$(ids)}::uuid[])
       AND i.deleted_at IS NULL ${conditionsOf(filters, $)}`,
    values,
  );
}

/** What filters ask of a knowledge item `i`. */
export function conditionsOf(filters: Filters, $: (value: unknown) => string): string {
  const { tags, sources, kinds, createdAfter, createdBefore, itemIds } = filters;
  return [
    tags?.length && `AND i.tags && ${$(tags)}::text[]`,
    sources?.length && `AND i.source = ANY(${$(sources)}::text[])`,
    kinds?.length && `AND i.kind = ANY(${$(kinds)}::text[])`,
    createdAfter && `AND i.created_at >= ${$(createdAfter)}::timestamptz`,
    createdBefore && `AND i.created_at < ${$(createdBefore)}::timestamptz`,
    itemIds && `AND i.id = ANY(${$(itemIds)}::uuid[])`,
  ]
    .filter(Boolean)
    .join(' ');
}

const COLUMNS = `p.id AS "passageId", p.item_id AS "itemId", p.text, p.question, i.title, i.source, p.section, p.page,
  p.start, p."end", COALESCE(i.speaker, p.speaker) AS speaker, p.stance, i.content_at AS "contentAt"`;

/** Of a stored question 1, of the text 0.8, of the headings 0.4, of the title 0.7 (in the order D, C, B, A). */
const WEIGHTS = `'{0.7, 0.4, 0.8, 1}'`;

/**
 * The part of BM25 that a term adds, without its idf. ts_rank of a single term with n occurrences of weight 1 is
 * r = (1 + 1/4 + … + 1/n²) / 1.645, so that 0.645 r / (1 - r) is about n, with the fields' weights worked in. Length is
 * counted in distinct lexemes; passages are cut to a known size, hence the constant for the mean.
 */
const saturated = (r: string) =>
  `(2.2 * 0.645 * ${r} / (0.645 * ${r} + 1.2 * (0.6 + 0.4 * len / 80.0) * (1.0001 - ${r})))`;
