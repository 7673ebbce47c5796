import type { Reply } from './api-client.js';

/** Follows a subscription over server-sent events, as whoever the token is of. */
export async function* sse(
  url: string,
  query: string,
  variables: Record<string, unknown>,
  token?: string,
): AsyncGenerator<Reply> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', accept: 'text/event-stream' },
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    const messages = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = messages.pop() ?? '';
    for (const message of messages) {
      const data = /^data: ?(.*)$/m.exec(message)?.[1];
      if (/^event: next$/m.test(message) && data) yield JSON.parse(data);
    }
  }
}
