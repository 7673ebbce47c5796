import type { KnowledgeState, Prisma } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { holding } from '../platform/database/db.js';
import { invalidInput } from '../platform/errors.js';
import { type Freshness, isOfFreshness } from './freshness.js';

/** Which items are asked for; what is left out does not restrict. */
export interface KnowledgeFilter {
  /** document | qa_pair | text */
  kind?: readonly string[] | null;
  /** Items with at least one of them. */
  anyTag?: readonly string[] | null;
  /** Items with every one of them. */
  allTags?: readonly string[] | null;
  state?: readonly KnowledgeState[] | null;
  freshness?: readonly Freshness[] | null;
  ownerId?: string | null;
  /** Part of the title or the source, or a whole tag. */
  search?: string | null;
  /** True: those that were deleted, and only those. */
  deleted?: boolean | null;
}

const MOST_VALUES = 100;
const LONGEST_SEARCH = 500;

const lower = (tags: readonly string[]) => tags.map((tag) => tag.trim().toLowerCase());

/**
 * The condition for the items of the actor's organization that a filter asks for.
 * @throws {DomainError} invalid-input for lists of more than 100 values and endless texts
 */
export function knowledgeWhere(
  app: App,
  actor: Actor,
  filter: KnowledgeFilter,
): Prisma.KnowledgeItemWhereInput {
  requirePermission(actor, 'knowledge.view');
  for (const [name, value] of Object.entries(filter)) {
    const most = typeof value === 'string' ? LONGEST_SEARCH : MOST_VALUES;
    if ((Array.isArray(value) || typeof value === 'string') && value.length > most)
      throw invalidInput(`\`${name}\` is too long; at most ${most} are taken.`, ['filter', name]);
  }
  const { kind, anyTag, allTags, state, freshness, ownerId } = filter;
  const text = filter.search?.trim();
  const holds = holding(text ?? '');
  const now = app.clock();
  const and: Prisma.KnowledgeItemWhereInput[] = [];
  if (freshness) and.push({ OR: freshness.map((one) => isOfFreshness(app.db, one, now)) });
  if (text) and.push({ OR: [{ title: holds }, { source: holds }, { tags: { has: text.toLowerCase() } }] });
  return {
    organizationId: actor.organizationId,
    deletedAt: filter.deleted ? { not: null } : null,
    ...(kind && { kind: { in: [...kind] } }),
    ...(state && { state: { in: [...state] } }),
    ...(ownerId && { ownerId }),
    ...((anyTag || allTags) && {
      tags: { ...(anyTag && { hasSome: lower(anyTag) }), ...(allTags && { hasEvery: lower(allTags) }) },
    }),
    ...(and.length && { AND: and }),
  };
}

export type KnowledgeOrder = 'createdAt' | 'updatedAt' | 'title' | 'reviewAt';

/** Items without a review date come last, either way; equal ones are told apart by their id. */
export const knowledgeOrder = (
  field: KnowledgeOrder,
  direction: 'asc' | 'desc',
): Prisma.KnowledgeItemOrderByWithRelationInput[] => [
  field === 'reviewAt' ? { reviewAt: { sort: direction, nulls: 'last' } } : { [field]: direction },
  { id: direction },
];

/** The tags in use with how many items have each, the most used first. */
export function knowledgeTags(
  app: App,
  actor: Actor,
  { first, search }: { first: number; search: string | null },
): Promise<{ tag: string; count: number }[]> {
  requirePermission(actor, 'knowledge.view');
  return app.sql.query(
    `SELECT tag, count(*)::int AS count FROM knowledge_item, unnest(tags) AS tag
     WHERE organization_id = $1 AND deleted_at IS NULL AND ($2::text IS NULL OR starts_with(tag, $2))
     GROUP BY tag ORDER BY count(*) DESC, tag LIMIT $3`,
    [actor.organizationId, search?.trim().toLowerCase() || null, first],
  );
}
