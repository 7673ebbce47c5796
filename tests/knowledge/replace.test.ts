import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/platform/observability/log.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { startService } from '../../src/service.js';
import { pdf } from '../formats/support/pdf.js';
import { readLater } from '../hostile/files/pdf-files.js';
import { apiClient, type Reply } from '../support/api-client.js';
import {
  addText,
  became,
  change,
  foundIn,
  getItem,
  itemEventsUntil,
  replaceFile,
  textFile,
  uploadItem,
} from '../support/items.js';
import { textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { type TestService, testService } from '../support/service.js';

const OLD = textFile('policy-2025.md', '# Policy\n\nDrills take place twice a year.\n');
const NEW = textFile('policy-2026.md', '# Policy\n\nDrills take place every single month.\n');
// Passes the check at upload, and fails when its text is read.
const unreadable = { name: readLater.filename, content: readLater.content() as Uint8Array };

const filesOf = async (service: TestService) => {
  const folder = join(service.env.BIDWRIGHT_DATA_DIR!, 'files');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
};

const versionsOf = async (service: TestService, id: string): Promise<Reply[]> =>
  (
    await service.run(
      `query ($id: ID!) { knowledgeItem(id: $id) {
        versions { version inUse createdBy { email } file { filename sha256 } } } }`,
      { id },
    )
  ).knowledgeItem.versions;

describe('a document that is replaced', () => {
  test('keeps its id, and is quoted from the new version alone', async () => {
    await using service = await testService();
    const { item } = await uploadItem(service, OLD, { tags: ['bcm'] });
    const replaced = await replaceFile(service, item.id, NEW, { expectedRevision: 1 });
    expect(replaced).toMatchObject({
      existing: false,
      errors: [],
      item: {
        id: item.id,
        // It was named after its file, and still is.
        title: 'policy-2026.md',
        source: 'policy-2026.md',
        tags: ['bcm'],
        state: 'READY',
        version: 2,
        revision: 2,
        file: { filename: 'policy-2026.md' },
      },
    });
    expect(await foundIn(service, 'When do drills take place?')).toEqual([
      'Drills take place every single month.',
    ]);
    expect(await versionsOf(service, item.id)).toMatchObject([
      { version: 2, inUse: true, file: { filename: 'policy-2026.md' } },
      {
        version: 1,
        inUse: false,
        createdBy: { email: 'sales@company.com' },
        file: { filename: 'policy-2025.md' },
      },
    ]);
    await expect.poll(() => filesOf(service)).toBe(1);

    expect(await replaceFile(service, item.id, NEW)).toMatchObject({ existing: true, item: { version: 2 } });
    expect((await replaceFile(service, item.id, OLD, { expectedRevision: 1 })).errors).toMatchObject([
      { code: 'CONFLICT' },
    ]);
    // What it held before is new again.
    const old = await uploadItem(service, OLD);
    expect(old.existing).toBe(false);
    expect((await replaceFile(service, item.id, OLD)).errors).toMatchObject([{ code: 'CONFLICT' }]);
    await expect.poll(() => filesOf(service)).toBe(2);
  });

  test('by a file that cannot be read is as it was, and nothing of that file stays', async () => {
    await using service = await testService();
    const { item } = await uploadItem(service, OLD);
    for (const file of [unreadable, textFile('empty.txt', '')]) {
      const refused = await replaceFile(service, item.id, file);
      expect(refused.item).toBeNull();
      expect(refused.errors[0].code).toMatch(/CORRUPT_FILE|EMPTY_FILE/);
    }
    expect(await getItem(service, item.id)).toMatchObject({ state: 'READY', version: 1, failure: null });
    expect(await foundIn(service, 'drills')).toHaveLength(1);
    expect(await versionsOf(service, item.id)).toHaveLength(1);
    await expect.poll(() => filesOf(service)).toBe(1);
    expect((await uploadItem(service, OLD)).existing).toBe(true);
  });

  test('is cut again from its file when it is re-ingested', async () => {
    await using service = await testService();
    const { item } = await uploadItem(service, OLD);
    const again = await change(service, 'reingestKnowledge', { id: item.id });
    expect(again).toMatchObject({
      errors: [],
      item: { state: 'READY', version: 1, passages: 1, revision: 2 },
    });
    expect(await foundIn(service, 'drills')).toEqual(['Drills take place twice a year.']);
    expect((await change(service, 'retryKnowledge', { id: item.id })).errors).toMatchObject([
      { code: 'CONFLICT' },
    ]);
    await expect.poll(() => filesOf(service)).toBe(1);
  });

  test('is found as it was until the new version is ready, and a later file overtakes one that waits', async () => {
    await using service = await testService();
    const { item } = await uploadItem(service, OLD);
    // Its workers listen elsewhere.
    const idle = await startService(
      parseEnv({ ...service.env, TEMPORAL_TASK_QUEUE: `${service.env.TEMPORAL_TASK_QUEUE}-idle` }),
      createLog('silent', false),
      'api',
    );
    const api = apiClient(idle.url!);
    const waiting = await replaceFile(api, item.id, NEW);
    await api.close();
    await idle.stop();
    expect(waiting.item).toMatchObject({
      state: 'INGESTING',
      version: 1,
      passages: 1,
      file: { filename: OLD.name },
    });
    expect(await foundIn(service, 'drills')).toEqual(['Drills take place twice a year.']);
    expect(await filesOf(service)).toBe(2);
    expect((await change(service, 'reingestKnowledge', { id: item.id })).errors).toMatchObject([
      { code: 'CONFLICT' },
    ]);

    const third = textFile('policy-2027.md', '# Policy\n\nDrills take place on Sundays.\n');
    expect((await replaceFile(service, item.id, third)).item).toMatchObject({
      state: 'READY',
      version: 2,
      title: third.name,
    });
    expect(await foundIn(service, 'drills')).toEqual(['Drills take place on Sundays.']);
    expect(await versionsOf(service, item.id)).toMatchObject([
      { version: 2, inUse: true, file: { filename: third.name } },
      { version: 1, inUse: false },
    ]);
    await expect.poll(() => filesOf(service)).toBe(1);
  });

  test('takes a file, a text takes a text', async () => {
    await using service = await testService();
    const { item: document } = await uploadItem(service, OLD);
    const { item: text } = await addText(service, 'Note', 'Drills are fun.');
    expect(
      (await change(service, 'replaceKnowledge', { id: document.id, content: 'x' })).errors,
    ).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'file'] }]);
    expect((await replaceFile(service, text.id, NEW)).errors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'content'] },
    ]);
  });
});

