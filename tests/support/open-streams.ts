import { once } from 'node:events';
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';

/** How server-sent events are asked for, knowingly or not; `accept` undefined for no header at all. */
interface Way {
  method: 'GET' | 'POST';
  accept: string | undefined;
}

const ACCEPTS = [
  ...['text/event-stream', 'TEXT/Event-Stream', 'text/*', '*/event-stream', '*/*', '', undefined],
  ...['application/json, text/event-stream;q=0.1', 'multipart/mixed, */*;q=0.5', 'image/*,*/*;charset=utf-8'],
];

export const WAYS: readonly Way[] = ACCEPTS.flatMap((accept) =>
  (['GET', 'POST'] as const).map((method) => ({ method, accept })),
);

export interface OpenStream {
  type: string | undefined;
  /** Its results as JSON, until it ends or is cut off; of an answer that is no stream, that answer. */
  results: AsyncGenerator<string, void, void>;
}

async function* resultsOf(response: IncomingMessage, isStream: boolean): AsyncGenerator<string, void, void> {
  let rest = '';
  try {
    for await (const piece of response.setEncoding('utf8')) {
      const messages = (rest + piece).split('\n\n');
      rest = messages.pop()!;
      for (const message of messages) {
        const [, data] = /^data: (.+)$/m.exec(message) ?? [];
        if (data && /^event: next$/m.test(message)) yield data;
      }
    }
  } catch (error) {
    // Cut off.
    if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
  }
  if (!isStream) yield rest;
}

/** Begins a subscription over HTTP; resolves as soon as the service answers. */
export async function openStream(
  url: string,
  { method, accept }: Way,
  asked: { query: string; variables?: Record<string, unknown> },
  token: string | null,
): Promise<OpenStream> {
  const headers: OutgoingHttpHeaders = {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(accept !== undefined && { accept }),
    ...(method === 'POST' && { 'content-type': 'application/json' }),
  };
  const { query, variables = {} } = asked;
  const link = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const sent = request(`${url}/graphql${method === 'GET' ? `?${link}` : ''}`, { method, headers });
  sent.end(method === 'POST' ? JSON.stringify(asked) : undefined);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const type = response.headers['content-type'];
  return { type, results: resultsOf(response, type === 'text/event-stream') };
}

/** The same subscription in every way in which it can be asked for over HTTP. */
export const openInEveryWay = (url: string, query: string, token: string | null): Promise<OpenStream[]> =>
  Promise.all(WAYS.map((way) => openStream(url, way, { query }, token)));
