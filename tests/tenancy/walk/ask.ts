import { createHash } from 'node:crypto';

/** Where a file stands in variables: `variables.input.file`. */
function fileIn(value: unknown, path: string): [path: string, file: File] | null {
  if (value instanceof File) return [path, value];
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = fileIn(inner, `${path}.${key}`);
    if (found) return found;
  }
  return null;
}

/** The whole answer to an operation as it comes over the wire: status, type and body. */
export async function answerTo(
  url: string,
  token: string,
  query: string,
  variables: Record<string, unknown>,
): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, 'x-request-id': 'walk' };
  const found = fileIn(variables, 'variables');
  const operation = JSON.stringify({ query, variables }, (_key, value) =>
    value instanceof File ? null : value,
  );
  if (!found)
    return textOf(
      await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: operation,
      }),
    );
  const form = new FormData();
  form.set('operations', operation);
  form.set('map', JSON.stringify({ 0: [found[0]] }));
  form.set('0', found[1]);
  return textOf(await fetch(`${url}/graphql`, { method: 'POST', headers, body: form }));
}

/** Status, type and body of a response; of what is no text its length and a hash. */
export async function textOf(response: Response): Promise<string> {
  const type = response.headers.get('content-type') ?? '';
  const body = Buffer.from(await response.arrayBuffer());
  const isText = /json|text|event-stream/.test(type);
  const shown = isText
    ? body.toString()
    : `${body.length} ${createHash('sha256').update(body).digest('hex')}`;
  return `${response.status} ${type}\n${shown}`;
}
