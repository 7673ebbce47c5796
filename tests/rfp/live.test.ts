import { describe, expect, test } from 'vitest';
import type { Reply } from '../support/api-client.js';
import { apiClient } from '../support/api-client.js';
import { eventsUntil, getWorkflow, textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { sharedService } from '../support/shared-service.js';
import { sse } from '../support/sse.js';

const QUESTIONS = Array.from({ length: 15 }, (_, i) => `What is your policy on topic number ${i + 1}?`);
const sequencesOf = (events: Reply[]) => events.map(({ sequence }) => sequence);

describe('a subscriber', () => {
  test('that is cut off again and again misses nothing and gets nothing twice', async () => {
    await using service = await sharedService();
    const { workflow } = await uploadRfp(service, textRfp(QUESTIONS));
    const seen: Reply[] = [];
    while (seen.at(-1)?.__typename !== 'OutputReady') {
      const client = apiClient(service.url);
      // Four events at the most, then the connection goes.
      const more = await eventsUntil(
        client,
        workflow.workflowId,
        (event, all) => all.length === 4 || event.__typename === 'OutputReady',
        seen.at(-1)?.sequence ?? 0,
      );
      seen.push(...more);
      await client.close();
    }
    const { version } = await getWorkflow(service, workflow.workflowId);
    expect(sequencesOf(seen)).toEqual(Array.from({ length: version }, (_, i) => i + 1));
  });

  test('that comes late replays the past and follows on', async () => {
    await using service = await sharedService();
    const { workflow } = await uploadRfp(service, textRfp(QUESTIONS));
    const live = await untilReady(service, workflow.workflowId);
    const late = await untilReady(service, workflow.workflowId);
    expect(sequencesOf(late)).toEqual(sequencesOf(live));
    const tail = await untilReady(service, workflow.workflowId, live.length - 3).catch(
      (error: Error) => error,
    );
    expect(tail).not.toBeInstanceOf(Error);
  });

  test('may use server-sent events', async () => {
    await using service = await sharedService();
    const { workflow } = await uploadRfp(service, textRfp(QUESTIONS.slice(0, 3)));
    const query =
      'subscription ($w: String!) { workflowEvents(workflowId: $w) { __typename sequence workflow { state } } }';
    const seen: Reply[] = [];
    for await (const { data } of sse(service.url, query, { w: workflow.workflowId })) {
      seen.push(data.workflowEvents);
      if (data.workflowEvents.__typename === 'OutputReady') break;
    }
    expect(sequencesOf(seen)).toEqual(seen.map((_, i) => i + 1));
    expect(seen.at(-1).workflow.state).toBe('READY');
  });

  test('is told when there is no such workflow, or its number makes no sense', async () => {
    await using service = await sharedService();
    const { workflow } = await uploadRfp(service, textRfp(QUESTIONS.slice(0, 1)));
    const codeOf = async (w: string, after: number) => {
      const query =
        'subscription ($w: String!, $a: Int) { workflowEvents(workflowId: $w, after: $a) { sequence } }';
      const { value } = await service.subscribe(query, { w, a: after }).next();
      return value?.errors?.[0]?.extensions?.code;
    };
    expect(await codeOf('WF-RFP-NONE', 0)).toBe('NOT_FOUND');
    expect(await codeOf(workflow.workflowId, -1)).toBe('INVALID_INPUT');
  });

  test('with a number from the future simply waits', async () => {
    await using service = await sharedService();
    const { workflow } = await uploadRfp(service, textRfp(QUESTIONS.slice(0, 1)));
    const query = 'subscription ($w: String!) { workflowEvents(workflowId: $w, after: 1000) { sequence } }';
    const waiting = service.subscribe(query, { w: workflow.workflowId });
    const first = waiting.next();
    await untilReady(service, workflow.workflowId);
    expect(await Promise.race([first, Promise.resolve('nothing yet')])).toBe('nothing yet');
    await waiting.return?.();
  });
});
