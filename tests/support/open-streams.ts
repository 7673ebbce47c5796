import { once } from 'node:events';
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';

/** Everything by which clients ask for server-sent events, knowing it or not; undefined for no header at all. */
const ACCEPTS = [
  ...['text/event-stream', 'TEXT/Event-Stream', 'text/*', '*/event-stream', '*/*', '', undefined],
  ...['application/json, text/event-stream;q=0.1', 'multipart/mixed, */*;q=0.5', 'image/*,*/*;charset=utf-8'],
];

/** A subscription that is open; `ended` tells all that was sent, once the service has ended it. */
export interface OpenStream {
  way: string;
  ended: Promise<string>;
}

async function openStream(
  url: string,
  method: 'GET' | 'POST',
  accept: string | undefined,
  query: string,
  token: string | null,
): Promise<OpenStream> {
  const headers: OutgoingHttpHeaders = {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(accept !== undefined && { accept }),
    ...(method === 'POST' && { 'content-type': 'application/json' }),
  };
  const link = method === 'GET' ? `?query=${encodeURIComponent(query)}` : '';
  const sent = request(`${url}/graphql${link}`, { method, headers });
  sent.end(method === 'POST' ? JSON.stringify({ query }) : undefined);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const way = `${method} with Accept: ${accept}`;
  const type = response.headers['content-type'];
  if (type !== 'text/event-stream') throw new Error(`${way} is answered with ${response.statusCode} ${type}`);
  let said = '';
  response.setEncoding('utf8').on('data', (piece: string) => {
    said += piece;
  });
  // Cut off, or at its end.
  response.on('error', () => {});
  return { way, ended: new Promise((resolve) => response.once('close', () => resolve(said))) };
}

/** The same subscription in every way in which it can be asked for over HTTP. */
export const openInEveryWay = (url: string, query: string, token: string | null): Promise<OpenStream[]> =>
  Promise.all(
    (['GET', 'POST'] as const).flatMap((method) =>
      ACCEPTS.map((accept) => openStream(url, method, accept, query, token)),
    ),
  );
