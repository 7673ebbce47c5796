import { DomainError, notFound } from '../platform/errors.js';
import { corruptFile } from './errors.js';
import { MAX_PAGES } from './limits.js';
import type { Rectangle } from './places.js';
import type { SourceFormat } from './types.js';

/** A page to be drawn. */
export interface PageToDraw {
  /** 1-based. */
  page: number;
  /** In pixels; a very tall page is drawn narrower. */
  width: number;
  /** What is marked on it, in points from its top left corner. */
  marks: Rectangle[];
}

/** Multiplied with what is drawn, so that the text of a mark stays as dark as it is. */
const MARK = '#ffe45c';
/** So far a mark reaches beyond its letters, in points. */
const MARGIN = 1;

/**
 * Draws a page of a document as it looks, with its forms filled in, as a PNG on white.
 * @throws DomainError `not-found` for a page that it does not have; `invalid-input` for a format that has no pages to draw;
 *   `file-corrupt`
 */
export async function drawPage(
  bytes: Uint8Array,
  format: SourceFormat,
  wanted: PageToDraw,
): Promise<Uint8Array> {
  if (format !== 'pdf') throw notDrawn();
  const [{ openPdf }, { pageCanvas }] = await Promise.all([
    import('./pdf/open.js'),
    import('./pdf/scans.js'),
  ]);
  const document = await openPdf(bytes, MAX_PAGES, true);
  try {
    if (wanted.page > document.numPages)
      throw notFound(`Page ${wanted.page} of a document with ${document.numPages}`);
    const page = await document.getPage(wanted.page);
    const { width } = page.getViewport({ scale: 1 });
    const { canvas, dpi } = await pageCanvas(page, { dpi: (72 * wanted.width) / width, annotations: true });
    const context = canvas.getContext('2d');
    context.setTransform(dpi / 72, 0, 0, dpi / 72, 0, 0);
    context.globalCompositeOperation = 'multiply';
    context.fillStyle = MARK;
    for (const { x0, y0, x1, y1 } of wanted.marks)
      context.fillRect(x0 - MARGIN, y0 - MARGIN, x1 - x0 + 2 * MARGIN, y1 - y0 + 2 * MARGIN);
    return canvas.encode('png');
  } catch (error) {
    throw error instanceof DomainError ? error : corruptFile('PDF', error);
  } finally {
    await document.destroy();
  }
}

/** The format has no pages of its own. */
export const notDrawn = () =>
  new DomainError(
    'invalid-input',
    'Only pages of a PDF are shown as pictures. Of other documents, show the text or the cell.',
  );
