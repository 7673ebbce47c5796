import { expect, test } from 'vitest';
import type { ApiClient, Reply } from '../support/api-client.js';
import { sharedService } from '../support/shared-service.js';
import { addPair, answered, life } from './support.js';

const LIST = `id reason similarity pairs { question answer item { id kind } }`;

const lists = async (api: ApiClient): Promise<{ duplicates: Reply[]; contradictions: Reply[] }> => {
  const reply = await api.run(`{
    libraryDuplicates { edges { node { ${LIST} } } }
    libraryContradictions { edges { node { ${LIST} } } }
  }`);
  const nodes = (name: string) => reply[name].edges.map(({ node }: Reply) => node);
  return { duplicates: nodes('libraryDuplicates'), contradictions: nodes('libraryContradictions') };
};
const dismiss = async (api: ApiClient, id: string): Promise<Reply> =>
  (
    await api.run(
      'mutation ($id: ID!) { dismissLibraryFinding(input: { id: $id }) { id errors { code } } }',
      {
        id,
      },
    )
  ).dismissLibraryFinding;
const merge = async (api: ApiClient, keepId: string, dropIds: string[]): Promise<Reply> =>
  (
    await api.run(
      `mutation ($keepId: ID!, $dropIds: [ID!]!) { mergeLibraryPairs(input: { keepId: $keepId, dropIds: $dropIds }) {
        item { id mergedPairs } errors { code message } } }`,
      { keepId, dropIds },
    )
  ).mergeLibraryPairs;

test('the clean-up lists follow the library: what is added, merged, deleted and dismissed', async () => {
  await using service = await sharedService();
  expect(await lists(service)).toEqual({ duplicates: [], contradictions: [] });

  const yes = await addPair(service, { question: 'Do you test your backups?', answer: 'Yes, every month.' });
  const same = await addPair(service, {
    question: 'Please explain: do you test your backups?',
    answer: 'Yes, every month!',
  });
  const [duplicate, ...others] = (await lists(service)).duplicates;
  expect(others).toEqual([]);
  expect(duplicate.pairs.map(({ item }: Reply) => item.id).sort()).toEqual([yes.id, same.id].sort());

  expect(await merge(service, yes.id, [same.id])).toEqual({
    item: { id: yes.id, mergedPairs: 1 },
    errors: [],
  });
  expect((await lists(service)).duplicates).toEqual([]);
  // Dropped already.
  expect((await merge(service, yes.id, [same.id])).errors).toMatchObject([{ code: 'NOT_FOUND' }]);

  const no = await addPair(service, { question: 'Do you test your backups?', answer: 'No, we do not.' });
  const [contradiction] = (await lists(service)).contradictions;
  expect(contradiction.reason).toBe('The same question is answered with yes (1), no (1).');
  expect(await dismiss(service, contradiction.id)).toEqual({ id: contradiction.id, errors: [] });
  expect((await lists(service)).contradictions).toEqual([]);
  expect((await dismiss(service, contradiction.id)).errors).toEqual([]);
  expect((await dismiss(service, 'nonsense')).errors).toEqual([{ code: 'NOT_FOUND' }]);

  // Another pair that joins makes it another finding.
  await addPair(service, { question: 'Do you test your backups?', answer: 'No, never.' });
  expect((await lists(service)).contradictions).toHaveLength(1);
  await service.run('mutation ($id: ID!) { deleteKnowledge(input: { id: $id }) { errors { code } } }', {
    id: yes.id,
  });
  expect((await lists(service)).contradictions).toEqual([]);
  expect(no.kind).toBe('qa_pair');
});

test('answers that quote a pair count as usages of the pair that it was merged into', async () => {
  await using service = await sharedService();
  const question = 'How does the vendor encrypt customer data at rest?';
  const dropped = await addPair(service, { question, answer: 'With AES-256.' });
  const { generatedResponses, workflowId } = await answered(service, [question], 'Northwind');
  const kept = await addPair(service, { question, answer: 'With AES-256!' });
  expect((await merge(service, kept.id, [dropped.id])).errors).toEqual([]);

  const usagesOf = async (sent: boolean) =>
    (
      await service.run(
        `query ($id: ID!, $sent: Boolean) { knowledgeItem(id: $id) {
          usageCount sentUsageCount usages(first: 5, sent: $sent) { totalCount edges { node { answer { id } } } } } }`,
        { id: kept.id, sent },
      )
    ).knowledgeItem;
  const [{ id }] = generatedResponses;
  const usages = { totalCount: 1, edges: [{ node: { answer: { id } } }] };
  expect(await usagesOf(false)).toEqual({ usageCount: 1, sentUsageCount: 0, usages });
  await life(service, 'submitWorkflow', workflowId);
  expect(await usagesOf(true)).toEqual({ usageCount: 1, sentUsageCount: 1, usages });
});

test('merges are refused for what is no pair, for itself, and for too many', async () => {
  await using service = await sharedService();
  const { id } = await addPair(service, { question: 'Do you test your backups?', answer: 'Yes.' });
  const { addKnowledge } = await service.run(
    'mutation { addKnowledge(input: { title: "T", content: "We test our backups." }) { item { id } } }',
  );
  expect((await merge(service, id, [addKnowledge.item.id])).errors).toMatchObject([{ code: 'CONFLICT' }]);
  expect((await merge(service, addKnowledge.item.id, [id])).errors).toMatchObject([{ code: 'CONFLICT' }]);
  for (const dropIds of [[], [id], ['nonsense']])
    expect((await merge(service, id, dropIds)).errors).toMatchObject([{ code: 'INVALID_INPUT' }]);
});

test('findings come page by page, and what is no page or cursor is refused', async () => {
  await using service = await sharedService();
  for (const topic of ['backups', 'firewalls', 'laptops'])
    for (const answer of ['Yes, we do.', 'No, we do not.'])
      await addPair(service, { question: `Do you test your ${topic}?`, answer });
  const page = async (args: string): Promise<Reply> =>
    (
      await service.run(
        `{ libraryContradictions(${args}) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }`,
      )
    ).libraryContradictions;
  const first = await page('first: 2');
  expect(first.edges).toHaveLength(2);
  expect(first.pageInfo.hasNextPage).toBe(true);
  // The last one seen goes before the next page is asked for.
  await dismiss(service, first.edges[1].node.id);
  const second = await page(`first: 2, after: "${first.pageInfo.endCursor}"`);
  expect(second.edges).toHaveLength(1);
  expect(second.pageInfo.hasNextPage).toBe(false);
  expect(first.edges.map(({ node }: Reply) => node.id)).not.toContain(second.edges[0].node.id);
  for (const args of ['first: 0', 'first: 101', 'after: "nonsense"'])
    await expect(page(args), args).rejects.toThrow();
});
