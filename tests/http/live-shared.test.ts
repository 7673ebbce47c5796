import { describe, expect, test } from 'vitest';
import { DEFAULT_ACTOR } from '../../src/identity/index.js';
import type { Wakeups } from '../../src/platform/events/wakeups.js';
import { closeWorkflow } from '../../src/rfp/index.js';
import { createEventFeeds } from '../../src/runs/index.js';
import { apiClient, type Reply } from '../support/api-client.js';
import { apiOnly, edit, readyWorkflow, take } from './api-only.js';

const EVENTS = `subscription ($workflowId: String!, $after: Int) {
  workflowEvents(workflowId: $workflowId, after: $after) {
    sequence
    ... on AnswerUpdated { answer { text } }
  }
}`;

const sequences = (events: Reply[]) => events.map(({ workflowEvents }) => workflowEvents.sequence);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Counts who listens, so that a test sees whether all was given back. */
function counted(wakeups: Wakeups, count: { listeners: number }): Wakeups {
  return {
    ...wakeups,
    listening: true,
    on(workflowId, listener) {
      count.listeners++;
      const stop = wakeups.on(workflowId, listener);
      return () => {
        count.listeners--;
        stop();
      };
    },
  };
}

describe('subscribers of one workflow', () => {
  test('each get every event once and in order, while each event is read once', async () => {
    await using workflow = await readyWorkflow();
    await using api = await apiOnly(workflow.databaseUrl);
    await using writer = await apiOnly(workflow.databaseUrl);
    const clients = range(1, 20).map(() => apiClient(api.url));
    const variables = { workflowId: workflow.reference, after: 1 };
    const followed = clients.map((client) => take(client.subscribe(EVENTS, variables), 10));
    // All have joined when all have what was first.
    const joined = clients.map((client) => take(client.subscribe(EVENTS, { ...variables, after: 0 }), 1));
    expect((await Promise.all(joined)).flatMap(sequences)).toEqual(range(1, 20).map(() => 1));
    api.reads.clear();
    for (const n of range(1, 10)) await edit(writer.app, workflow, `text ${n}`);
    for (const events of await Promise.all(followed)) {
      expect(sequences(events)).toEqual(range(2, 11));
      expect(events.at(-1).workflowEvents.answer.text).toBe('text 10');
    }
    expect(api.reads.get('Answer.findUniqueOrThrow')).toBe(10);
    await Promise.all(clients.map((client) => client.close()));
  });

  test('each begin after what they have, and share what follows', async () => {
    await using workflow = await readyWorkflow();
    await using api = await apiOnly(workflow.databaseUrl);
    for (const n of range(1, 9)) await edit(api.app, workflow, `text ${n}`);
    const follow = (after: number | null, count: number) =>
      take(api.subscribe(EVENTS, { workflowId: workflow.reference, after }), count);
    const behind = [0, 3, 10, null].map((after) => follow(after, 12 - (after ?? 0)));
    // One that has what is not there yet waits for what comes after it.
    const ahead = follow(11, 1);
    await Promise.all([0, 3, 9].map((after) => follow(after, 10 - after)));
    await edit(api.app, workflow, 'text 10');
    await edit(api.app, workflow, 'text 11');
    expect((await Promise.all(behind)).map(sequences)).toEqual([
      range(1, 12),
      range(4, 12),
      range(11, 12),
      range(1, 12),
    ]);
    expect(sequences(await ahead)).toEqual([12]);
  });

  test('get what they selected, also where one client asks for several things', async () => {
    await using workflow = await readyWorkflow();
    await using api = await apiOnly(workflow.databaseUrl);
    const follow = (selection: string) =>
      take(
        api.subscribe(
          `subscription { mine: workflowEvents(workflowId: "${workflow.reference}", after: 1) { ${selection} } }`,
        ),
        2,
      );
    const followed = [
      follow('__typename'),
      follow('n: sequence'),
      follow('n: sequence'),
      follow('workflow { version } ... on AnswerUpdated { answer { status } }'),
    ];
    await take(api.subscribe(EVENTS, { workflowId: workflow.reference }), 1);
    await edit(api.app, workflow, 'one');
    await edit(api.app, workflow, 'two');
    const [typenames, numbers, same, nested] = await Promise.all(followed);
    expect(typenames).toEqual([1, 2].map(() => ({ mine: { __typename: 'AnswerUpdated' } })));
    expect(numbers).toEqual([{ mine: { n: 2 } }, { mine: { n: 3 } }]);
    expect(same).toEqual(numbers);
    expect(nested!.map(({ mine }) => mine.answer)).toEqual([{ status: 'EDITED' }, { status: 'EDITED' }]);
    expect(nested!.at(-1).mine.workflow.version).toBe(3);
  });

  test('end with the workflow, and leave nothing behind', async () => {
    await using workflow = await readyWorkflow();
    const count = { listeners: 0 };
    await using outer = await apiOnly(workflow.databaseUrl);
    const wakeups = counted(outer.app.wakeups, count);
    await using api = await apiOnly(workflow.databaseUrl, {
      wakeups,
      feeds: createEventFeeds(outer.app.sql, wakeups),
    });
    const follow = () => api.subscribe(EVENTS, { workflowId: workflow.reference });
    const toTheEnd = async () => {
      const seen: Reply[] = [];
      for await (const { data } of follow()) seen.push(data);
      return sequences(seen);
    };
    const followed = [toTheEnd(), toTheEnd()];
    const leaving = follow();
    await take(leaving, 1);
    expect(count.listeners).toBe(1);
    await leaving.return?.();
    await closeWorkflow(api.app, DEFAULT_ACTOR, workflow.reference);
    expect(await Promise.all(followed)).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(await toTheEnd()).toEqual([1, 2]);
    expect(count.listeners).toBe(0);
  });

  test('are told what is wrong with their subscription, and keep their connection', async () => {
    await using workflow = await readyWorkflow();
    await using api = await apiOnly(workflow.databaseUrl);
    const first = async (query: string, variables = {}) =>
      (
        await api
          .subscribe(query, variables)
          .next()
          .catch((errors: unknown) => ({ value: { errors } }))
      ).value.errors[0];
    const healthy = take(api.subscribe(EVENTS, { workflowId: workflow.reference, after: 1 }), 1);
    const coded = (code: string) => ({ extensions: { code } });
    expect(await first(EVENTS, { workflowId: 'WF-RFP-NONE' })).toMatchObject(coded('NOT_FOUND'));
    expect(await first(EVENTS, { workflowId: workflow.reference, after: -1 })).toMatchObject(
      coded('INVALID_INPUT'),
    );
    expect((await first(EVENTS, { workflowId: workflow.reference, after: 'x' })).message).toContain('$after');
    expect((await first(EVENTS)).message).toContain('$workflowId');
    expect(await first('subscription { nothing }')).toMatchObject(coded('GRAPHQL_VALIDATION_FAILED'));
    expect((await first('subscription {')).message).toContain('Syntax Error');
    await edit(api.app, workflow, 'still here');
    expect(sequences(await healthy)).toEqual([2]);
  });
});
