import type { ApiClient, Reply } from '../support/api-client.js';

export const KEY = 'sk-proj-Zm9vYmFyYmF6cXV4-4f7Q_end9';

export const FIELDS = `id provider { id name } name baseUrl hasKey maskedKey model embeddingModel embeddingDimensions
  active activatedAt maxConcurrency tokensPerMinute requestsPerMinute inputPrice outputPrice
  lastTest { ok code message latencyMs model at } version createdBy { email }`;

type Input = Record<string, unknown>;

async function call(api: ApiClient, name: string, input: Input, selection: string): Promise<Reply> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} errors { code message path currentVersion } } }`;
  return (await api.run(query, { input }))[name];
}

const credential = `credential { ${FIELDS} }`;

export const create = (api: ApiClient, input: Input) =>
  call(api, 'createProviderCredential', input, credential);
export const update = (api: ApiClient, input: Input) =>
  call(api, 'updateProviderCredential', input, credential);
export const activate = (api: ApiClient, id: string) =>
  call(api, 'activateProviderCredential', { id }, credential);
export const deactivate = (api: ApiClient, id: string) =>
  call(api, 'deactivateProviderCredential', { id }, credential);
export const remove = (api: ApiClient, id: string) => call(api, 'deleteProviderCredential', { id }, 'id');
export const tested = (api: ApiClient, id: string) =>
  call(api, 'testProviderCredential', { id }, `test { ok code message latencyMs model at } ${credential}`);

/** A credential that was made; fails where it was refused. */
export async function created(api: ApiClient, input: Input): Promise<Reply> {
  const payload = await create(api, input);
  if (payload.errors.length) throw new Error(payload.errors[0].message);
  return payload.credential;
}

export const listed = async (api: ApiClient): Promise<Reply[]> =>
  (
    await api.run(`{ providerCredentials(first: 100) { edges { node { ${FIELDS} } } } }`)
  ).providerCredentials.edges.map(({ node }: Reply) => node);