test('an upload that turns out to be unreadable leaves nothing behind but its events', async () => {
  await using service = await testService();
  const replies = await Promise.all([uploadItem(service, unreadable), uploadItem(service, unreadable)]);
  for (const { item, errors } of replies) {
    expect(item).toBeNull();
    expect(errors).toMatchObject([{ code: 'CORRUPT_FILE', path: ['input', 'file'] }]);
    expect(errors[0].message).toContain('damaged');
  }
  expect((await service.run('{ knowledge { totalCount } }')).knowledge.totalCount).toBe(0);
  await expect.poll(() => filesOf(service)).toBe(0);
  const events = await itemEventsUntil(service, null, ({ change: what }) => what === 'REFUSED');
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1));
  expect(events.at(-1).item).toBeNull();
  expect(events.some(became('FAILED'))).toBe(true);
});

test('a text and a pair are replaced at once, and cut again from what was kept', async () => {
  await using service = await testService();
  const { item: text } = await addText(service, 'Note', 'Drills take place twice a year.');
  const question = 'How often do drills take place?';
  const { item: pair } = await change(service, 'addAnswerToLibrary', { question, answer: 'Twice.' });
  for (const [id, content] of [
    [text.id, 'Drills take place daily.'],
    [pair.id, 'Every day.'],
  ]) {
    const replaced = await change(service, 'replaceKnowledge', { id, content });
    expect(replaced).toMatchObject({
      errors: [],
      existing: false,
      item: { id, version: 2, state: 'READY', passages: 1 },
    });
    expect(await change(service, 'replaceKnowledge', { id, content })).toMatchObject({ existing: true });
    expect((await change(service, 'reingestKnowledge', { id })).item).toMatchObject({
      version: 2,
      passages: 1,
    });
  }
  expect((await foundIn(service, question)).sort()).toEqual(['Drills take place daily.', 'Every day.']);
});

