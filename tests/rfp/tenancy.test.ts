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
    `query ($workflowId: String!, $item: ID!, $user: ID!) {
      workflow(workflowId: $workflowId) { id }
      workflows(search: "Their") { edges { node { id } } }
      knowledge(filter: { search: "T" }) { totalCount edges { node { id } } }
      deleted: knowledge(filter: { deleted: true }) { totalCount }
      owned: knowledge(filter: { ownerId: $user }) { totalCount }
      knowledgeItem(id: $item) { id }
      knowledgeTags { tag }
      knowledgeSearch(query: "zanzibar protocol secret") { text }
      document(workflowId: $workflowId) { id }
      documentVersion(workflowId: $workflowId, version: 1) { content }
      documents(search: "zanzibar") { totalCount edges { node { id } } }
      misspelt: knowledgeSearch(query: "zanzibra protcol") { text }
      filtered: knowledgeSearch(query: "zanzibar", filter: { sources: ["S"], kinds: ["text"] }) { text item { id } }
    }`,
    {
      workflowId: reference,
      item: btoa(`KnowledgeItem:${ids.KnowledgeItem}`),
      user: btoa(`User:${ids.User}`),
    },
  );
  expect(reads).toEqual({
    workflow: null,
    workflows: { edges: [] },
    knowledge: { totalCount: 0, edges: [] },
    deleted: { totalCount: 0 },
    owned: { totalCount: 0 },
    knowledgeItem: null,
    knowledgeTags: [],
    knowledgeSearch: [],
    document: null,
    documentVersion: null,
    documents: { totalCount: 0, edges: [] },
    misspelt: [],
    filtered: [],
  });
  const diff = await service.ask(
    'query ($w: String!) { documentDiff(workflowId: $w, from: 1, to: 1) { unified } }',
    {
      w: reference,
    },
  );
  expect(diff.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');

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
      updateKnowledge(input: { id: $id, title: "x" }) { item { id } errors { code } }
      replaceKnowledge(input: { id: $id, content: "x" }) { item { id } errors { code } }
      reingestKnowledge(input: { id: $id }) { item { id } errors { code } }
      retryKnowledge(input: { id: $id }) { item { id } errors { code } }
      restoreKnowledge(input: { id: $id }) { item { id } errors { code } }
    }`,
    { answerId: btoa(`Answer:${ids.Answer}`), id: btoa(`KnowledgeItem:${ids.KnowledgeItem}`) },
  );
  expect(writes).toEqual({
    updateAnswer: { answer: null, errors: [{ code: 'NOT_FOUND' }] },
    regenerateAnswer: { answer: null, errors: [{ code: 'NOT_FOUND' }] },
    deleteKnowledge: { id: null, errors: [{ code: 'NOT_FOUND' }] },
    updateKnowledge: { item: null, errors: [{ code: 'NOT_FOUND' }] },
    replaceKnowledge: { item: null, errors: [{ code: 'NOT_FOUND' }] },
    reingestKnowledge: { item: null, errors: [{ code: 'NOT_FOUND' }] },
    retryKnowledge: { item: null, errors: [{ code: 'NOT_FOUND' }] },
    restoreKnowledge: { item: null, errors: [{ code: 'NOT_FOUND' }] },
  });

  // Neither may become the owner of one of our items.
  const { addKnowledge } = await service.run(
    'mutation { addKnowledge(input: { title: "Ours", content: "Ours." }) { item { id } } }',
  );
  const { updateKnowledge } = await service.run(
    `mutation ($id: ID!, $ownerId: ID!) {
      updateKnowledge(input: { id: $id, ownerId: $ownerId }) { item { id } errors { code path } }
    }`,
    { id: addKnowledge.item.id, ownerId: btoa(`User:${ids.User}`) },
  );
  expect(updateKnowledge).toEqual({
    item: null,
    errors: [{ code: 'INVALID_INPUT', path: ['input', 'ownerId'] }],
  });

  const documents = await service.run(
    `mutation ($w: String!) {
      createDocument(input: { workflowId: $w, title: "x", content: "x" }) { document { id } errors { code } }
      saveDocument(input: { workflowId: $w, content: "x" }) { document { id } conflict { currentVersion } errors { code } }
      restoreDocument(input: { workflowId: $w, version: 1 }) { document { id } errors { code } }
    }`,
    { w: reference },
  );
  expect(documents).toEqual({
    createDocument: { document: null, errors: [{ code: 'NOT_FOUND' }] },
    saveDocument: { document: null, conflict: null, errors: [{ code: 'NOT_FOUND' }] },
    restoreDocument: { document: null, errors: [{ code: 'NOT_FOUND' }] },
  });

  const subscription = service.subscribe(
    'subscription ($w: String!) { workflowEvents(workflowId: $w) { sequence } }',
    {
      w: reference,
    },
  );
  const first = await subscription.next();
  expect(first.value?.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  const events = service.subscribe('subscription ($id: ID!) { knowledgeEvents(itemId: $id) { sequence } }', {
    id: btoa(`KnowledgeItem:${ids.KnowledgeItem}`),
  });
  expect((await events.next()).value?.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  // Of the whole organization there are the events of our own item, numbered from 1.
  const all = service.subscribe('subscription { knowledgeEvents { sequence item { title } } }');
  expect((await all.next()).value?.data.knowledgeEvents).toEqual({ sequence: 1, item: { title: 'Ours' } });
  for (const path of [`download/${reference}`, `documents/${reference}/download`])
    for (const format of ['docx', 'pdf', 'md'])
      expect((await fetch(`${service.url}/${path}?format=${format}`)).status).toBe(404);
});
