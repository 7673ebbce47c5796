import { describe, expect, test } from 'vitest';
import { seedUsers } from '../../bench/support/users.js';
import { DEFAULT_ACTOR } from '../../src/identity/index.js';
import { newId } from '../../src/platform/ids.js';
import { completeTask } from '../../src/runs/index.js';
import { type ApiOnly, apiOnly, readyWorkflow } from '../http/api-only.js';
import { type ApiClient, apiClient, type Reply } from '../support/api-client.js';

const { organizationId } = DEFAULT_ACTOR;
const ASKED = 'task { id title state decision comment assignees { user { id } } }';

interface Member {
  id: string;
  nodeId: string;
  api: ApiClient;
}

/** A READY workflow in an organization with people of different roles. */
async function house() {
  const workflow = await readyWorkflow();
  const api = await apiOnly(workflow.databaseUrl);
  const users = await seedUsers(workflow.databaseUrl, organizationId, 4);
  const members = users.map(({ id, token }) => ({
    id,
    nodeId: btoa(`User:${id}`),
    api: apiClient(api.url, token),
  }));
  const [manager, seller, analyst, viewer] = members as [Member, Member, Member, Member];
  return {
    ...{ workflow, api, manager, seller, analyst, viewer, runId: btoa(`Workflow:${workflow.id}`) },
    async [Symbol.asyncDispose]() {
      await Promise.all(members.map((member) => member.api.close()));
      await api[Symbol.asyncDispose]();
      await workflow[Symbol.asyncDispose]();
    },
  };
}

type House = Awaited<ReturnType<typeof house>>;

