import { request } from 'node:http';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { schema } from '../../schema/index.js';
import { versionedFields } from '../../src/http/graphql/polled/versioned-fields.js';
import { DEFAULT_ACTOR } from '../../src/identity/index.js';
import { changeWorkflow, createDocument, saveDocument, submitWorkflow } from '../../src/rfp/index.js';
import type { Reply } from '../support/api-client.js';
import { apiOnly, edit, POLLED, readyWorkflow } from './api-only.js';

const POLL = `query Poll($id: String!) {
  workflow(workflowId: $id) {
    version state updatedAt generatedResponses { text status question { position } }
    outputFile { filename url }
  }
}`;
const EVENTS = 'subscription ($id: String!) { workflowEvents(workflowId: $id, after: 1) { sequence } }';
const READ = POLLED;

describe('a poll', () => {
  test('is answered without the database until the workflow changes', async () => {
    await using workflow = await readyWorkflow();
    await using api = await apiOnly(workflow.databaseUrl);
    await using writer = await apiOnly(workflow.databaseUrl);
    const poll = async () => (await api.run(POLL, { id: workflow.reference })).workflow;
    const first = await poll();
    for (let n = 0; n < 5; n++) expect(await poll()).toEqual(first);
    await Promise.all([poll(), poll(), poll()]);
    expect(api.reads.get(READ)).toBe(1);
    const event = api.subscribe(EVENTS, { id: workflow.reference }).next();
    await edit(writer.app, workflow, 'changed');
    await event;
    expect((await poll()).generatedResponses[0].text).toBe('changed');
    await poll();
    expect(api.reads.get(READ)).toBe(2);
  });

  test('never shows less than an event that a subscriber of the same process has', async () => {
    const rounds = 80;
    await using workflow = await readyWorkflow();
    await using api = await apiOnly(workflow.databaseUrl);
    await using writer = await apiOnly(workflow.databaseUrl);
    const poll = async (): Promise<Reply> => (await api.run(POLL, { id: workflow.reference })).workflow;
    const versions: number[][] = [];
    let isOver = false;
    // They keep the response warm, so that each event meets one that is kept or being read.
    const pollers = Array.from({ length: 4 }, async () => {
      const seen: number[] = [];
      versions.push(seen);
      while (!isOver) seen.push((await poll()).version);
    });
    const writing = (async () => {
      for (let n = 1; n <= rounds; n++) await edit(writer.app, workflow, `text ${n}`);
    })();
    for await (const { data } of api.subscribe(EVENTS, { id: workflow.reference })) {
      const { sequence } = data.workflowEvents;
      const { version, generatedResponses } = await poll();
      expect(version).toBeGreaterThanOrEqual(sequence);
      // Version 1 is what the text had before; each edit is one version.
      expect(Number(generatedResponses[0].text.slice('text '.length))).toBeGreaterThanOrEqual(sequence - 1);
      if (sequence === rounds + 1) break;
    }
    isOver = true;
    await Promise.all([writing, ...pollers]);
    for (const seen of versions) expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(api.reads.get(READ)).toBeLessThan(versions.flat().length);
  });

  test('after a mutation shows what it did, even before the database has announced it', async () => {
    await using workflow = await readyWorkflow();
    // Announcements never arrive here, yet are believed to.
    const deaf = { listening: true, on: () => () => {}, onLost: () => () => {}, close: async () => {} };
    await using api = await apiOnly(workflow.databaseUrl, { wakeups: deaf });
    const poll = async () => (await api.run(POLL, { id: workflow.reference })).workflow;
    const answerId = Buffer.from(`Answer:${workflow.answerIds[0]}`).toString('base64');
    await poll();
    const mutation =
      'mutation ($id: ID!, $text: String!) { updateAnswer(input: { answerId: $id, text: $text }) { errors { message } } }';
    for (const text of ['one', 'two', 'three']) {
      const { updateAnswer } = await api.run(mutation, { id: answerId, text });
      expect(updateAnswer.errors).toEqual([]);
      expect((await poll()).generatedResponses[0]).toMatchObject({ text, status: 'EDITED' });
    }
    await edit(api.app, workflow, 'unheard');
    // What this test relies on: without the mutation the response was kept.
    expect((await poll()).generatedResponses[0].text).toBe('three');
  });

  test('asks the database for the version while the connection that hears of events is cut', async () => {
    await using workflow = await readyWorkflow();
    const cut = { listening: false };
    await using writer = await apiOnly(workflow.databaseUrl);
    const wakeups = Object.defineProperty({ ...writer.app.wakeups }, 'listening', {
      get: () => cut.listening,
    });
    await using api = await apiOnly(workflow.databaseUrl, { wakeups });
    const poll = async () => (await api.run(POLL, { id: workflow.reference })).workflow;
    for (const text of ['one', 'two', 'three']) {
      await edit(writer.app, workflow, text);
      for (let n = 0; n < 3; n++) expect((await poll()).generatedResponses[0].text).toBe(text);
    }
    expect(api.reads.get(READ)).toBe(3);
    cut.listening = true;
    expect((await poll()).generatedResponses[0].text).toBe('three');
  });

  test('is right as soon as the connection that hears of events is found to be cut', async () => {
    await using workflow = await readyWorkflow();
    await using api = await apiOnly(workflow.databaseUrl);
    const poll = async () => (await api.run(POLL, { id: workflow.reference })).workflow;
    await poll();
    const lost = new Promise<void>((resolve) => api.app.wakeups.onLost(resolve));
    const admin = new pg.Client({ connectionString: workflow.databaseUrl });
    await admin.connect();
    await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'bidwright listen' AND datname = current_database()`);
    await lost;
    // Without an announcement, so that nothing but the cut itself can make the poll look again.
    await admin.query(`UPDATE run SET state = 'SUBMITTED', version = 2 WHERE id = $1`, [workflow.id]);
    expect((await poll()).state).toBe('SUBMITTED');
    await admin.end();
  });

  test('shows a saved document at once, whichever process saved it', async () => {
    await using workflow = await readyWorkflow();
    await using api = await apiOnly(workflow.databaseUrl);
    await using writer = await apiOnly(workflow.databaseUrl);
    const workflowId = workflow.reference;
    const query =
      'query ($id: String!) { workflow(workflowId: $id) { version document { content version } } }';
    const poll = async () => (await api.run(query, { id: workflowId })).workflow.document;
    expect(await poll()).toBeNull();
    await createDocument(writer.app, DEFAULT_ACTOR, { workflowId, title: 'T', content: 'text 1' });
    for (const version of [1, 2, 3]) {
      for (let n = 0; n < 3; n++) expect(await poll()).toEqual({ content: `text ${version}`, version });
      const content = `text ${version + 1}`;
      const change = { workflowId, title: null, content, expectedVersion: version };
      await saveDocument(writer.app, DEFAULT_ACTOR, change);
    }
  });

  test('does not keep what may change without an event of the workflow', async () => {
    await using workflow = await readyWorkflow();
    await using api = await apiOnly(workflow.databaseUrl);
    await edit(api.app, workflow, 'mine');
    const id = workflow.reference;
    const named = async () =>
      (await api.run(`{ workflow(workflowId: "${id}") { generatedResponses { updatedBy { name } } } }`))
        .workflow.generatedResponses[0].updatedBy.name;
    const inFragment = async () =>
      (
        await api.run(
          `query ($id: String!) { workflow(workflowId: $id) { ...Answers } }
          fragment Answers on Workflow { generatedResponses { ... on Answer { updatedBy { name } } } }`,
          { id },
        )
      ).workflow.generatedResponses[0].updatedBy.name;
    const beside = async () =>
      (await api.run('query ($id: String!) { workflow(workflowId: $id) { id } me { name } }', { id })).me
        .name;
    const asked = () => Promise.all([named(), inFragment(), beside()]);
    expect(await asked()).toEqual(['Sales Rep', 'Sales Rep', 'Sales Rep']);
    await api.app.db.user.update({ where: { id: DEFAULT_ACTOR.userId }, data: { name: 'Renamed' } });
    expect(await asked()).toEqual(['Renamed', 'Renamed', 'Renamed']);

    const none = () => api.run(POLL, { id: 'WF-LATER' });
    expect((await none()).workflow).toBeNull();
    await api.app.db.run.update({ where: { id: workflow.id }, data: { reference: 'WF-LATER' } });
    expect((await none()).workflow.state).toBe('READY');
  });

  test('gives each address its own links, and each operation its own response', async () => {
    await using workflow = await readyWorkflow();
    await using api = await apiOnly(workflow.databaseUrl);
    const body = JSON.stringify({ query: POLL, variables: { id: workflow.reference } });
    const urlAt = (host: string) =>
      new Promise<string>((resolve, reject) => {
        const headers = {
          host,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        };
        const sent = request(`${api.url}/graphql`, { method: 'POST', headers }, async (res) => {
          let text = '';
          for await (const chunk of res) text += chunk;
          resolve(JSON.parse(text).data.workflow.outputFile.url);
        });
        sent.on('error', reject).end(body);
      });
    for (const host of ['one.example', 'two.example', 'one.example'])
      expect(await urlAt(host)).toBe(`http://${host}/download/${workflow.reference}`);

    const skipping = (skip: boolean) =>
      api.run(
        'query ($id: String!, $skip: Boolean!) { workflow(workflowId: $id) { state version @skip(if: $skip) } }',
        {
          id: workflow.reference,
          skip,
        },
      );
    expect(Object.keys((await skipping(true)).workflow)).toEqual(['state']);
    expect(Object.keys((await skipping(false)).workflow)).toEqual(['state', 'version']);
  });

  test('sees every change of state', async () => {
    await using workflow = await readyWorkflow();
    await using api = await apiOnly(workflow.databaseUrl);
    const poll = async () => (await api.run(POLL, { id: workflow.reference })).workflow;
    const before = await poll();
    const event = api.subscribe(EVENTS, { id: workflow.reference }).next();
    await submitWorkflow(api.app, DEFAULT_ACTOR, workflow.reference);
    await event;
    const after = await poll();
    expect(after.state).toBe('SUBMITTED');
    expect(after.version).toBe(before.version + 1);
    expect(Date.parse(after.updatedAt)).toBeGreaterThan(Date.parse(before.updatedAt));
  });

  test('does not show a change that has no event', async () => {
    await using workflow = await readyWorkflow();
    await using api = await apiOnly(workflow.databaseUrl);
    const setState = { where: { id: workflow.id }, data: { state: 'ANALYZING' } };
    await api.app.db.run.update(setState);
    const fields = 'version state updatedAt progress { percent } rfpAnalysis { pageCount }';
    const fresh = async () =>
      (await api.run(`{ workflow(workflowId: "${workflow.reference}") { ${fields} } me { id } }`)).workflow;
    const before = await fresh();
    // As it is committed when the text has been extracted.
    await changeWorkflow(api.app, { ...DEFAULT_ACTOR, id: workflow.id }, async (tx) => {
      await tx.rfpResponse.updateMany({ data: { extractedAt: new Date(), pageCount: 9 } });
      return { data: { answersRevision: { increment: 1 } }, result: undefined };
    });
    expect(await fresh()).toEqual(before);
  });

  test('knows each field of which it believes that only events change it', () => {
    for (const coordinate of versionedFields) {
      const [type = '', field = ''] = coordinate.split('.');
      const definition = schema.getType(type);
      expect(definition && 'getFields' in definition && field in definition.getFields(), coordinate).toBe(
        true,
      );
    }
  });
});
