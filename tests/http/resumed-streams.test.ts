import { expect, test } from 'vitest';
import { type ApiClient, apiClient, type Reply } from '../support/api-client.js';
import { textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { testService } from '../support/service.js';

interface Message {
  id: string | null;
  data: Reply;
}

/** Reads server-sent events as a browser does: fields in any order, the last id kept. */
async function* messages(
  url: string,
  query: string,
  headers: Record<string, string> = {},
): AsyncGenerator<Message> {
  const response = await fetch(`${url}/graphql?query=${encodeURIComponent(query)}`, {
    headers: { accept: 'text/event-stream', ...headers },
  });
  let rest = '';
  const text = response.body!.pipeThrough(new TextDecoderStream()) as unknown as AsyncIterable<string>;
  for await (const chunk of text) {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').flatMap((line) => {
          const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
          return name ? [[name, value!] as const] : [];
        }),
      );
      if (fields.get('event') !== 'next') continue;
      yield { id: fields.get('id') ?? null, data: JSON.parse(fields.get('data')!).data };
    }
  }
}

/** The first so many of them. */
async function taken(count: number, stream: AsyncGenerator<Message>): Promise<Message[]> {
  const all: Message[] = [];
  for await (const message of stream) if (all.push(message) === count) break;
  return all;
}

const add = async (api: ApiClient, title: string) =>
  api.run(`mutation ($input: AddKnowledgeInput!) { addKnowledge(input: $input) { errors { code } } }`, {
    input: { title, content: `Says ${title}.` },
  });

test('each event has its cursor as id, and Last-Event-ID goes on behind it, whatever the request itself says', async () => {
  await using service = await testService();
  const api = apiClient(service.url);
  const { workflow } = await uploadRfp(api, textRfp(['Do you train your staff?']));
  await untilReady(api, workflow.workflowId);
  const of = (field: string) => `subscription { ${field} { __typename sequence } }`;
  for (const [field, name, cursor] of [
    [`workflowEvents(workflowId: "${workflow.workflowId}")`, 'workflowEvents', 'sequence'],
    [`runEvents(runId: "${workflow.id}")`, 'runEvents', 'sequence'],
    ['events', 'events', 'position'],
    ['workflowEvents', 'workflowEvents', 'position'],
  ] as const) {
    const query = of(field).replace(
      'sequence',
      `sequence ${cursor === 'position' ? '... on Event { position }' : ''}`,
    );
    const all = await taken(4, messages(service.url, query));
    expect(all.map(({ id }) => id)).toEqual(all.map(({ data }) => String(data[name][cursor])));
    const rest = await taken(2, messages(service.url, query, { 'last-event-id': all[1]!.id! }));
    expect(rest).toEqual(all.slice(2));
  }
  const [refused] = await taken(
    1,
    messages(service.url, of('knowledgeEvents'), { 'last-event-id': 'nothing of ours' }),
  );
  expect(refused?.data ?? null).toBeNull();
  await api.close();
});

test('events of knowledge, and of all workflows, can begin from now', async () => {
  await using service = await testService();
  const api = apiClient(service.url);
  await add(api, 'Before');
  await uploadRfp(api, textRfp(['Do you train your staff?']), { clientName: 'Before' });
  const knowledge = api.subscribe('subscription { knowledgeEvents(fromNow: true) { item { title } } }');
  const workflows = api.subscribe(
    'subscription { workflowEvents(fromNow: true) { __typename workflow { clientName } } }',
  );
  const [nextItem, nextWorkflow] = [knowledge.next(), workflows.next()];
  // They begin when the service has looked up where they do.
  let isFollowed = false;
  void nextItem.then(() => {
    isFollowed = true;
  });
  for (let i = 0; !isFollowed; i++) await add(api, `After ${i}`);
  expect((await nextItem).value?.data?.knowledgeEvents.item.title).toMatch(/^After/);
  await uploadRfp(api, textRfp(['Do you test?']), { clientName: 'After' });
  let seen = (await nextWorkflow).value?.data?.workflowEvents as Reply;
  while (seen.workflow.clientName !== 'After')
    seen = (await workflows.next()).value?.data?.workflowEvents as Reply;
  expect(seen.__typename).toBe('WorkflowStateChanged');
  await api.close();
});

test('an argument that does not go with the others is refused', async () => {
  await using service = await testService({}, 'api');
  const api = apiClient(service.url);
  const refused = async (query: string) => (await api.subscribe(query).next()).value?.errors?.[0]?.message;
  expect(await refused('subscription { workflowEvents(after: 3) { sequence } }')).toContain('afterPosition');
  expect(
    await refused('subscription { workflowEvents(workflowId: "WF-RFP-1", afterPosition: "3") { sequence } }'),
  ).toContain('`after`');
  await api.close();
});
