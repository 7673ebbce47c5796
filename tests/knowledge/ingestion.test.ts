import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkPassages } from '../../src/knowledge/store-passages.js';
import { createLog } from '../../src/platform/observability/log.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { startService } from '../../src/service.js';
import type { Reply } from '../support/api-client.js';
import {
  became,
  change,
  foundIn,
  getItem,
  itemEventsUntil,
  longFile,
  textFile,
  uploadItem,
} from '../support/items.js';
import { type TestService, testService } from '../support/service.js';
import { sharedService } from '../support/shared-service.js';

async function storedFiles(service: TestService): Promise<string[]> {
  const folder = join(service.env.BIDWRIGHT_DATA_DIR!, 'files');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

const CONTINUITY = '# Continuity\n\n## Backups\n\nBackups are kept in two regions and tested every month.\n';

describe('a document', () => {
  test('is ready, and found, when a simple client has its answer', async () => {
    await using service = await testService();
    const file = textFile('continuity.md', CONTINUITY);
    const { item, existing, errors } = await uploadItem(service, file, { tags: ['Security', 'security'] });
    expect(errors).toEqual([]);
    expect(existing).toBe(false);
    expect(item).toMatchObject({
      kind: 'document',
      title: 'continuity.md',
      source: 'continuity.md',
      tags: ['security'],
      passages: 1,
      state: 'READY',
      version: 1,
      freshness: 'FRESH',
      failure: null,
      owner: { email: 'sales@company.com' },
      progress: { percent: 100, label: 'Ready', passages: 1, passagesTotal: 1 },
      file: {
        filename: 'continuity.md',
        format: 'markdown',
        sizeBytes: file.content.length,
        pageCount: null,
      },
    });
    expect(await foundIn(service, 'Where are backups kept?')).toEqual([
      'Backups are kept in two regions and tested every month.',
    ]);
    // The text that was kept between the steps is gone; the file is there.
    await expect.poll(() => storedFiles(service)).toHaveLength(1);
  });

  test('is read by a run, whose events are those of the item', async () => {
    await using service = await sharedService();
    const { item } = await uploadItem(service, textFile('continuity.md', CONTINUITY));
    const { knowledgeItem } = await service.run(
      'query ($id: ID!) { knowledgeItem(id: $id) { ingestion { id attempt version item { id } } } }',
      { id: item.id },
    );
    const { id, ...rest } = knowledgeItem.ingestion;
    expect(rest).toEqual({ attempt: 1, version: 1, item: { id: item.id } });
    const { node } = await service.run(
      'query ($id: ID!) { node(id: $id) { ... on Run { runKind runState percent createdAt } } }',
      { id },
    );
    expect(node).toEqual({
      ...{ runKind: 'KNOWLEDGE_INGESTION', runState: 'READY', percent: 100 },
      createdAt: expect.any(String),
    });
    const events = service.subscribe(
      `subscription ($id: ID!) { runEvents(runId: $id) {
        sequence kind subject { id } ... on KnowledgeStateChanged { to }
      } }`,
      { id },
    );
    const seen: Reply[] = [];
    while (seen.at(-1)?.to !== 'READY') seen.push((await events.next()).value!.data!.runEvents);
    await events.return?.();
    expect(seen.map(({ sequence }) => sequence)).toEqual(seen.map((_, i) => i + 1));
    expect(new Set(seen.map(({ subject }) => subject.id))).toEqual(new Set([item.id]));
    expect(new Set(seen.map(({ kind }) => kind))).toEqual(new Set(['state-changed', 'progress']));
  });

  test('keeps heading path, page and offsets with each passage', async () => {
    await using service = await testService();
    const { item } = await uploadItem(service, longFile('parts.md', 30));
    const query = `query ($id: ID!, $after: String) { knowledgeItem(id: $id) {
      passageList(first: 20, after: $after) { totalCount pageInfo { hasNextPage endCursor }
        edges { node { position text section page start end question } } } } }`;
    const first = (await service.run(query, { id: item.id })).knowledgeItem.passageList;
    expect(first.totalCount).toBe(item.passages);
    const rest = (await service.run(query, { id: item.id, after: first.pageInfo.endCursor })).knowledgeItem
      .passageList;
    const passages = [...first.edges, ...rest.edges].map(({ node }) => node);
    expect(passages.map(({ position }) => position)).toEqual(passages.map((_, i) => i));
    expect(passages).toHaveLength(30);
    expect(passages[0]).toMatchObject({ section: 'Part 1', page: null, question: null });
    for (const { text, start, end } of passages) expect(end - start).toBe(text.length);
  });

  test('reports its progress in events that are numbered without gaps, for it and for the organization', async () => {
    await using service = await testService();
    const { item } = await uploadItem(service, longFile('parts.md', 1200));
    const other = await uploadItem(service, textFile('continuity.md', CONTINUITY));
    const events = await itemEventsUntil(service, item.id, became('READY'));
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1));
    expect(events[0]).toMatchObject({ __typename: 'KnowledgeStateChanged', from: null, to: 'INGESTING' });
    const progress = events.filter(({ __typename }) => __typename === 'KnowledgeProgressed');
    const percents = progress.map((event) => event.progress.percent);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    // 500 passages a batch.
    expect(progress.map((event) => event.progress.passages)).toEqual([null, null, 500, 1000, 1200, 1200]);

    const all = await itemEventsUntil(
      service,
      null,
      (event) => event.itemId === other.item.id && became('READY')(event),
    );
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, i) => i + 1));
    expect(all.filter(({ itemId }) => itemId === item.id)).toHaveLength(events.length);
    const tail = await itemEventsUntil(
      service,
      null,
      (event) => event.sequence === all.length,
      all.length - 2,
    );
    expect(tail.map(({ sequence }) => sequence)).toEqual([all.length - 1, all.length]);
  });

  test('that is uploaded twice is one item, also at the same moment', async () => {
    await using service = await testService();
    const file = textFile('continuity.md', CONTINUITY);
    const replies = await Promise.all(Array.from({ length: 8 }, () => uploadItem(service, file)));
    expect(new Set(replies.map(({ item }) => item.id)).size).toBe(1);
    expect(replies.filter(({ existing }) => !existing)).toHaveLength(1);
    expect(replies.every(({ item }) => item.state === 'READY' && item.passages === 1)).toBe(true);
    const again = await uploadItem(service, { ...file, name: 'other-name.md' });
    expect(again).toMatchObject({ existing: true, item: { title: 'continuity.md' } });
    await expect.poll(() => storedFiles(service)).toHaveLength(1);
  });

  test('of nothing but a table of contents is refused, with nothing left behind', async () => {
    await using service = await testService();
    const file = textFile('empty.md', '# \n\n---\n\n***\n');
    const { item, errors } = await uploadItem(service, file);
    expect(item).toBeNull();
    expect(errors[0].code).toMatch(/FILE_WITHOUT_TEXT|EMPTY_FILE/);
    await expect.poll(() => storedFiles(service)).toEqual([]);
    expect((await service.run('{ knowledge { totalCount } }')).knowledge.totalCount).toBe(0);
  });
});