test('before and after a change it is shown which answers quote the item, and which of them were sent', async () => {
  await using service = await testService();
  const { item } = await addText(
    service,
    'Encryption',
    'All customer data at rest is encrypted with AES-256.',
  );
  const { workflow } = await uploadRfp(service, textRfp(['How is customer data at rest encrypted?']));
  await untilReady(service, workflow.workflowId);
  expect(await getItem(service, item.id)).toMatchObject({ usageCount: 1, sentUsageCount: 0 });

  const usages = async (sent: boolean) =>
    (
      await service.run(
        `query ($id: ID!, $sent: Boolean) { knowledgeItem(id: $id) { usages(first: 5, sent: $sent) {
          totalCount edges { node { sent answer { text status } workflow { workflowId state clientName } } } } } }`,
        { id: item.id, sent },
      )
    ).knowledgeItem.usages;
  expect(await usages(true)).toEqual({ totalCount: 0, edges: [] });
  expect(await usages(false)).toMatchObject({
    totalCount: 1,
    edges: [{ node: { sent: false, workflow: { workflowId: workflow.workflowId, state: 'READY' } } }],
  });

  const input = { workflowId: workflow.workflowId };
  await service.run(
    'mutation ($input: WorkflowInput!) { submitWorkflow(input: $input) { errors { code } } }',
    {
      input,
    },
  );
  const sent = await usages(true);
  expect(sent).toMatchObject({
    totalCount: 1,
    edges: [{ node: { sent: true, workflow: { state: 'SUBMITTED' } } }],
  });
  expect(sent.edges[0].node.answer.text).toContain('AES-256');

  const replaced = await change(service, 'replaceKnowledge', {
    id: item.id,
    content: 'It is encrypted with ML-KEM.',
  });
  expect(replaced.item).toMatchObject({ usageCount: 1, sentUsageCount: 1, version: 2 });
  const deleted = await change(service, 'deleteKnowledge', { id: item.id });
  expect(deleted.item).toMatchObject({ usageCount: 1, sentUsageCount: 1 });
});

describe('an item whose ingestion failed', () => {
  /** Damages the stored file of the only item, which an older reader has read, and gives back what puts it right. */
  async function damage(service: TestService): Promise<() => Promise<void>> {
    const folder = join(service.env.BIDWRIGHT_DATA_DIR!, 'files');
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const entry = entries.find((it) => it.isFile())!;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path);
    await writeFile(path, unreadable.content);
    const client = new pg.Client({ connectionString: service.env.DATABASE_URL! });
    await client.connect();
    await client.query('UPDATE source_document SET reader = 0').finally(() => client.end());
    return () => writeFile(path, content);
  }

  test('says why, is found as before, and goes on when it is retried or uploaded again', async () => {
    await using service = await testService();
    const line = 'Drills take place twice a year.';
    const file = { name: 'plan.pdf', content: pdf([[{ text: line, x: 72, y: 700 }]]) };
    const { item } = await uploadItem(service, file);
    expect(item).toMatchObject({ state: 'READY', file: { pageCount: 1 }, progress: { pages: 1 } });

    const repair = await damage(service);
    const failed = await change(service, 'reingestKnowledge', { id: item.id });
    expect(failed).toMatchObject({
      errors: [],
      item: {
        state: 'FAILED',
        version: 1,
        passages: 1,
        failure: { code: 'FILE_CORRUPT', retryable: false, message: expect.stringContaining('damaged') },
        progress: { label: 'Stopped by an error' },
      },
    });
    expect(await foundIn(service, 'drills')).toEqual([line]);
    const events = await itemEventsUntil(service, item.id, (event) => event.__typename === 'KnowledgeFailed');
    expect(events.at(-1).failure).toMatchObject({ code: 'FILE_CORRUPT' });

    expect((await change(service, 'retryKnowledge', { id: item.id })).item).toMatchObject({
      state: 'FAILED',
    });
    await repair();
    expect(await uploadItem(service, file)).toMatchObject({
      existing: true,
      item: { id: item.id, state: 'READY', failure: null, passages: 1 },
    });
  });
});
