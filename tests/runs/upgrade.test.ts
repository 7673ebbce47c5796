import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createApp, kinds } from '../../src/app.js';
import { DEFAULT_ACTOR } from '../../src/identity/index.js';
import { migrationsDir } from '../../src/migrations-dir.js';
import { applyMigrations } from '../../src/platform/database/migrations.js';
import { asSystem } from '../../src/platform/database/scope.js';
import { newId } from '../../src/platform/ids.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { startMissingRuns } from '../../src/runs/index.js';
import { startService } from '../../src/service.js';
import { createDurable } from '../../temporal/client.js';
import { apiClient } from '../support/api-client.js';
import { testDatabase } from '../support/database.js';
import { became, change, getItem, itemEventsUntil } from '../support/items.js';
import { eventsUntil, reached } from '../support/rfp.js';
import { log, testSettings } from '../support/service.js';

/** The last migration of the version before. */
const BEFORE = '20261201085651_requests_under_way';

const { organizationId, userId } = DEFAULT_ACTOR;
const ids = { ready: newId(), drafting: newId(), proposal: newId(), known: newId() };
/** Documents by what their latest ingestion had come to. */
const documents = {
  waiting: newId(),
  storing: newId(),
  failed: newId(),
  replacing: newId(),
  deleted: newId(),
};

