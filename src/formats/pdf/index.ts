import { Composer } from '../draft.js';
import { corruptFile, fileWithoutText } from '../errors.js';
import { LeftOuts } from '../left-out.js';
import type { ExtractLimits } from '../limits.js';
import type { ExtractProgress, ReadDocument, SourceFormat } from '../types.js';
import { readContent } from './content.js';
import { findFurniture } from './furniture.js';
import type { Page } from './geometry.js';
import { countLetters, LEAST_LETTERS } from './letters.js';
import { openPdf } from './open.js';
import { layOut } from './page.js';
import { type LinePiece, PieceReader, type RowPiece } from './pieces.js';
import { layoutsOf, type PlacedLines } from './place-words.js';
import { recogniseScans, type Textless } from './scans.js';
import { noteWhole } from './whole.js';

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
    const textless: Textless[] = [];
    const leftOut = new LeftOuts();
    const layers = await document.getOptionalContentConfig();
    await noteWhole(bytes, document, leftOut);
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const content = await readContent(page, number, layers, leftOut);
      const { text, rulings, entered, garbled } = content;
      pages.push(layOut(text, rulings, number, entered));
      if (content.textless) textless.push({ number, garbled, entered });
      page.cleanup();
    }
    for (const page of await recogniseScans(bytes, textless, limits, progress)) pages[page.number - 1] = page;
    for (const { number, garbled } of textless)
      if (garbled && lettersOf([pages[number - 1]!]) === 0) leftOut.add('UNREADABLE_TEXT', number);
    // A file with next to no text is taken for its pictures, and there has to be some in them.
    if (textless.length === pages.length && lettersOf(pages) < LEAST_LETTERS) throw fileWithoutText('PDF');
    return composePages('pdf', pages, leftOut);
  } catch (error) {
    throw error instanceof Error && error.name === 'DomainError' ? error : corruptFile('PDF', error);
  } finally {
    await document.destroy();
  }
}

const lettersOf = (pages: Page[]) =>
  countLetters(
    pages.flatMap(({ items }) =>
      items.map((item) => (item.kind === 'line' ? item.text : item.cells.join(' '))),
    ),
  );

/** Joins pages into a document; paragraphs and tables go on over page breaks. */
export function composePages(format: SourceFormat, pages: Page[], leftOut = new LeftOuts()): ReadDocument {
  const composer = new Composer(leftOut);
  const placed: PlacedLines[] = [];
  for (const piece of new PieceReader(pages, findFurniture(pages)).read()) {
    if (isRow(piece)) {
      const cells = composer.addRow(piece.cells, piece.place, { page: piece.page });
      for (const [index, span] of (cells ?? []).entries())
        placed.push({ span, lines: piece.lines[index] ?? [] });
    } else {
      const { lines, ...block } = piece;
      const span = composer.add(block);
      if (span) placed.push({ span, lines });
    }
  }
  const document = composer.toDocument(format, pages.length);
  return { ...document, pages: layoutsOf(document.text, pages, placed) };
}

const isRow = (piece: LinePiece | RowPiece): piece is RowPiece => 'cells' in piece;
