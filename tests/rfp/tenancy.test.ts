import { expect, test } from 'vitest';
import { seedOtherTenant } from '../support/other-tenant.js';
import { testService } from '../support/service.js';

test("another organization's ids lead nowhere", async () => {
  await using service = await testService();
  const { reference, ...ids } = await seedOtherTenant(service.env.DATABASE_URL!);
  const globalIds = Object.entries(ids).map(([type, id]) => btoa(`${type}:${id}`));

  const { nodes } = await service.run('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: globalIds });
  expect(nodes).toEqual(globalIds.map(() => null));
  for (const id of globalIds)
    expect((await service.run('query ($id: ID!) { node(id: $id) { id } }', { id })).node).toBeNull();

  const reads = await service.run(
    `query ($workflowId: String!) {
      workflow(workflowId: $workflowId) { id }
      workflows(search: "Their") { edges { node { id } } }
      knowledge { edges { node { id } } }
      knowledgeSearch(query: "zanzibar protocol secret") { text }
      misspelt: knowledgeSearch(query: "zanzibra protcol") { text }
      filtered: knowledgeSearch(query: "zanzibar", filter: { sources: ["S"], kinds: ["text"] }) { text item { id } }
    }`,
    { workflowId: reference },
  );
  expect(reads).toEqual({
    workflow: null,
    workflows: { edges: [] },
    knowledge: { edges: [] },
    knowledgeSearch: [],
    misspelt: [],
    filtered: [],
  });

  for (const name of ['cancelWorkflow', 'retryWorkflow', 'submitWorkflow', 'closeWorkflow']) {
    const reply = await service.run(
      `mutation ($input: WorkflowInput!) { ${name}(input: $input) { workflow { id } errors { code } } }`,
      { input: { workflowId: reference } },
    );
    expect(reply[name]).toEqual({ workflow: null, errors: [{ code: 'NOT_FOUND' }] });
  }
  const writes = await service.run(
    `mutation ($answerId: ID!, $id: ID!) {
      updateAnswer(input: { answerId: $answerId, text: "x" }) { answer { id } errors { code } }
      regenerateAnswer(input: { answerId: $answerId }) { answer { id } errors { code } }
      deleteKnowledge(input: { id: $id }) { id errors { code } }
    }`,
    { answerId: btoa(`Answer:${ids.Answer}`), id: btoa(`KnowledgeItem:${ids.KnowledgeItem}`) },
  );
  expect(writes).toEqual({
    updateAnswer: { answer: null, errors: [{ code: 'NOT_FOUND' }] },
    regenerateAnswer: { answer: null, errors: [{ code: 'NOT_FOUND' }] },
    deleteKnowledge: { id: null, errors: [{ code: 'NOT_FOUND' }] },
  });

  const subscription = service.subscribe(
    'subscription ($w: String!) { workflowEvents(workflowId: $w) { sequence } }',
    {
      w: reference,
    },
  );
  const first = await subscription.next();
  expect(first.value?.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  expect((await fetch(`${service.url}/download/${reference}`)).status).toBe(404);
});