/** Work of the version before as its tables held it, finished and unfinished. */
async function seedOld(url: string, dataDir: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const run = (text: string, ...values: unknown[]) => client.query(text, values);
  await run(`INSERT INTO organization (id, name) VALUES ($1, 'House')`, organizationId);
  await run(
    `INSERT INTO app_user (id, email, name, updated_at) VALUES ($1, 'rep@example.com', 'Rep', now())`,
    userId,
  );
  await run(
    `INSERT INTO membership (organization_id, user_id, role) VALUES ($1, $2, 'owner')`,
    organizationId,
    userId,
  );
  const workflow = (id: string, reference: string, kind: string, state: string, version: number) =>
    run(
      `INSERT INTO workflow (id, organization_id, reference, kind, state, engine, client_name, created_by_id, updated_at,
         version, percent, questions_total, questions_answered, sections)
       VALUES ($1, $2, $3, $4::workflow_kind, $5::workflow_state, 'rules', 'Northwind', $6, now() - interval '1 hour',
         $7, 15, 1, 0, '{Security}')`,
      ...[id, organizationId, reference, kind, state, userId, version],
    );
  await workflow(ids.ready, 'WF-RFP-READY', 'RFP_RESPONSE', 'READY', 2);
  await workflow(ids.drafting, 'WF-RFP-DRAFTING', 'RFP_RESPONSE', 'GENERATING', 1);
  await workflow(ids.proposal, 'WF-QUICK-NEW', 'QUICK_PROPOSAL', 'CREATED', 0);
  for (const [workflowId, status] of [
    [ids.ready, 'APPROVED'],
    [ids.drafting, 'PENDING'],
  ]) {
    const question = newId();
    await run(
      `INSERT INTO question (id, organization_id, workflow_id, position, kind, text, start, "end")
       VALUES ($1, $2, $3, 1, 'QUESTION', 'How do you encrypt data at rest?', 0, 32)`,
      ...[question, organizationId, workflowId],
    );
    await run(
      `INSERT INTO answer (id, organization_id, workflow_id, question_id, text, status, answered_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6::answer_status, $7, now())`,
      ...[newId(), organizationId, workflowId, question],
      ...(status === 'APPROVED' ? ['With AES-256.', status, new Date()] : ['', status, null]),
    );
  }
  await run(
    `INSERT INTO proposal (workflow_id, organization_id, title, requirements, template_id, template_name, template_version, template)
     VALUES ($1, $2, 'Proposal', 'We need a portal for our clients.', 'technology', 'Technology', 0, $3)`,
    ...[ids.proposal, organizationId],
    JSON.stringify([
      { kind: 'TEXT', title: 'Approach', purpose: 'How we work', topics: ['portal'], covers: [], words: 100 },
    ]),
  );
  const event = (id: string, sequence: number, kind: string, payload: object, at: string) =>
    run(
      `INSERT INTO workflow_event (workflow_id, organization_id, sequence, kind, payload, at) VALUES ($1, $2, $3, $4, $5, $6)`,
      ...[id, organizationId, sequence, kind, payload, at],
    );
  await event(ids.ready, 1, 'questions-extracted', { totalQuestions: 1 }, '2026-11-02T10:00:00Z');
  // A clock that was set back between the two.
  await event(ids.ready, 2, 'state-changed', { from: 'FORMATTING', to: 'READY' }, '2026-11-01T10:00:00Z');
  await event(ids.drafting, 1, 'questions-extracted', { totalQuestions: 1 }, '2026-11-01T12:00:00Z');

  mkdirSync(join(dataDir, 'files', organizationId), { recursive: true });
  const storedFile = async (filename: string): Promise<string> => {
    const [id, key] = [newId(), `${organizationId}/${filename}`];
    writeFileSync(join(dataDir, 'files', key), `# ${filename}\n\nDrills take place twice a year.\n`);
    await run(
      `INSERT INTO stored_file (id, organization_id, sha256, filename, format, size_bytes, storage_key)
       VALUES ($1, $2, $3, $3, 'markdown', 42, $4)`,
      ...[id, organizationId, filename, key],
    );
    return id;
  };
  const item = (id: string, values: Record<string, unknown>) => {
    const all = {
      ...{
        id,
        organization_id: organizationId,
        kind: 'document',
        title: 'Plan',
        source: 'S',
        content_hash: newId(),
      },
      ...{ state: 'READY', version: 1, target_version: 1, attempt: 1, last_event: 1, step: 'DONE' },
      ...{
        progress_at: new Date(Date.now() - 3_600_000),
        created_by_id: userId,
        updated_at: new Date(),
        ...values,
      },
    };
    const columns = Object.keys(all);
    return run(
      `INSERT INTO knowledge_item (${columns}) SELECT ${columns} FROM json_populate_record(NULL::knowledge_item, $1)`,
      JSON.stringify({ ...all, tags: [] }),
    );
  };
  const document = async (id: string, versions: number, values: Record<string, unknown>) => {
    const files = [];
    for (let n = 1; n <= versions; n++) files.push(await storedFile(`${id}-${n}.md`));
    await item(id, { file_id: files[0], target_version: versions, version: versions - 1, ...values });
    for (const [i, file] of files.entries())
      await run(
        `INSERT INTO knowledge_version (item_id, version, organization_id, content_hash, file_id, created_by_id)
         VALUES ($1, $2, $3, 'hash', $4, $5)`,
        ...[id, i + 1, organizationId, file, userId],
      );
  };
  await item(ids.known, { kind: 'text', title: 'Known', last_event: 2 });
  await document(documents.waiting, 1, { state: 'INGESTING', step: 'WAITING' });
  await document(documents.storing, 1, {
    ...{ state: 'INGESTING', step: 'STORING', attempt: 2, passages_total: 1, passages_stored: 0 },
  });
  await document(documents.failed, 1, {
    ...{
      state: 'FAILED',
      step: 'EXTRACTING',
      failure_code: 'TIMED_OUT',
      failure_message: 'It took too long.',
    },
    ...{ failure_at: new Date(), failure_retryable: true },
  });
  await document(documents.replacing, 2, { state: 'INGESTING', step: 'CUTTING', attempt: 3, pages_read: 1 });
  await document(documents.deleted, 1, { state: 'INGESTING', step: 'WAITING', deleted_at: new Date() });
  const told: [string, number, string, object][] = [
    [ids.known, 1, 'state-changed', { from: null, to: 'READY' }],
    [ids.known, 2, 'changed', { change: 'UPDATED' }],
    ...Object.values(documents).map((id): [string, number, string, object] => [
      ...([id, 1, 'state-changed', { from: null, to: 'INGESTING' }] as const),
    ]),
  ];
  for (const [i, [itemId, itemSequence, kind, payload]] of told.entries())
    await run(
      `INSERT INTO knowledge_event (organization_id, sequence, item_id, item_sequence, kind, payload, at)
       VALUES ($1, $2, $3, $4, $5, $6, '2026-11-01T11:00:00Z')`,
      ...[organizationId, i + 1, itemId, itemSequence, kind, payload],
    );
  await run(
    `INSERT INTO knowledge_event_count (organization_id, last) VALUES ($1, $2)`,
    organizationId,
    told.length,
  );
  await client.end();
}

const WORKFLOW = `query ($id: String!) { workflow(workflowId: $id) {
  state version clientName progress { percent questionsTotal questionsAnswered } rfpAnalysis { sections totalQuestions }
  generatedResponses { text status }
} }`;

