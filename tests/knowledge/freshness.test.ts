import { expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import { DEFAULT_ACTOR, ensureDefaultActor } from '../../src/identity/index.js';
import { type Freshness, freshnessOf, knowledgeWhere } from '../../src/knowledge/index.js';
import { newId } from '../../src/platform/ids.js';
import { createLog } from '../../src/platform/observability/log.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { testSettings } from '../support/service.js';

const NOW = new Date('2026-11-21T12:00:00Z');
const days = (n: number) => new Date(NOW.getTime() + n * 24 * 60 * 60 * 1000);

test.each<[string, Freshness, number, number | null, number | null]>([
  ['added today', 'FRESH', 0, null, null],
  ['added a year ago to the hour', 'FRESH', -365, null, null],
  ['added more than a year ago', 'STALE', -366, null, null],
  ['added long ago, reviewed since', 'FRESH', -900, null, -30],
  ['reviewed more than a year ago', 'STALE', -900, null, -366],
  ['replaced after its last review', 'FRESH', -10, null, -400],
  ['with its review ahead', 'FRESH', -900, 1, null],
  ['due this very moment', 'NEEDS_REVIEW', -10, 0, null],
  ['due 90 days ago', 'NEEDS_REVIEW', -10, -90, null],
  ['due 91 days ago', 'STALE', -10, -91, null],
  ['reviewed before it was due', 'NEEDS_REVIEW', -10, -5, -6],
  ['reviewed when it was due', 'FRESH', -10, -5, -5],
  ['reviewed after it was due', 'FRESH', -900, -5, -1],
  ['reviewed after it was due, long ago', 'STALE', -900, -500, -400],
])('an item %s is %s', (_name, expected, contentAt, reviewAt, lastReviewedAt) => {
  const item = {
    contentAt: days(contentAt),
    reviewAt: reviewAt === null ? null : days(reviewAt),
    lastReviewedAt: lastReviewedAt === null ? null : days(lastReviewedAt),
  };
  expect(freshnessOf(item, NOW)).toBe(expected);
});

test('the filter and the field agree on every item', async () => {
  await using settings = await testSettings({ DATABASE_ROW_SECURITY: 'false' });
  const env = parseEnv(settings.env);
  const app = await createApp(env, {
    databaseUrl: env.database.url!,
    durable: {} as never,
    log: createLog('silent', false),
  });
  const at = { ...app, clock: () => NOW };
  const actor = await ensureDefaultActor(app.db);
  const offsets = [-900, -366, -365, -91, -90, -5, 0, 5];
  const perhaps = [null, ...offsets];
  const date = (n: number | null) => (n === null ? null : days(n));
  const owner = { organizationId: actor.organizationId, createdById: actor.userId, contentHash: 'h' };
  const data = offsets.flatMap((contentAt) =>
    perhaps.flatMap((reviewAt) =>
      perhaps.map((reviewed) => ({
        ...owner,
        id: newId(),
        kind: 'text',
        title: 'T',
        source: 'S',
        contentAt: days(contentAt),
        reviewAt: date(reviewAt),
        lastReviewedAt: date(reviewed),
      })),
    ),
  );
  await app.db.knowledgeItem.createMany({ data });
  const found = new Map<string, Freshness[]>(data.map(({ id }) => [id, []]));
  for (const freshness of ['FRESH', 'NEEDS_REVIEW', 'STALE'] as const) {
    const where = knowledgeWhere(at, DEFAULT_ACTOR, { freshness: [freshness] });
    for (const { id } of await app.db.knowledgeItem.findMany({ where })) found.get(id)!.push(freshness);
  }
  const expected = new Map(data.map((item) => [item.id, [freshnessOf(item, NOW)]]));
  expect(found).toEqual(expected);
  expect(new Set([...expected.values()].flat())).toEqual(new Set(['FRESH', 'NEEDS_REVIEW', 'STALE']));
  await app.close();
});
