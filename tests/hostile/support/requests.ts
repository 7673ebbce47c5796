import { request } from 'node:http';
import { Readable } from 'node:stream';
import type { Reply } from '../../support/api-client.js';
import type { Content } from '../files/hostile-file.js';
import { piecesOf } from './content.js';

export const BOUNDARY = 'b0undary';

/** One part of a multipart request, its header lines as they are. */
export interface Part {
  header: string;
  content: Content | string;
}

export const field = (name: string, value: string): Part => ({
  header: `content-disposition: form-data; name="${name}"`,
  content: value,
});

/** @param filename goes into the header as it is, in UTF-8 */
export const filePart = (content: Content, filename: string, name = 'file'): Part => ({
  header: `content-disposition: form-data; name="${name}"; filename="${filename}"\r\ncontent-type: application/octet-stream`,
  content,
});

export function* multipart(parts: Part[]): Iterable<Uint8Array> {
  for (const { header, content } of parts) {
    yield Buffer.from(`--${BOUNDARY}\r\n${header}\r\n\r\n`);
    yield* piecesOf(typeof content === 'string' ? Buffer.from(content) : content);
    yield Buffer.from('\r\n');
  }
  yield Buffer.from(`--${BOUNDARY}--\r\n`);
}

export interface Answer {
  status: number;
  /** Parsed where it is JSON, else text. */
  body: Reply;
}

/** Sends a body piece by piece; it is never held whole. */
export function send(
  url: string,
  body: Iterable<Uint8Array>,
  headers: Record<string, string> = {},
  method = 'POST',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const req = request(url, {
      method,
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, ...headers },
    });
    const source = Readable.from(body);
    req.on('response', (res) => {
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (chunk: string) => {
        text += chunk;
      });
      res.on('end', () => {
        source.destroy();
        req.destroy();
        resolve({ status: res.statusCode ?? 0, body: parsed(text) });
      });
    });
    req.on('error', reject);
    source.pipe(req);
  });
}

function parsed(text: string): Reply {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const UPLOAD = `mutation ($file: File!, $clientName: String!, $key: String) {
  uploadRfp(input: { file: $file, clientName: $clientName, idempotencyKey: $key }) {
    workflow { workflowId state clientName }
    errors { code message path }
  }
}`;

export interface Upload {
  content: Content;
  filename: string;
  clientName?: string;
  key?: string;
}

export interface Outcome {
  workflowId: string | null;
  errors: { code: string; message: string; path?: string[] | null }[];
}

/** Uploads by the streaming route. */
export async function byRoute(url: string, { content, filename, clientName, key }: Upload): Promise<Outcome> {
  const fields = [
    field('clientName', clientName ?? 'Northwind'),
    ...(key ? [field('idempotencyKey', key)] : []),
  ];
  const { body } = await send(`${url}/upload/rfp`, multipart([...fields, filePart(content, filename)]));
  return { workflowId: body.workflow?.workflowId ?? null, errors: body.errors };
}

/** Uploads by GraphQL, as the multipart request specification says. */
export async function byGraphql(
  url: string,
  { content, filename, clientName, key }: Upload,
): Promise<Outcome> {
  const variables = { file: null, clientName: clientName ?? 'Northwind', key: key ?? null };
  const parts = [
    field('operations', JSON.stringify({ query: UPLOAD, variables })),
    field('map', '{"0":["variables.file"]}'),
    filePart(content, filename, '0'),
  ];
  const { body } = await send(`${url}/graphql`, multipart(parts));
  if (!body.data?.uploadRfp)
    return {
      workflowId: null,
      errors: body.errors.map((error: Reply) => ({ ...error, code: error.extensions?.code })),
    };
  const { workflow, errors } = body.data.uploadRfp;
  return { workflowId: workflow?.workflowId ?? null, errors };
}

export const routes = { 'POST /upload/rfp': byRoute, GraphQL: byGraphql };
