import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { App } from '../app-types.js';
import type { Actor } from '../identity/index.js';
import { invalidInput, notFound } from '../platform/errors.js';
import {
  contentDisposition,
  documentFile,
  type FileOfDocument,
  formatOf,
  responseFile,
} from '../rfp/index.js';

/** GET /download/{workflowId}?format=docx|pdf|md: what the workflow came to. */
export async function downloadResponse(
  app: App,
  actor: Actor,
  { reference, query }: { reference: string; query: URLSearchParams },
  res: ServerResponse,
): Promise<void> {
  const file = await responseFile(app, actor, reference, formatOf(query.get('format')));
  if ('made' in file) return send(res, file.made);
  const { storageKey, sizeBytes, mediaType, filename } = file.stored;
  if (!(await app.storage.exists(storageKey))) throw notFound('The file of this response');
  res.writeHead(200, headers({ mediaType, filename }, sizeBytes));
  await pipeline(app.storage.read(storageKey), res);
}

/** GET /documents/{workflowId}/download?format=docx|pdf|md&version=3: the document, or a version of it. */
export async function downloadDocument(
  app: App,
  actor: Actor,
  { reference, query }: { reference: string; query: URLSearchParams },
  res: ServerResponse,
): Promise<void> {
  const format = formatOf(query.get('format'));
  send(res, await documentFile(app, actor, reference, { format, version: versionOf(query.get('version')) }));
}

function versionOf(given: string | null): number | null {
  if (given === null) return null;
  if (!/^[1-9]\d{0,8}$/.test(given)) throw invalidInput('A version is a number from 1 on.', ['version']);
  return Number(given);
}

function send(res: ServerResponse, file: FileOfDocument): void {
  res.writeHead(200, headers(file, file.content.length));
  res.end(file.content);
}

const headers = ({ mediaType, filename }: { mediaType: string; filename: string }, size: number) => ({
  'content-type': mediaType,
  'content-length': size,
  'content-disposition': contentDisposition(filename),
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
});
