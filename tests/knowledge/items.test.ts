import pg from 'pg';
import { expect, test } from 'vitest';
import type { Reply } from '../support/api-client.js';
import {
  addText,
  change,
  foundIn,
  getItem,
  itemEventsUntil,
  textFile,
  uploadItem,
} from '../support/items.js';
import { type TestService, testService } from '../support/service.js';

const list = async (
  service: TestService,
  args: string,
): Promise<{ titles: string[]; totalCount: number }> => {
  const { knowledge } = await service.run(
    `{ knowledge(first: 50, ${args}) { totalCount edges { node { title } } } }`,
  );
  const titles = knowledge.edges.map(({ node }: Reply) => node.title);
  return { titles, totalCount: knowledge.totalCount };
};

/** What is on record of an item, in order. */
async function auditOf(service: TestService, id: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: service.env.DATABASE_URL! });
  await client.connect();
  const subject = atob(id).split(':')[1];
  const { rows } = await client.query('SELECT action FROM audit_record WHERE subject_id = $1 ORDER BY id', [
    subject,
  ]);
  await client.end();
  return rows.map(({ action }) => action);
}

test('what is said about an item is changed, and search, list and audit follow', async () => {
  await using service = await testService();
  const { item } = await uploadItem(
    service,
    textFile('bcm.md', '# Plan\n\nDrills take place twice a year.\n'),
  );
  const before = await getItem(service, item.id);
  expect(before.revision).toBe(1);

  const updated = await change(service, 'updateKnowledge', {
    id: item.id,
    title: 'Zeppelin continuity plan',
    source: 'Policy 7',
    tags: ['BCM', 'drills'],
    reviewAt: '2020-01-01T00:00:00Z',
    expectedRevision: 1,
  });
  expect(updated).toMatchObject({
    errors: [],
    item: {
      title: 'Zeppelin continuity plan',
      source: 'Policy 7',
      tags: ['bcm', 'drills'],
      revision: 2,
      freshness: 'STALE',
      lastReviewedAt: null,
    },
  });
  expect(Date.parse(updated.item.updatedAt)).toBeGreaterThan(Date.parse(before.updatedAt));
  const { knowledgeSearch } = await service.run(
    '{ knowledgeSearch(query: "zeppelin") { text metadata { source } } }',
  );
  expect(knowledgeSearch).toEqual([
    { text: 'Drills take place twice a year.', metadata: { source: 'Policy 7' } },
  ]);

  const late = await change(service, 'updateKnowledge', { id: item.id, title: 'Lost', expectedRevision: 1 });
  expect(late).toMatchObject({ item: null, errors: [{ code: 'CONFLICT' }] });
  expect(late.errors[0].message).toContain('version 2');

  const reviewed = await change(service, 'updateKnowledge', { id: item.id, markReviewed: true });
  expect(reviewed.item).toMatchObject({ freshness: 'FRESH', revision: 3, title: 'Zeppelin continuity plan' });
  const cleared = await change(service, 'updateKnowledge', { id: item.id, reviewAt: null, ownerId: null });
  expect(cleared.item).toMatchObject({ reviewAt: null, owner: null });
  const same = await change(service, 'updateKnowledge', { id: item.id, tags: ['bcm', 'drills'] });
  expect(same.item.revision).toBe(cleared.item.revision);
  const events = await itemEventsUntil(
    service,
    item.id,
    (_event, all) => all.filter((one) => one.change === 'UPDATED').length === 3,
  );
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1));
  expect(await auditOf(service, item.id)).toEqual([
    'knowledge.added',
    'knowledge.updated',
    'knowledge.updated',
    'knowledge.updated',
  ]);
});

test('what cannot be set is refused with its path', async () => {
  await using service = await testService();
  const { item } = await addText(service, 'Plan', 'Drills take place twice a year.');
  const refused = async (input: Record<string, unknown>) =>
    (await change(service, 'updateKnowledge', { id: item.id, ...input })).errors;
  expect(await refused({ title: ' ' })).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'title'] }]);
  expect(await refused({ source: 'x'.repeat(501) })).toMatchObject([{ path: ['input', 'source'] }]);
  expect(await refused({ ownerId: btoa('User:01900000-0000-7000-8000-00000000000a') })).toMatchObject([
    { code: 'INVALID_INPUT', path: ['input', 'ownerId'] },
  ]);
  expect(await refused({ ownerId: item.id })).toMatchObject([{ path: ['input', 'ownerId'] }]);
  expect(await refused({ id: btoa('KnowledgeItem:01900000-0000-7000-8000-00000000000a') })).toMatchObject([
    { code: 'NOT_FOUND' },
  ]);
});

