import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createApp, kinds } from '../../src/app.js';
import { DEFAULT_ACTOR } from '../../src/identity/index.js';
import { startMissingIngestions } from '../../src/knowledge/index.js';
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
import { eventsUntil, reached } from '../support/rfp.js';
import { log, testSettings } from '../support/service.js';

/** The last migration of the version before. */
const BEFORE = '20261201085651_requests_under_way';

const { organizationId, userId } = DEFAULT_ACTOR;
const ids = { ready: newId(), drafting: newId(), proposal: newId(), known: newId(), ingested: newId() };

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

  const key = `${organizationId}/plan.md`;
  mkdirSync(join(dataDir, 'files', organizationId), { recursive: true });
  writeFileSync(join(dataDir, 'files', key), '# Plan\n\nDrills take place twice a year.\n');
  const file = newId();
  await run(
    `INSERT INTO stored_file (id, organization_id, sha256, filename, format, size_bytes, storage_key)
     VALUES ($1, $2, 'hash', 'plan.md', 'markdown', 42, $3)`,
    ...[file, organizationId, key],
  );
  const item = (id: string, title: string, state: string, version: number, fileId: string | null) =>
    run(
      `INSERT INTO knowledge_item (id, organization_id, kind, title, source, content_hash, file_id, state, version, attempt,
         last_event, step, progress_at, created_by_id, updated_at)
       VALUES ($1, $2, $3, $4, 'S', $5, $6, $7::knowledge_state, $8, 1, $9, $10, now() - interval '1 hour', $11, now())`,
      ...[id, organizationId, fileId ? 'document' : 'text', title, newId(), fileId, state, version],
      ...[fileId ? 1 : 2, fileId ? 'WAITING' : 'DONE', userId],
    );
  await item(ids.known, 'Known', 'READY', 1, null);
  await item(ids.ingested, 'Plan', 'INGESTING', 0, file);
  await run(
    `INSERT INTO knowledge_version (item_id, version, organization_id, content_hash, file_id, created_by_id)
     VALUES ($1, 1, $2, 'hash', $3, $4)`,
    ...[ids.ingested, organizationId, file, userId],
  );
  const told = [
    [ids.known, 1, 'state-changed', { from: null, to: 'READY' }],
    [ids.ingested, 1, 'state-changed', { from: null, to: 'INGESTING' }],
    [ids.known, 2, 'changed', { change: 'UPDATED' }],
  ] as const;
  for (const [i, [itemId, itemSequence, kind, payload]] of told.entries())
    await run(
      `INSERT INTO knowledge_event (organization_id, sequence, item_id, item_sequence, kind, payload, at)
       VALUES ($1, $2, $3, $4, $5, $6, '2026-11-01T11:00:00Z')`,
      ...[organizationId, i + 1, itemId, itemSequence, kind, payload],
    );
  await run(`INSERT INTO knowledge_event_count (organization_id, last) VALUES ($1, 3)`, organizationId);
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
    const followed = api.subscribe('subscription { knowledgeEvents(after: 2) { sequence item { title } } }');
    const next = async () => (await followed.next()).value?.data?.knowledgeEvents;
    expect(await next()).toEqual({ sequence: 3, item: { title: 'Known' } });

    expect(await asSystem('sweep', () => startMissingRuns(app, 0))).toBe(2);
    expect(await asSystem('sweep', () => startMissingIngestions(app, 0))).toBe(1);
    expect((await next()).sequence).toBe(4);
    await followed.return?.();
    for (const id of ['WF-RFP-DRAFTING', 'WF-QUICK-NEW']) await eventsUntil(api, id, reached('READY'));
    const drafted = (await api.run(WORKFLOW, { id: 'WF-RFP-DRAFTING' })).workflow;
    expect(drafted.progress).toEqual({ percent: 100, questionsTotal: 1, questionsAnswered: 1 });

    const stream = api.subscribe('subscription { events { position sequence subject { id } } }');
    const seen: { position: string; sequence: number; subject: { id: string } }[] = [];
    while (seen.length < 12) seen.push((await stream.next()).value!.data!.events);
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
