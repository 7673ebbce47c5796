import { expect, test } from 'vitest';
import { type SeededUser, seedUsers } from '../../bench/support/users.js';
import { DEFAULT_ACTOR } from '../../src/identity/index.js';
import { newId } from '../../src/platform/ids.js';
import { updateAnswer } from '../../src/rfp/index.js';
import { writeEvents } from '../../src/runs/index.js';
import { type ApiClient, apiClient, type Reply } from '../support/api-client.js';
import { type ApiOnly, apiOnly, readyWorkflow } from './api-only.js';

type Workflow = Awaited<ReturnType<typeof readyWorkflow>>;

/** What one user of a workflow is sent, an event a call. */
interface Follower {
  user: SeededUser;
  client: ApiClient;
  next(): Promise<Reply>;
}

/** Begins to follow, and resolves when the first event, of the past, has come. */
async function follow(
  api: ApiOnly,
  workflow: Workflow,
  user: SeededUser,
  selection: string,
): Promise<Follower> {
  const client = apiClient(api.url, user.token);
  const query = `subscription ($workflowId: String!) {
    workflowEvents(workflowId: $workflowId) { sequence ... on AnswerUpdated { ${selection} } }
  }`;
  const events = client.subscribe(query, { workflowId: workflow.reference });
  const next = async () => (await events.next()).value;
  expect((await next()).data.workflowEvents.sequence).toBe(1);
  return { user, client, next };
}

const editAs = (
  api: ApiOnly,
  { answerIds: [answerId] }: Workflow,
  { id: userId }: SeededUser,
  text: string,
) => updateAnswer(api.app, { ...DEFAULT_ACTOR, userId }, { answerId: answerId!, text, approve: null });

test('users of equal rights are sent one result of an event, others one of their own', async () => {
  await using workflow = await readyWorkflow();
  await using api = await apiOnly(workflow.databaseUrl);
  // Two managers, two sales representatives, two analysts, two viewers.
  const users = await seedUsers(workflow.databaseUrl, DEFAULT_ACTOR.organizationId, 8);
  const followers: Follower[] = [];
  for (const user of users) followers.push(await follow(api, workflow, user, 'answer { text }'));
  api.reads.clear();
  for (const n of [1, 2, 3]) {
    await editAs(api, workflow, users[0]!, `text ${n}`);
    for (const { next } of followers)
      expect((await next()).data.workflowEvents).toEqual({ sequence: 1 + n, answer: { text: `text ${n}` } });
  }
  expect(api.reads.get('Answer.findUniqueOrThrow')).toBe(3 * 4);
  await Promise.all(followers.map(({ client }) => client.close()));
});

test('the stream of an organization is read once for users of equal rights, and is of theirs alone', async () => {
  await using workflow = await readyWorkflow();
  await using api = await apiOnly(workflow.databaseUrl);
  const elsewhere = newId();
  const users = [
    ...(await seedUsers(workflow.databaseUrl, DEFAULT_ACTOR.organizationId, 8)),
    ...(await seedUsers(workflow.databaseUrl, elsewhere, 1)),
  ];
  const query = `subscription { events(after: "0") { position subject { id ... on Workflow { version } } } }`;
  const followers = users.map(({ token }) => {
    const client = apiClient(api.url, token);
    const events = client.subscribe(query);
    return { client, next: async () => (await events.next()).value?.data?.events };
  });
  const inside = followers.slice(0, -1);
  for (const { next } of inside) expect(await next()).toMatchObject({ position: '1' });
  api.reads.clear();
  await editAs(api, workflow, users[0]!, 'another text');
  for (const { next } of inside)
    expect(await next()).toMatchObject({ position: '2', subject: { version: 2 } });
  expect(Object.fromEntries(api.reads)).toEqual({ 'Workflow.findUniqueOrThrow': 4 });
  const theirs = { id: newId(), before: 0, changes: [{ kind: 'changed' }] };
  await api.app.db.$transaction((tx) =>
    writeEvents(tx, { organizationId: elsewhere, type: 'KNOWLEDGE_ITEM' }, [theirs], new Date()),
  );
  expect(await followers.at(-1)!.next()).toEqual({ position: '1', subject: null });
  await Promise.all(followers.map(({ client }) => client.close()));
});

