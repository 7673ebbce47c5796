import type { App } from '../app-types.js';
import { notDrawn, type Rectangle, type SourceFormat, type Span } from '../formats/index.js';
import type { Actor } from '../identity/index.js';
import { notFound } from '../platform/errors.js';
import { isUuid } from '../platform/ids.js';
import { hashOf } from '../platform/secrets/hash.js';
import { placeOf } from './place-of.js';
import { filesSeenBy } from './seen-by.js';

/** Which page is wanted, and what of it is to be marked. */
export interface PageWanted {
  /** Of the source document. */
  id: string;
  /** 1-based. */
  page: number;
  /** In pixels. */
  width: number;
  /** A part of the text. */
  span: Span | null;
  rectangles: Rectangle[];
}

export interface PageImage {
  /** The same for the same picture. */
  etag: string;
  png(): Promise<Uint8Array>;
}

/**
 * A page of a document as a picture, as it looks, with marks. It is made once and kept for a while.
 * @throws {DomainError} not-found, also for a page that there is not, or a document that the actor may not see;
 *   invalid-input for one that has no pages to show
 */
export async function pageImage(app: App, actor: Actor, wanted: PageWanted): Promise<PageImage> {
  const { id, page, width, span } = wanted;
  const file = isUuid(id)
    ? await app.db.storedFile.findFirst({
        where: { ...filesSeenBy(app, actor), sourceDocumentId: id },
        orderBy: { createdAt: 'desc' },
      })
    : null;
  if (!file) throw notFound('The document');
  if (file.format !== 'pdf') throw notDrawn();
  if (!(await app.storage.exists(file.storageKey))) throw notFound('The file of this document');
  const found = span ? (await placeOf(app, id, span)).rectangles.filter((place) => place.page === page) : [];
  const marks = [...found, ...wanted.rectangles].map(({ x0, y0, x1, y1 }) => ({ x0, y0, x1, y1 }));
  // Within the organization, so that nobody can tell by the time it takes what others have.
  const etag = hashOf([file.organizationId, file.sha256, page, width, marks]);
  return {
    etag,
    png: () =>
      app.pageImages.get(etag, () =>
        app.documents.draw(app.storage.pathOf(file.storageKey), file.format as SourceFormat, {
          page,
          width,
          marks,
        }),
      ),
  };
}
