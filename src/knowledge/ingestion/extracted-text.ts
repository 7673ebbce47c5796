import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { App } from '../../app-types.js';
import { type ExtractedDocument, pack, unpack } from '../../formats/index.js';
import type { IngestionRun } from '../../platform/durable.js';

// Between reading a file and storing its passages, so that a killed worker costs no second reading.
const keyOf = ({ organizationId, itemId, attempt }: IngestionRun) =>
  `${organizationId}/ingestion/${itemId}-${attempt}`;

/** Keeps the text of a run's document until the run is over. */
export async function keepText(app: App, run: IngestionRun, document: ExtractedDocument): Promise<void> {
  await app.storage.write(keyOf(run), await promisify(gzip)(JSON.stringify(pack(document))));
}

/** The document that was kept; null where there is none (any more). */
export async function keptText(app: App, run: IngestionRun): Promise<ExtractedDocument | null> {
  if (!(await app.storage.exists(keyOf(run)))) return null;
  const content = await promisify(gunzip)(await buffer(app.storage.read(keyOf(run))));
  return unpack(JSON.parse(content.toString()));
}

export const dropText = (app: App, run: IngestionRun): Promise<void> => app.storage.remove(keyOf(run));
