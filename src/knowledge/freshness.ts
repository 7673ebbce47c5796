import type { KnowledgeItem, Prisma } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import type { Db } from '../platform/database/db.js';

export type Freshness = 'FRESH' | 'NEEDS_REVIEW' | 'STALE';

const DAY_MS = 24 * 60 * 60 * 1000;
/** So long after its review date an item is stale. */
const GRACE_MS = 90 * DAY_MS;
/** Without a review date, so long after it was added, replaced or reviewed. */
const YEAR_MS = 365 * DAY_MS;

type Dates = Pick<KnowledgeItem, 'reviewAt' | 'lastReviewedAt' | 'contentAt'>;

/** A review on or after its date settles it. */
const openDate = ({ reviewAt, lastReviewedAt }: Dates): Date | null =>
  reviewAt && (!lastReviewedAt || reviewAt > lastReviewedAt) ? reviewAt : null;

/**
 * Whether what an item says can still be relied on.
 *
 * With a review date that no review has settled, the date decides: FRESH before it, NEEDS_REVIEW from then on, STALE
 * when 90 days have passed. Without one an item is FRESH for 365 days after it was last added, replaced or reviewed,
 * and then STALE.
 */
export function freshnessOf(item: Dates, now: Date): Freshness {
  const at = now.getTime();
  const due = openDate(item)?.getTime();
  if (due !== undefined) return due > at ? 'FRESH' : due >= at - GRACE_MS ? 'NEEDS_REVIEW' : 'STALE';
  const sure = Math.max(item.contentAt.getTime(), item.lastReviewedAt?.getTime() ?? 0);
  return sure >= at - YEAR_MS ? 'FRESH' : 'STALE';
}

/** The same rule as a condition on rows. */
export function isOfFreshness(db: Db, freshness: Freshness, now: Date): Prisma.KnowledgeItemWhereInput {
  const { reviewAt, lastReviewedAt } = db.knowledgeItem.fields;
  const grace = new Date(now.getTime() - GRACE_MS);
  const year = new Date(now.getTime() - YEAR_MS);
  const open: Prisma.KnowledgeItemWhereInput = {
    reviewAt: { not: null },
    OR: [{ lastReviewedAt: null }, { lastReviewedAt: { lt: reviewAt } }],
  };
  const settled: Prisma.KnowledgeItemWhereInput = {
    OR: [{ reviewAt: null }, { reviewAt: { lte: lastReviewedAt } }],
  };
  switch (freshness) {
    case 'NEEDS_REVIEW':
      return { AND: [open, { reviewAt: { lte: now, gte: grace } }] };
    case 'FRESH':
      return {
        OR: [
          { AND: [open, { reviewAt: { gt: now } }] },
          { AND: [settled, { OR: [{ contentAt: { gte: year } }, { lastReviewedAt: { gte: year } }] }] },
        ],
      };
    case 'STALE':
      return {
        OR: [
          { AND: [open, { reviewAt: { lt: grace } }] },
          {
            AND: [
              settled,
              { contentAt: { lt: year } },
              { OR: [{ lastReviewedAt: null }, { lastReviewedAt: { lt: year } }] },
            ],
          },
        ],
      };
  }
}

/** Hits without those of items that are STALE: what nobody has looked at for so long is not reused unread. */
export async function withoutStale<T extends { itemId: string }>(
  app: Pick<App, 'db' | 'clock'>,
  hits: T[],
): Promise<T[]> {
  const ids = [...new Set(hits.map(({ itemId }) => itemId))];
  if (ids.length === 0) return hits;
  const items = await app.db.knowledgeItem.findMany({
    where: { id: { in: ids } },
    select: { id: true, reviewAt: true, lastReviewedAt: true, contentAt: true },
  });
  const now = app.clock();
  const stale = new Set(items.filter((item) => freshnessOf(item, now) === 'STALE').map(({ id }) => id));
  return hits.filter(({ itemId }) => !stale.has(itemId));
}
