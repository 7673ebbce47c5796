import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { App } from '../app-types.js';
import type { Actor } from '../identity/index.js';
import { notFound } from '../platform/errors.js';
import { contentDisposition, findOutput } from '../rfp/index.js';

/** GET /download/{workflowId}: the response document. */
export async function download(
  app: App,
  actor: Actor,
  reference: string,
  res: ServerResponse,
): Promise<void> {
  const output = await findOutput(app, actor, reference);
  if (!(await app.storage.exists(output.storageKey))) throw notFound('The file of this response');
  res.writeHead(200, {
    'content-type': output.mediaType,
    'content-length': output.sizeBytes,
    'content-disposition': contentDisposition(output.filename),
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  });
  await pipeline(app.storage.read(output.storageKey), res);
}