async function run({ api }: Member, name: string, input: object): Promise<Reply> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${ASKED} errors { code message path } } }`;
  return (await api.run(query, { input }))[name];
}

const ask = (it: House, by: Member, whom: Member[], more: object = {}): Promise<Reply> =>
  run(by, 'createTask', {
    ...{
      runId: it.runId,
      kind: 'TODO',
      title: 'Ask the client',
      assigneeIds: whom.map(({ nodeId }) => nodeId),
    },
    ...more,
  });

const inbox = async ({ api }: Member, filter: object = {}): Promise<string[]> =>
  (
    await api.run('query ($filter: TaskFilter) { tasks(filter: $filter) { edges { node { title } } } }', {
      filter,
    })
  ).tasks.edges.map(({ node }: Reply) => node.title);

const codes = ({ errors }: Reply): string[] => errors.map(({ code }: Reply) => code);

const submit = async (it: House): Promise<Reply> =>
  (
    await it.seller.api.run(
      'mutation ($id: String!) { submitWorkflow(input: { workflowId: $id }) { workflow { state } errors { code message } } }',
      { id: it.workflow.reference },
    )
  ).submitWorkflow;

const eventsOf = async ({ app }: ApiOnly): Promise<object[]> =>
  app.db.event.findMany({
    where: { organizationId, subjectType: 'TASK' },
    orderBy: { position: 'asc' },
    select: { sequence: true, kind: true, payload: true },
  });

describe('a task', () => {
  test('stands in the inbox of those who are asked, until one of them has done it', async () => {
    await using it = await house();
    const { manager, analyst, viewer } = it;
    const { task, errors } = await ask(it, manager, [analyst, viewer]);
    expect([errors, task.state]).toEqual([[], 'OPEN']);
    expect(await inbox(analyst)).toEqual(['Ask the client']);
    expect(await inbox(viewer, { runId: it.runId })).toEqual(['Ask the client']);
    expect(await inbox(manager)).toEqual([]);

    const done = await run(viewer, 'completeTask', { taskId: task.id, comment: 'They said yes.' });
    expect(done.task).toMatchObject({ state: 'DONE', decision: null, comment: 'They said yes.' });
    expect([await inbox(analyst), await inbox(viewer)]).toEqual([[], []]);
    expect(await inbox(viewer, { states: ['DONE'] })).toEqual(['Ask the client']);
    expect(codes(await run(analyst, 'completeTask', { taskId: task.id }))).toEqual(['CONFLICT']);

    expect(await eventsOf(it.api)).toEqual([
      { sequence: 1, kind: 'task-created', payload: {} },
      { sequence: 2, kind: 'task-ended', payload: { state: 'DONE', decision: null } },
    ]);
    const records = await it.api.app.db.auditRecord.findMany({
      where: { organizationId, subjectType: 'task' },
      orderBy: { id: 'asc' },
    });
    expect(records.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['task.created', manager.id],
      ['task.completed', viewer.id],
    ]);
  });

  test('is ended once, however many try at the same moment', async () => {
    await using it = await house();
    const { manager, analyst, viewer } = it;
    const { task } = await ask(it, manager, [analyst, viewer]);
    const tries = [analyst, viewer, manager, analyst, viewer].map((who) =>
      run(who, 'completeTask', { taskId: task.id }),
    );
    const outcomes = (await Promise.all(tries)).map((reply) => codes(reply).join());
    expect(outcomes.toSorted()).toEqual(['', 'CONFLICT', 'CONFLICT', 'CONFLICT', 'CONFLICT']);
    expect(await eventsOf(it.api)).toHaveLength(2);
  });

  test('is nothing of those who were not asked, nor of an API key that was not made for it', async () => {
    await using it = await house();
    const { manager, analyst, viewer } = it;
    const { task } = await ask(it, manager, [analyst]);
    expect(codes(await run(viewer, 'completeTask', { taskId: task.id }))).toEqual(['FORBIDDEN']);
    expect(codes(await ask(it, viewer, [analyst]))).toEqual(['FORBIDDEN']);
    const key = { organizationId, userId: analyst.id, role: 'analyst', scopes: ['workflows.view'] } as const;
    const local = atob(task.id).split(':')[1]!;
    await expect(completeTask(it.api.app, key, { taskId: local })).rejects.toMatchObject({
      kind: 'forbidden',
    });
    const everybody = viewer.api.run('{ tasks(filter: { everybody: true }) { totalCount } }');
    await expect(everybody).rejects.toThrow(/tasks.manage/);
    expect(await inbox(manager, { everybody: true })).toEqual(['Ask the client']);
    expect(await inbox(manager, { assigneeId: analyst.nodeId })).toEqual(['Ask the client']);
  });

  test('is handed on: by one who was asked, in their own place; by one who manages tasks, as a whole', async () => {
    await using it = await house();
    const { manager, seller, analyst, viewer } = it;
    const { task } = await ask(it, manager, [analyst, viewer]);
    const taskId = task.id;
    const names = async (who: Member, whom: Member[]): Promise<string[]> => {
      const reply = await run(who, 'delegateTask', { taskId, assigneeIds: whom.map(({ nodeId }) => nodeId) });
      expect(reply.errors).toEqual([]);
      return reply.task.assignees.map(({ user }: Reply) => user.id).toSorted();
    };
    const ids = (...members: Member[]) => members.map(({ nodeId }) => nodeId).toSorted();
    expect(await names(viewer, [seller])).toEqual(ids(analyst, seller));
    expect(codes(await run(viewer, 'completeTask', { taskId }))).toEqual(['FORBIDDEN']);
    expect(await names(manager, [viewer])).toEqual(ids(viewer));
    expect(await inbox(analyst)).toEqual([]);
  });

  test('names only active members, and says what is wrong with it', async () => {
    await using it = await house();
    const { manager, viewer } = it;
    const [stranger] = await seedUsers(it.workflow.databaseUrl, newId(), 1);
    const theirs = { nodeId: btoa(`User:${stranger!.id}`) } as Member;
    for (const [whom, more, path] of [
      [[theirs], {}, 'assigneeIds'],
      [[], {}, 'assigneeIds'],
      [[viewer], { title: ' ' }, 'title'],
    ] as const) {
      const { errors, task } = await ask(it, manager, [...whom], more);
      expect([task, errors]).toEqual([
        null,
        [expect.objectContaining({ code: 'INVALID_INPUT', path: ['input', path] })],
      ]);
    }
    const nowhere = { runId: btoa(`Workflow:${newId()}`) };
    expect(codes(await ask(it, manager, [viewer], nowhere))).toEqual(['NOT_FOUND']);
    expect(await eventsOf(it.api)).toEqual([]);
  });

  test('that is due first stands first, and is overdue afterwards', async () => {
    await using it = await house();
    const { manager, viewer } = it;
    await ask(it, manager, [viewer], { title: 'Some day' });
    await ask(it, manager, [viewer], {
      title: 'Tomorrow',
      dueAt: new Date(Date.now() + 86_400_000).toISOString(),
    });
    await ask(it, manager, [viewer], {
      title: 'Yesterday',
      dueAt: new Date(Date.now() - 86_400_000).toISOString(),
    });
    expect(await inbox(viewer)).toEqual(['Yesterday', 'Tomorrow', 'Some day']);
    expect(await inbox(viewer, { dueBefore: new Date().toISOString() })).toEqual(['Yesterday']);
    const { tasks } = await viewer.api.run('{ tasks(first: 2) { edges { node { overdue } } totalCount } }');
    expect(tasks).toEqual({
      totalCount: 3,
      edges: [{ node: { overdue: true } }, { node: { overdue: false } }],
    });
  });
});

describe('an approval', () => {
  test('is waited for by whoever submits, and changes that were asked for are too', async () => {
    await using it = await house();
    const { manager, analyst } = it;
    const approval = { kind: 'APPROVAL', title: 'The board agrees' };
    const first = (await ask(it, manager, [analyst], approval)).task.id;
    expect(await submit(it)).toMatchObject({ errors: [{ code: 'CONFLICT', message: /The board agrees/ }] });

    expect(codes(await run(analyst, 'completeTask', { taskId: first }))).toEqual(['CONFLICT']);
    const wordless = await run(analyst, 'decideTask', { taskId: first, decision: 'CHANGES_REQUESTED' });
    expect(wordless.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'comment'] }]);
    const changes = { taskId: first, decision: 'CHANGES_REQUESTED', comment: 'Say who pays.' };
    expect((await run(analyst, 'decideTask', changes)).task).toMatchObject({ decision: 'CHANGES_REQUESTED' });
    expect(codes(await submit(it))).toEqual(['CONFLICT']);

    const second = (await ask(it, manager, [analyst, manager], approval)).task.id;
    const approved = { taskId: second, decision: 'APPROVED' };
    // Nobody approves what they have asked for themselves, where there is somebody else.
    expect(codes(await run(manager, 'decideTask', approved))).toEqual(['FORBIDDEN']);
    expect((await run(analyst, 'decideTask', approved)).errors).toEqual([]);
    expect(await submit(it)).toMatchObject({ workflow: { state: 'SUBMITTED' }, errors: [] });
  });

  test('that was taken back is waited for no more, and one does not keep a review', async () => {
    await using it = await house();
    const { manager, analyst } = it;
    const { task } = await ask(it, manager, [analyst], { kind: 'APPROVAL', title: 'The board agrees' });
    await ask(it, manager, [analyst], { kind: 'REVIEW', title: 'Read it' });
    expect((await run(manager, 'cancelTask', { taskId: task.id })).task.state).toBe('CANCELLED');
    expect(await submit(it)).toMatchObject({ workflow: { state: 'SUBMITTED' }, errors: [] });
    expect(await inbox(analyst)).toEqual(['Read it']);
  });
});
