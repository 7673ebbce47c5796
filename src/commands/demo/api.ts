import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** Runs an operation against the service, as any client would. */
export async function run<T>(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<T> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return dataOf<T>(await response.json());
}

/** Runs an operation with a file as `$file` (GraphQL multipart request specification). */
export async function upload<T>(
  url: string,
  query: string,
  path: string,
  variables: Record<string, unknown> = {},
): Promise<T> {
  const form = new FormData();
  form.set('operations', JSON.stringify({ query, variables: { ...variables, file: null } }));
  form.set('map', '{"0":["variables.file"]}');
  form.set('0', new Blob([await readFile(path)]), basename(path));
  const response = await fetch(`${url}/graphql`, { method: 'POST', body: form });
  return dataOf<T>(await response.json());
}

interface Reply {
  data?: Record<string, { errors?: { message: string }[] } | null>;
  errors?: { message: string }[];
}

function dataOf<T>(reply: unknown): T {
  const { data, errors } = reply as Reply;
  const inPayloads = Object.values(data ?? {}).flatMap((payload) => payload?.errors ?? []);
  const problem = errors?.[0] ?? inPayloads[0];
  if (problem) throw new Error(problem.message);
  return data as T;
}