test('nobody is sent what is shown to another user alone, whoever was sent an event first', async () => {
  await using workflow = await readyWorkflow();
  await using api = await apiOnly(workflow.databaseUrl);
  const users = await seedUsers(workflow.databaseUrl, DEFAULT_ACTOR.organizationId, 8);
  // Of the same role, so of the same rights.
  const [ada, ben] = [users[0]!, users[4]!];
  const selection = 'answer { updatedBy { id name hasPassword signInProviders { id } } }';
  const followers: Follower[] = [];
  for (const user of [ben, ada, ada, ben, ada, ben])
    followers.push(await follow(api, workflow, user, selection));
  for (const editor of [ada, ben, ada]) {
    await editAs(api, workflow, editor, `by ${editor.id} once more ${newId()}`);
    for (const { user, next } of followers) {
      const { data, errors } = await next();
      const { updatedBy } = data.workflowEvents.answer;
      // Null for everybody but the user: whether there is a password, which these have not.
      expect([errors, updatedBy.name]).toEqual([undefined, 'User']);
      expect([user.id, updatedBy.hasPassword]).toEqual([user.id, user === editor ? false : null]);
    }
  }
  await Promise.all(followers.map(({ client }) => client.close()));
});

test('nobody is sent what only others may see, in another role or another organization', async () => {
  await using workflow = await readyWorkflow();
  await using api = await apiOnly(workflow.databaseUrl);
  const { organizationId } = DEFAULT_ACTOR;
  const request = await api.app.db.aiRequest.create({
    data: {
      ...{
        organizationId,
        task: 'draft-answer',
        modelTask: 'DRAFTING',
        provider: 'environment',
        model: 'm-1',
      },
      ...{ credentialName: 'The key of finance', cost: '0.125', latencyMs: 7, outcome: 'ANSWERED' },
      parameters: {},
    } as never,
  });
  const users = await seedUsers(workflow.databaseUrl, organizationId, 4);
  const [manager, , analyst, viewer] = users as [SeededUser, SeededUser, SeededUser, SeededUser];
  const [stranger] = await seedUsers(workflow.databaseUrl, newId(), 1);
  const selection = 'answer { text aiRequest { model credentialName } }';
  const followers: Follower[] = [];
  for (const user of [manager, viewer, analyst, viewer, manager])
    followers.push(await follow(api, workflow, user, selection));
  const shut = apiClient(api.url, stranger!.token);
  const refused = shut
    .subscribe('subscription ($id: String!) { workflowEvents(workflowId: $id) { sequence } }', {
      id: workflow.reference,
    })
    .next();
  expect((await refused).value.errors[0].extensions.code).toBe('NOT_FOUND');
  for (const n of [1, 2]) {
    await editAs(api, workflow, manager, `text ${n}`);
    await api.app.db.answer.updateMany({ data: { aiRequestId: request.id } });
    for (const { user, next } of followers) {
      const reply = await next();
      if (user !== viewer) continue;
      expect(JSON.stringify(reply)).not.toMatch(/m-1|The key of finance/);
    }
  }
  // Approved, nothing else of it changes: what made it is still shown.
  await updateAnswer(
    api.app,
    { ...DEFAULT_ACTOR, userId: manager.id },
    { answerId: workflow.answerIds[0]!, text: null, approve: true },
  );
  for (const { user, next } of followers) {
    const { data, errors } = await next();
    const aiRequest = data.workflowEvents.answer?.aiRequest ?? null;
    const shown = { model: 'm-1', credentialName: 'The key of finance' };
    expect([user.id, aiRequest]).toEqual([user.id, user === viewer ? null : shown]);
    expect(errors?.[0].extensions.code).toBe(user === viewer ? 'FORBIDDEN' : undefined);
  }
  await Promise.all([shut, ...followers.map(({ client }) => client)].map((client) => client.close()));
});
