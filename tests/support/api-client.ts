import { basename } from 'node:path';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

// biome-ignore lint/suspicious/noExplicitAny: replies are looked at by tests, which fail where they differ
export type Reply = any;

interface GraphqlResponse {
  data?: Reply;
  errors?: { message: string; extensions?: { code?: string } }[];
}

export interface ApiClient {
  url: string;
  /** Runs an operation over HTTP; fails on top-level errors. */
  run(query: string, variables?: Record<string, unknown>): Promise<Reply>;
  /** The same, with the errors. */
  ask(query: string, variables?: Record<string, unknown>): Promise<GraphqlResponse>;
  /** Runs an operation with one file, by the multipart request specification; the variable is `file`. */
  upload(
    query: string,
    file: { name: string; content: Uint8Array },
    variables?: Record<string, unknown>,
  ): Promise<Reply>;
  /** Follows a subscription over WebSocket. */
  subscribe(query: string, variables?: Record<string, unknown>): AsyncIterableIterator<GraphqlResponse>;
  close(): Promise<void>;
}

/** @param token of a session or an API key; left out, nobody is signed in */
export function apiClient(url: string, token?: string): ApiClient {
  const endpoint = `${url}/graphql`;
  const sockets = createClient({
    url: endpoint.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(token && { connectionParams: { authorization: `Bearer ${token}` } }),
  });
  const credentials: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};

  const ask: ApiClient['ask'] = async (query, variables = {}) => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...credentials },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as GraphqlResponse;
  };

  return {
    url,
    ask,
    run: async (query, variables) => dataOf(await ask(query, variables)),
    async upload(query, file, variables = {}) {
      const form = new FormData();
      form.set('operations', JSON.stringify({ query, variables: { ...variables, file: null } }));
      form.set('map', JSON.stringify({ 0: ['variables.file'] }));
      form.set('0', new Blob([file.content as BlobPart]), basename(file.name));
      const response = await fetch(endpoint, { method: 'POST', headers: credentials, body: form });
      return dataOf((await response.json()) as GraphqlResponse);
    },
    subscribe: (query, variables = {}) =>
      sockets.iterate({ query, variables }) as AsyncIterableIterator<GraphqlResponse>,
    close: async () => void (await sockets.dispose()),
  };
}

function dataOf({ data, errors }: GraphqlResponse): Reply {
  if (errors?.length) throw new Error(errors.map(({ message }) => message).join('\n'));
  return data;
}
