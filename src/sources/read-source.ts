import type { Prisma, SourceDocument, StoredFile } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import { READER_VERSION, type ReadDocument, type SourceFormat } from '../formats/index.js';
import type { Tx } from '../platform/database/db.js';
import { newId } from '../platform/ids.js';

const ROWS_AT_ONCE = 1000;
/** Storing the blocks of a thousand pages takes a while. */
const LONGEST_STORING_MS = 60_000;

/** What is told of a document that was read, without its text. */
export type ReadSource = Omit<SourceDocument, 'text'>;

type SourceApp = Pick<App, 'db' | 'documents' | 'storage'>;

/**
 * What was read of a file: as it was kept, or read now. Files of an organization with the same content are read once by the
 * same reader, however often they are uploaded and for whatever they are used.
 * @throws {DomainError} file-* where the file turns out to be unreadable
 */
export async function readSource(
  app: SourceApp,
  file: StoredFile,
  { signal }: { signal?: AbortSignal } = {},
): Promise<ReadSource> {
  const known = await findRead(app, file);
  if (known) {
    await linkTo(app.db, file, known);
    return known;
  }
  const path = app.storage.pathOf(file.storageKey);
  const read = await app.documents.extract(path, file.format as SourceFormat, { signal });
  await app.db.$transaction((tx) => store(tx, file, read), { timeout: LONGEST_STORING_MS });
  // Somebody else may have been quicker with another file of the same content.
  const stored = (await findRead(app, file))!;
  await linkTo(app.db, file, stored);
  return stored;
}

const keyOf = ({ organizationId, sha256: contentHash, format }: StoredFile) => ({
  organizationId,
  contentHash,
  format,
  reader: READER_VERSION,
});

const findRead = (app: SourceApp, file: StoredFile): Promise<ReadSource | null> =>
  app.db.sourceDocument.findFirst({ where: keyOf(file), omit: { text: true } });

const linkTo = (
  db: Pick<Tx, 'storedFile'>,
  { id }: StoredFile,
  { id: sourceDocumentId, leftOut }: ReadSource,
) =>
  db.storedFile.update({
    where: { id },
    data: { sourceDocumentId, leftOut: leftOut as Prisma.InputJsonValue },
    select: { id: true },
  });

async function store(
  tx: Tx,
  file: StoredFile,
  { text, blocks, pages, ...document }: ReadDocument,
): Promise<void> {
  const id = newId();
  const { organizationId } = file;
  const { pageCount, leftOut } = document;
  const { count } = await tx.sourceDocument.createMany({
    data: [{ ...keyOf(file), id, pageCount, text, leftOut: leftOut as unknown as Prisma.InputJsonValue }],
    skipDuplicates: true,
  });
  if (!count) return;
  const owner = { documentId: id, organizationId };
  for (const some of inBatches(blocks))
    await tx.sourceBlock.createMany({
      data: some.map(({ text: _, row, ...block }) => ({
        ...owner,
        ...block,
        ...(row && { row: row as unknown as Prisma.InputJsonObject }),
      })),
    });
  for (const some of inBatches(pages ?? []))
    await tx.sourcePage.createMany({
      data: some.map(({ number, width, height, span, words }) => ({
        ...owner,
        ...{ number, width, height, start: span.start, end: span.end },
        words: Uint8Array.from(words),
      })),
    });
}

function* inBatches<T>(rows: readonly T[]) {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) yield rows.slice(from, from + ROWS_AT_ONCE);
}
