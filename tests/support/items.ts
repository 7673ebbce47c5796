import type { ApiClient, Reply } from './api-client.js';

const ITEM = `id kind title source tags passages state version revision createdAt updatedAt reviewAt lastReviewedAt
  freshness deletedAt owner { id email } file { filename format sizeBytes pageCount sha256 }
  progress { percent label pages passages passagesTotal } failure { code message retryable }
  usageCount sentUsageCount`;
const PAYLOAD = `item { ${ITEM} } existing errors { code message path }`;

const UPLOAD = `mutation ($file: File!, $tags: [String!], $title: String) {
  uploadKnowledge(input: { file: $file, tags: $tags, title: $title }) { ${PAYLOAD} }
}`;
const REPLACE = `mutation ($file: File!, $id: ID!, $expectedRevision: Int) {
  replaceKnowledge(input: { file: $file, id: $id, expectedRevision: $expectedRevision }) { ${PAYLOAD} }
}`;

export interface TestFile {
  name: string;
  content: Uint8Array;
}

export const textFile = (name: string, text: string): TestFile => ({ name, content: Buffer.from(text) });

/** A Markdown file of so many sections, each with a paragraph of its own. */
export const longFile = (name: string, sections: number): TestFile =>
  textFile(
    name,
    Array.from(
      { length: sections },
      (_, i) =>
        `## Part ${i + 1}\n\n${`Paragraph ${i + 1} says what we do about topic ${i + 1}. `.repeat(12)}\n`,
    ).join('\n'),
  );

export const uploadItem = async (
  api: ApiClient,
  file: TestFile,
  variables: Record<string, unknown> = {},
): Promise<Reply> => (await api.upload(UPLOAD, file, variables)).uploadKnowledge;

export const replaceFile = async (
  api: ApiClient,
  id: string,
  file: TestFile,
  variables: Record<string, unknown> = {},
): Promise<Reply> => (await api.upload(REPLACE, file, { id, ...variables })).replaceKnowledge;

/** Calls a mutation that takes one `input` and returns a knowledge payload. */
export const change = async (
  api: ApiClient,
  name: string,
  input: Record<string, unknown>,
): Promise<Reply> => {
  const type = `${['reingestKnowledge', 'retryKnowledge', 'restoreKnowledge'].includes(name) ? 'KnowledgeItem' : name[0]!.toUpperCase() + name.slice(1)}Input`;
  const fields = name === 'deleteKnowledge' ? PAYLOAD.replace('existing', 'id') : PAYLOAD;
  return (await api.run(`mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`, { input }))[
    name
  ];
};

export const getItem = async (api: ApiClient, id: string): Promise<Reply> =>
  (await api.run(`query ($id: ID!) { knowledgeItem(id: $id) { ${ITEM} } }`, { id })).knowledgeItem;

export const addText = (api: ApiClient, title: string, content: string, more: Record<string, unknown> = {}) =>
  change(api, 'addKnowledge', { title, content, ...more });

/** Titles of the items in which a search finds something. */
export const foundIn = async (api: ApiClient, query: string): Promise<string[]> =>
  (
    await api.run('query ($q: String!) { knowledgeSearch(query: $q, first: 20) { text } }', { q: query })
  ).knowledgeSearch.map(({ text }: { text: string }) => text);

const EVENTS = `subscription ($itemId: ID, $after: Int) {
  knowledgeEvents(itemId: $itemId, after: $after) {
    __typename sequence itemId item { id state }
    ... on KnowledgeStateChanged { from to }
    ... on KnowledgeProgressed { progress { percent label pages passages passagesTotal } }
    ... on KnowledgeFailed { failure { code message retryable } }
    ... on KnowledgeChanged { change }
  }
}`;

/** Follows an item, or all of the organization, until `until` says so; returns the events seen. */
export async function itemEventsUntil(
  api: ApiClient,
  itemId: string | null,
  until: (event: Reply, all: Reply[]) => boolean,
  after = 0,
): Promise<Reply[]> {
  const seen: Reply[] = [];
  for await (const { data, errors } of api.subscribe(EVENTS, { itemId, after })) {
    if (errors) throw new Error(errors[0]?.message);
    seen.push(data.knowledgeEvents);
    if (until(data.knowledgeEvents, seen)) return seen;
  }
  return seen;
}

export const became =
  (...states: string[]) =>
  (event: Reply) =>
    event.__typename === 'KnowledgeStateChanged' && states.includes(event.to);
