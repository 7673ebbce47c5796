import { corruptFile, fileWithoutText, tooManyScans } from '../errors.js';
import { LeftOuts } from '../left-out.js';
import { MAX_OCR_PAGES, MAX_PAGES } from '../limits.js';
import type { Inspection } from '../types.js';
import { readContent } from './content.js';
import { countLetters, LEAST_LETTERS } from './letters.js';
import { openPdf, type PdfDocument } from './open.js';
import { isPicture } from './scans.js';
import { noteWhole } from './whole.js';

/**
 * How long to look for pages without text once there is some, in milliseconds: an upload waits for it. The first pages are
 * looked at whatever it takes, so that a busy machine says the same of a short file as an idle one.
 */
const LOOK_MS = 500;
const FIRST_PAGES = 3;

/**
 * Opens a PDF and looks for text page by page until there is some, and for pages that are pictures. These are only
 * recognised when the file is read.
 *
 * @throws DomainError `file-corrupt`, `file-encrypted`, `file-too-large` or `file-without-text`
 */
export async function inspectPdf(bytes: Uint8Array): Promise<Omit<Inspection, 'format'>> {
  const document = await openPdf(bytes, MAX_PAGES);
  try {
    const leftOut = new LeftOuts();
    await noteWhole(bytes, document, leftOut);
    const { textless, garbled, found } = await findTextless(document, leftOut);
    const needsOcr = garbled || (textless.length > 0 && (await hasPicture(bytes, textless, found)));
    if (!found && !needsOcr) throw fileWithoutText('PDF');
    if (!found && textless.length > MAX_OCR_PAGES) throw tooManyScans(textless.length, MAX_OCR_PAGES);
    return { pageCount: document.numPages, needsOcr, leftOut: leftOut.list() };
  } catch (error) {
    throw error instanceof Error && error.name === 'DomainError' ? error : corruptFile('PDF', error);
  } finally {
    await document.destroy();
  }
}

async function findTextless(
  document: PdfDocument,
  leftOut: LeftOuts,
): Promise<{ textless: number[]; garbled: boolean; found: boolean }> {
  const began = performance.now();
  const textless: number[] = [];
  const layers = await document.getOptionalContentConfig();
  let garbled = false;
  let letters = 0;
  for (let number = 1; number <= document.numPages; number++) {
    const isLate = number > FIRST_PAGES && performance.now() - began > LOOK_MS;
    if (letters >= LEAST_LETTERS && isLate) break;
    try {
      const page = await document.getPage(number);
      const content = await readContent(page, number, layers, leftOut);
      page.cleanup();
      if (content.textless) textless.push(number);
      garbled ||= content.garbled;
      const { upright, turned } = content.text;
      letters += countLetters([...upright, ...turned, ...content.entered].map(({ text }) => text));
    } catch (error) {
      // How far the look gets depends on the machine; what is refused must not. Reading the file meets it again.
      if (letters >= LEAST_LETTERS) break;
      throw error;
    }
  }
  return { textless, garbled, found: letters >= LEAST_LETTERS };
}

/** How many pages without text are looked at in a file that has text elsewhere. */
const LOOK_AT = 3;

async function hasPicture(bytes: Uint8Array, numbers: number[], hasText: boolean): Promise<boolean> {
  const document = await openPdf(bytes, MAX_PAGES, true);
  try {
    for (const number of hasText ? numbers.slice(0, LOOK_AT) : numbers) {
      const page = await document.getPage(number);
      const found = await isPicture(page);
      page.cleanup();
      if (found) return true;
    }
    return false;
  } finally {
    await document.destroy();
  }
}
