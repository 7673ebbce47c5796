import { corruptFile, fileWithoutText } from '../errors.js';
import { MAX_PAGES } from '../limits.js';
import { openPdf, type PdfDocument } from './open.js';

/** Fewer letters on all pages than this is no text: a stamp or a scanner's footer. */
const LEAST_LETTERS = 10;

/**
 * Opens a PDF and looks for text, page by page, until there is some.
 *
 * @returns the number of pages
 * @throws DomainError `file-corrupt`, `file-encrypted`, `file-too-large` or `file-without-text`
 */
export async function inspectPdf(bytes: Uint8Array): Promise<number> {
  const document = await openPdf(bytes, MAX_PAGES);
  try {
    if (!(await hasText(document))) throw fileWithoutText('PDF');
    return document.numPages;
  } catch (error) {
    throw error instanceof Error && error.name === 'DomainError' ? error : corruptFile('PDF', error);
  } finally {
    await document.destroy();
  }
}

async function hasText(document: PdfDocument): Promise<boolean> {
  let letters = 0;
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent({ includeMarkedContent: false });
    page.cleanup();
    for (const item of items) {
      if ('str' in item) letters += item.str.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
      if (letters >= LEAST_LETTERS) return true;
    }
  }
  return false;
}
