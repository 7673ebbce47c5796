import type { Prisma } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { holding } from '../platform/database/db.js';
import { searched } from '../platform/database/sql.js';
import { textInput } from '../platform/text/text-input.js';

/** Which documents are listed; what is null or left out does not matter. */
export interface DocumentFilter {
  documentType?: string | null;
  /** Part of the name. */
  clientName?: string | null;
  /** UUID of the last editor. */
  editedBy?: string | null;
  updatedAfter?: Date | null;
  updatedBefore?: Date | null;
  search?: string | null;
}

/** As many documents of a search can be paged through: those that match best. */
const MOST_FOUND = 1_000;
const LONGEST_SEARCH = 400;

/**
 * The condition for the organization's documents that pass the filter. A search finds those that have all of its
 * words, by their stems, in title or text, at most the 1,000 best; "quoted words" stand together, -word excludes.
 * @throws {DomainError} invalid-input for a search that is too long
 */
export async function documentsWhere(
  app: App,
  actor: Actor,
  filter: DocumentFilter,
): Promise<Prisma.DocumentWhereInput> {
  requirePermission(actor, 'workflows.view');
  const { documentType, editedBy, updatedAfter, updatedBefore } = filter;
  const clientName = filter.clientName?.trim();
  const search = filter.search?.trim();
  return {
    organizationId: actor.organizationId,
    ...(documentType && { documentType }),
    ...(clientName && { clientName: holding(clientName) }),
    ...(editedBy && { lastEditedById: editedBy }),
    ...((updatedAfter || updatedBefore) && {
      updatedAt: { ...(updatedAfter && { gt: updatedAfter }), ...(updatedBefore && { lt: updatedBefore }) },
    }),
    ...(search && { id: { in: await found(app, actor, search, { ...filter, clientName }) } }),
  };
}

/** Filters here, too, so that what is left out takes no place among the best. */
async function found(app: App, actor: Actor, search: string, filter: DocumentFilter): Promise<string[]> {
  const rows = await app.sql.query<{ id: string }>(
    `SELECT id FROM ${searched(app.sql, 'document')}, websearch_to_tsquery('english', $2) query
    WHERE organization_id = $1 AND search @@ query
      AND ($3::text IS NULL OR document_type = $3)
      AND ($4::text IS NULL OR strpos(lower(client_name), lower($4)) > 0)
      AND ($5::uuid IS NULL OR last_edited_by_id = $5)
      AND ($6::timestamptz IS NULL OR updated_at > $6)
      AND ($7::timestamptz IS NULL OR updated_at < $7)
    ORDER BY ts_rank(search, query) DESC, updated_at DESC
    LIMIT ${MOST_FOUND}`,
    [
      actor.organizationId,
      searchWords(search),
      filter.documentType || null,
      filter.clientName || null,
      filter.editedBy ?? null,
      filter.updatedAfter ?? null,
      filter.updatedBefore ?? null,
    ],
  );
  return rows.map(({ id }) => id);
}

/** As the index has them: parts of a path or of a compound are words of their own. */
const searchWords = (search: string): string =>
  textInput(search, 'The search', ['search'], { max: LONGEST_SEARCH }).replace(/[/_]/g, ' ');

/** Where a search meets the text of a document. */
export interface Snippet {
  text: string;
  /** The words that match, as offsets into `text`, in UTF-16 code units. */
  highlights: { start: number; end: number }[];
}

// The text is looked through in pieces, so that a match near its beginning is found without reading all of it.
const PIECE = 50_000;
// Control characters never stand in a document.
const [START, STOP] = ['\u0001', '\u0002'];

/**
 * The first passage of a document that has words of the search; null where its text has none.
 * @param id of a document of the organization
 */
export async function documentSnippet(
  app: App,
  actor: Actor,
  id: string,
  search: string,
): Promise<Snippet | null> {
  requirePermission(actor, 'workflows.view');
  const [row] = await app.sql.query<{ snippet: string }>(
    `WITH shown AS MATERIALIZED (
      SELECT regexp_replace(content, '<!--.*?-->', '', 'g') AS content
      FROM document WHERE id = $1 AND organization_id = $2
    ), query AS (
      SELECT words, replace(replace(words::text, ' & ', ' | '), ' <-> ', ' | ')::tsquery AS any_word
      FROM websearch_to_tsquery('english', $3) words
    )
    SELECT ts_headline('english', piece, words, $4) AS snippet
    FROM shown, query, generate_series(0, char_length(content) / ${PIECE}) part,
      LATERAL substr(content, part * ${PIECE} + 1, ${PIECE}) piece
    WHERE to_tsvector('english', piece) @@ any_word
    ORDER BY part
    LIMIT 1`,
    [
      id,
      actor.organizationId,
      searchWords(search),
      `StartSel=${START}, StopSel=${STOP}, MaxFragments=1, MaxWords=40, MinWords=20`,
    ],
  );
  return row ? snippetOf(row.snippet) : null;
}

function snippetOf(marked: string): Snippet {
  const highlights: Snippet['highlights'] = [];
  let text = '';
  for (const piece of marked.replace(/\s+/g, ' ').trim().split(START)) {
    const [word, rest] = piece.split(STOP);
    if (rest === undefined) text += word;
    else {
      highlights.push({ start: text.length, end: text.length + word!.length });
      text += word + rest;
    }
  }
  return { text, highlights };
}
