import { Composer, type Piece } from '../draft.js';
import { corruptFile } from '../errors.js';
import type { ExtractLimits } from '../limits.js';
import type { ExtractedDocument } from '../types.js';
import { findFurniture } from './furniture.js';
import type { Page } from './geometry.js';
import { openPdf } from './open.js';
import { readPage } from './page.js';
import { PieceReader, type RowPiece } from './pieces.js';

/**
 * Reads a PDF by the place of its text: lines are joined into paragraphs, over page breaks too; headers,
 * footers, page numbers and tables of contents are furniture; rows of ruled tables keep their cells.
 *
 * @throws DomainError `file-corrupt`, `file-encrypted` or `file-too-large`
 */
export async function extractPdf(bytes: Uint8Array, limits: ExtractLimits): Promise<ExtractedDocument> {
  const document = await openPdf(bytes, limits.pages);
  try {
    const pages: Page[] = [];
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      pages.push(await readPage(page, number));
      page.cleanup();
    }
    return compose(pages);
  } catch (error) {
    throw error instanceof Error && error.name === 'DomainError' ? error : corruptFile('PDF', error);
  } finally {
    await document.destroy();
  }
}

function compose(pages: Page[]): ExtractedDocument {
  const composer = new Composer();
  for (const piece of new PieceReader(pages, findFurniture(pages)).read()) {
    if (isRow(piece)) composer.addRow(piece.cells, piece.place, { page: piece.page });
    else composer.add(piece);
  }
  return composer.toDocument('pdf', pages.length);
}

const isRow = (piece: Piece | RowPiece): piece is RowPiece => 'cells' in piece;
