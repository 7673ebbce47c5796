import { expect, test } from 'vitest';
import { SAMPLE_KNOWLEDGE } from '../support/knowledge.js';
import { modelServer } from '../support/model-server.js';
import { testService } from '../support/service.js';

const SEARCH = `query ($query: String!, $first: Int, $filter: KnowledgeSearchFilter) {
  knowledgeSearch(query: $query, first: $first, filter: $filter) {
    text question title score snippet highlights { start end } item { id title tags } metadata { source knowledgeId }
  }
}`;

test('a hit has its item, its highlights and a snippet, and filters keep to what they name', async () => {
  await using service = await testService();
  await SAMPLE_KNOWLEDGE.addTo(service);
  const { addAnswerToLibrary } = await service.run(
    `mutation ($input: AddAnswerToLibraryInput!) { addAnswerToLibrary(input: $input) { item { id } errors { code } } }`,
    { input: { question: 'Is data encrypted at rest?', answer: 'Yes, with AES-256.', tags: [' Security '] } },
  );
  const { knowledgeSearch: hits } = await service.run(SEARCH, { query: 'Is data encrypted at rest?' });
  expect(hits[0]).toMatchObject({
    question: 'Is data encrypted at rest?',
    item: { id: addAnswerToLibrary.item.id, tags: ['security'] },
    metadata: { source: 'Answer library', knowledgeId: addAnswerToLibrary.item.id },
  });
  const body = hits.find(({ title }: { title: string }) => title === 'Security overview');
  const marked = body.highlights.map(({ start, end }: { start: number; end: number }) =>
    body.text.slice(start, end),
  );
  expect(marked).toContain('encrypted');
  expect(body.snippet).toContain('<mark>');

  const only = async (filter: Record<string, unknown>) =>
    (await service.run(SEARCH, { query: 'encrypted data at rest', filter })).knowledgeSearch.map(
      ({ title }: { title: string }) => title,
    );
  expect(await only({ tags: ['SECURITY'] })).toEqual(['Is data encrypted at rest?']);
  expect(await only({ kinds: ['text'] })).not.toContain('Is data encrypted at rest?');
  expect(await only({ sources: ['Continuity'] })).not.toContain('Security overview');
  expect(await only({ createdAfter: '2100-01-01T00:00:00Z' })).toEqual([]);
});

test.each([
  [{ kinds: ['qapair'] }, 'the kinds are document, qa_pair, text'],
  [{ tags: Array.from({ length: 51 }, (_, i) => `t${i}`) }, 'it takes up to 50'],
  [
    { createdAfter: '2026-01-02T00:00:00Z', createdBefore: '2026-01-01T00:00:00Z' },
    '`filter.createdAfter` is not before',
  ],
])('a filter that cannot be meant is refused with what to do: %j', async (filter, message) => {
  await using service = await testService({}, 'api');
  await expect(service.run(SEARCH, { query: 'x', filter })).rejects.toThrow(message);
});

test('with an embedding model the service finds by meaning what was just added, and outlasts its failure', async () => {
  await using model = await modelServer();
  await using service = await testService({ OPENAI_BASE_URL: model.url, OPENAI_EMBEDDING_MODEL: 'words' });
  await service.run(
    `mutation ($input: AddKnowledgeInput!) { addKnowledge(input: $input) { item { id } errors { code } } }`,
    { input: { title: 'Hardware', content: 'Our personnel get a new notebook after three years.' } },
  );
  const found = async (query: string) =>
    (await service.run(SEARCH, { query })).knowledgeSearch[0]?.text ?? null;
  await expect
    .poll(() => found('How often is the computer of employees replaced?'), { timeout: 30_000 })
    .toContain('notebook');
  await model[Symbol.asyncDispose]();
  expect(await found('When does personnel get a notebook?')).toContain('notebook');
});
