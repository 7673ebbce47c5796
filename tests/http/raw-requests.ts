import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: { data?: unknown; errors?: { code: string; message: string }[] };
}

/** A request with any headers, which fetch would not all send. */
export const send = (
  url: string,
  method: string,
  headers: Record<string, string>,
  content = '',
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, async (answer) => {
      const given = await text(answer);
      const body = given.startsWith('{') ? JSON.parse(given) : {};
      resolve({ status: answer.statusCode!, headers: answer.headers, body });
    });
    sent.on('error', reject);
    sent.end(content);
  });

/** Status with which a WebSocket is opened or refused. */
export const upgrade = (url: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
    socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode!));
    socket.on('error', () => {});
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
  });
