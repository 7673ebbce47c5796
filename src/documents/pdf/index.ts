import { Composer, type Piece } from '../draft.js';
import { corruptFile, fileWithoutText } from '../errors.js';
import type { ExtractProgress } from '../extract.js';
import { LeftOuts } from '../left-out.js';
import type { ExtractLimits } from '../limits.js';
import type { ReadDocument, SourceFormat } from '../types.js';
import { noteRemarks } from './annotations.js';
import { findFurniture } from './furniture.js';
import type { Page } from './geometry.js';
import { openPdf } from './open.js';
import { readPage } from './page.js';
import { PieceReader, type RowPiece } from './pieces.js';
import { countLetters, LEAST_LETTERS, recogniseScans } from './scans.js';

/**
 * Reads a PDF by the place of its text: lines are joined into paragraphs, over page breaks too; headers,
 * footers, page numbers and tables of contents are furniture; rows of ruled tables keep their cells. Pages that are
 * pictures are recognised.
 *
 * @throws DomainError `file-corrupt`, `file-encrypted`, `file-too-large` or `file-without-text`
 */
export async function extractPdf(
  bytes: Uint8Array,
  limits: ExtractLimits,
  progress: ExtractProgress,
): Promise<ReadDocument> {
  const document = await openPdf(bytes, limits.pages);
  try {
    const pages: Page[] = [];
    const textless: number[] = [];
    const leftOut = new LeftOuts();
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const read = await readPage(page, number);
      pages.push(read);
      await noteRemarks(page, number, leftOut);
      if (!hasLetters(read)) textless.push(number);
      page.cleanup();
    }
    for (const page of await recogniseScans(bytes, textless, limits, progress)) pages[page.number - 1] = page;
    // A file with next to no text is taken for its pictures, and there has to be some in them.
    if (textless.length === pages.length && lettersOf(pages) < LEAST_LETTERS) throw fileWithoutText('PDF');
    return composePages('pdf', pages, leftOut);
  } catch (error) {
    throw error instanceof Error && error.name === 'DomainError' ? error : corruptFile('PDF', error);
  } finally {
    await document.destroy();
  }
}

const hasLetters = (page: Page) => lettersOf([page]) >= LEAST_LETTERS;

const lettersOf = (pages: Page[]) =>
  countLetters(
    pages.flatMap(({ items }) =>
      items.map((item) => (item.kind === 'line' ? item.text : item.cells.join(' '))),
    ),
  );

/** Joins pages into a document; paragraphs and tables go on over page breaks. */
export function composePages(format: SourceFormat, pages: Page[], leftOut = new LeftOuts()): ReadDocument {
  const composer = new Composer(leftOut);
  for (const piece of new PieceReader(pages, findFurniture(pages)).read()) {
    if (isRow(piece)) composer.addRow(piece.cells, piece.place, { page: piece.page });
    else composer.add(piece);
  }
  return composer.toDocument(format, pages.length);
}

const isRow = (piece: Piece | RowPiece): piece is RowPiece => 'cells' in piece;