test('what a database of the version before holds is finished, reads the same, and keeps its numbers', {
  timeout: 240_000,
}, async () => {
  await using database = await testDatabase('template0');
  const before = new Set(readdirSync(migrationsDir).filter((name) => name <= BEFORE));
  await applyMigrations(database.url, migrationsDir, undefined, before);
  await using settings = await testSettings({ DATABASE_URL: database.url });
  await seedOld(database.url, settings.env.BIDWRIGHT_DATA_DIR!);

  const env = parseEnv(settings.env);
  const service = await startService(env, log);
  const api = apiClient(service.url!);
  const durable = createDurable({ ...env.temporal, address: env.temporal.address!, kinds });
  const app = await createApp(env, { databaseUrl: database.url, durable, log });
  const nodeId = (id: string) => btoa(`KnowledgeItem:${id}`);
  const itemOf = (id: string) => getItem(api, nodeId(id));
  try {
    expect((await api.run(WORKFLOW, { id: 'WF-RFP-READY' })).workflow).toEqual({
      state: 'READY',
      version: 2,
      clientName: 'Northwind',
      progress: { percent: 15, questionsTotal: 1, questionsAnswered: 0 },
      rfpAnalysis: { sections: ['Security'], totalQuestions: 1 },
      generatedResponses: [{ text: 'With AES-256.', status: 'APPROVED' }],
    });

    // A cursor that a client kept over the upgrade goes on where it was.
    const followed = api.subscribe('subscription { knowledgeEvents(after: 1) { sequence item { title } } }');
    const next = async () => (await followed.next()).value?.data?.knowledgeEvents;
    expect(await next()).toEqual({ sequence: 2, item: { title: 'Known' } });

    expect(await itemOf(documents.failed)).toMatchObject({
      state: 'FAILED',
      progress: { percent: 5, label: 'Stopped by an error' },
      failure: { code: 'TIMED_OUT', message: 'It took too long.', retryable: true },
    });
    expect(await itemOf(documents.replacing)).toMatchObject({ progress: { percent: 50, pages: 1 } });

    // One is still at work for the version before, which told the engine what it knew.
    const run = {
      organizationId,
      itemId: documents.storing,
      reference: `KB-${documents.storing}`,
      attempt: 2,
    };
    const { address, namespace, taskQueue } = env.temporal;
    const connection = await Connection.connect({ address: address! });
    await new Client({ connection, namespace }).workflow.start('knowledgeIngestion', {
      ...{ workflowId: run.reference, taskQueue, args: [{ run, searchAttributes: false }] },
    });
    await connection.close();
    expect(await asSystem('sweep', () => startMissingRuns(app, 0))).toBeGreaterThanOrEqual(4);
    const ready = { state: 'READY', failure: null, progress: { percent: 100, label: 'Ready' } };
    for (const id of [documents.waiting, documents.storing, documents.replacing])
      await itemEventsUntil(api, nodeId(id), became('READY'));
    await change(api, 'retryKnowledge', { id: nodeId(documents.failed) });
    await itemEventsUntil(api, nodeId(documents.failed), became('READY'));
    for (const [name, version] of [
      ['waiting', 1],
      ['storing', 1],
      ['replacing', 2],
      ['failed', 1],
    ] as const)
      expect(await itemOf(documents[name])).toMatchObject({ ...ready, version, passages: 1 });
    expect(await itemOf(documents.deleted)).toBeNull();
    await change(api, 'restoreKnowledge', { id: nodeId(documents.deleted) });
    await itemEventsUntil(api, nodeId(documents.deleted), became('READY'));
    expect((await next()).sequence).toBe(3);
    await followed.return?.();
    for (const id of ['WF-RFP-DRAFTING', 'WF-QUICK-NEW']) await eventsUntil(api, id, reached('READY'));
    const drafted = (await api.run(WORKFLOW, { id: 'WF-RFP-DRAFTING' })).workflow;
    expect(drafted.progress).toEqual({ percent: 100, questionsTotal: 1, questionsAnswered: 1 });

    const stream = api.subscribe('subscription { events { position sequence subject { id } } }');
    const seen: { position: string; sequence: number; subject: { id: string } }[] = [];
    while (seen.length < 40) seen.push((await stream.next()).value!.data!.events);
    await stream.return?.();
    expect(seen.map(({ position }) => Number(position))).toEqual(seen.map((_, i) => i + 1));
    const last = new Map<string, number>();
    for (const { sequence, subject } of seen) {
      expect(sequence).toBe((last.get(subject.id) ?? 0) + 1);
      last.set(subject.id, sequence);
    }
  } finally {
    await app.close();
    await durable.close();
    await api.close();
    await service.stop();
  }
});