test('the list is filtered, ordered, counted and paged', async () => {
  await using service = await testService();
  const add = async (title: string, tags: string[], more: Record<string, unknown> = {}) => {
    const { item } = await addText(service, title, `${title} says this.`, { tags });
    await change(service, 'updateKnowledge', { id: item.id, ...more });
  };
  await add('Alpha', ['security', 'eu'], { reviewAt: '2999-01-01T00:00:00Z' });
  await add('Beta', ['security'], { reviewAt: '2020-01-01T00:00:00Z' });
  await add('Gamma', ['legal', 'eu'], { source: 'Alpha Corp.', ownerId: null });
  await change(service, 'addAnswerToLibrary', { question: 'Who?', answer: 'We.' });

  const titles = async (args: string) => (await list(service, args)).titles;
  expect(await list(service, 'filter: {}')).toEqual({
    titles: ['Who?', 'Gamma', 'Beta', 'Alpha'],
    totalCount: 4,
  });
  expect(await list(service, 'filter: { kind: ["qa_pair"] }')).toEqual({ titles: ['Who?'], totalCount: 1 });
  expect(await titles('filter: { anyTag: ["legal", "Security"] }')).toEqual(['Gamma', 'Beta', 'Alpha']);
  expect(await titles('filter: { allTags: ["eu", "security"] }')).toEqual(['Alpha']);
  expect(await titles('filter: { search: "alpha" }')).toEqual(['Gamma', 'Alpha']);
  expect(await titles('filter: { search: "100%_" }')).toEqual([]);
  expect(await titles('filter: { search: "legal" }')).toEqual(['Gamma']);
  expect(await titles('filter: { freshness: [STALE] }')).toEqual(['Beta']);
  expect(await titles('filter: { freshness: [FRESH, NEEDS_REVIEW], kind: ["text"] }')).toEqual([
    'Gamma',
    'Alpha',
  ]);
  expect(await titles('filter: { state: [FAILED, INGESTING] }')).toEqual([]);
  const { me } = await service.run('{ me { id } }');
  expect(await titles(`filter: { ownerId: "${me.id}" }`)).toEqual(['Who?', 'Beta', 'Alpha']);
  expect(await titles('orderBy: { field: TITLE, direction: ASC }')).toEqual([
    'Alpha',
    'Beta',
    'Gamma',
    'Who?',
  ]);
  expect(await titles('orderBy: { field: UPDATED_AT, direction: ASC }')).toEqual([
    'Alpha',
    'Beta',
    'Gamma',
    'Who?',
  ]);

  // Page by page, two of the four without a review date.
  for (const [direction, expected] of [
    ['ASC', ['Beta', 'Alpha', 'Gamma', 'Who?']],
    ['DESC', ['Alpha', 'Beta', 'Who?', 'Gamma']],
  ] as const) {
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { knowledge }: Reply = await service.run(
        `query ($after: String) { knowledge(first: 1, after: $after, orderBy: { field: REVIEW_AT, direction: ${direction} }) {
          pageInfo { hasNextPage endCursor } edges { node { title } } } }`,
        { after },
      );
      seen.push(...knowledge.edges.map(({ node }: Reply) => node.title));
      after = knowledge.pageInfo.endCursor;
      more = knowledge.pageInfo.hasNextPage;
    }
    expect(seen).toEqual(expected);
  }

  const { knowledgeTags } = await service.run('{ knowledgeTags { tag count } }');
  expect(knowledgeTags).toEqual([
    { tag: 'eu', count: 2 },
    { tag: 'security', count: 2 },
    { tag: 'legal', count: 1 },
  ]);
  const some = await service.run('{ knowledgeTags(first: 1, search: "L") { tag } }');
  expect(some.knowledgeTags).toEqual([{ tag: 'legal' }]);
  for (const query of [
    '{ knowledge(first: 0) { edges { cursor } } }',
    '{ knowledgeTags(first: 1000) { tag } }',
    '{ knowledge(filter: { ownerId: "x" }) { totalCount } }',
    '{ knowledgeItem(id: "x") { id } }',
  ])
    expect((await service.ask(query)).errors).toHaveLength(1);
});

test('a deleted item is found no more, and everywhere again when it is restored', async () => {
  await using service = await testService();
  const { item } = await addText(service, 'Plan', 'Drills take place twice a year.');
  const deleted = await change(service, 'deleteKnowledge', { id: item.id });
  expect(deleted).toMatchObject({ id: item.id, item: { usageCount: 0 }, errors: [] });
  expect(deleted.item.deletedAt).not.toBeNull();
  expect(await foundIn(service, 'drills')).toEqual([]);
  expect(await getItem(service, item.id)).toBeNull();
  expect((await list(service, 'filter: {}')).titles).toEqual([]);
  expect((await list(service, 'filter: { deleted: true }')).titles).toEqual(['Plan']);
  for (const name of ['updateKnowledge', 'deleteKnowledge', 'reingestKnowledge', 'retryKnowledge'])
    expect((await change(service, name, { id: item.id })).errors).toMatchObject([{ code: 'NOT_FOUND' }]);

  expect((await change(service, 'restoreKnowledge', { id: item.id })).item).toMatchObject({
    deletedAt: null,
  });
  expect(await foundIn(service, 'drills')).toHaveLength(1);

  // The same content added after a deletion is a new item; then there is nothing to restore.
  await change(service, 'deleteKnowledge', { id: item.id });
  const again = await addText(service, 'Plan', 'Drills take place twice a year.');
  expect(again).toMatchObject({ existing: false });
  expect(again.item.id).not.toBe(item.id);
  expect((await change(service, 'restoreKnowledge', { id: item.id })).errors).toMatchObject([
    { code: 'CONFLICT' },
  ]);
  expect((await addText(service, 'Plan', 'Drills take place twice a year.')).existing).toBe(true);
  expect(await auditOf(service, item.id)).toEqual([
    'knowledge.added',
    'knowledge.deleted',
    'knowledge.restored',
    'knowledge.deleted',
  ]);
});