test('without a worker an upload is on record; deleted and restored, a worker takes it up', async () => {
  await using service = await testService({}, 'api');
  const { item, errors } = await uploadItem(service, textFile('continuity.md', CONTINUITY));
  expect(errors).toEqual([]);
  expect(item).toMatchObject({ state: 'INGESTING', passages: 0, version: 0, progress: { percent: 0 } });
  expect(await foundIn(service, 'Where are backups kept?')).toEqual([]);
  expect(await getItem(service, item.id)).toMatchObject({ state: 'INGESTING' });

  expect((await change(service, 'deleteKnowledge', { id: item.id })).errors).toEqual([]);
  const worker = await startService(parseEnv(service.env), createLog('silent', false), 'worker');
  const restored = await change(service, 'restoreKnowledge', { id: item.id });
  await worker.stop();
  expect(restored).toMatchObject({
    errors: [],
    item: { state: 'READY', passages: 1, version: 1, deletedAt: null },
  });
  expect(await foundIn(service, 'Where are backups kept?')).toHaveLength(1);
});

test('an item of more passages than are allowed is refused', () => {
  expect(() => checkPassages(Array.from({ length: 50_000 }))).not.toThrow();
  expect(() => checkPassages(Array.from({ length: 50_001 }))).toThrow('at most 50,000');
});
