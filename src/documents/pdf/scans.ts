import { createCanvas } from '@napi-rs/canvas';
import { tooManyScans } from '../errors.js';
import type { ExtractProgress } from '../extract.js';
import type { ExtractLimits } from '../limits.js';
import type { Page } from './geometry.js';
import { openPdf, type PdfDocument, type PdfPage } from './open.js';

/** Fewer letters on a page than this are no text: a stamp or a scanner's footer. */
export const LEAST_LETTERS = 10;

export const countLetters = (texts: string[]) =>
  texts.reduce((sum, text) => sum + (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0);

/** What the engine reads best. */
const DPI = 300;
/** Large sheets are drawn with fewer dots; a letter page at 300 dpi has 8.4 million. */
const MAX_PIXELS = 16_000_000;

/** Operators of pdf.js' operator list that draw pictures (its OPS table), and the one that draws outlines. */
const PICTURES = new Set([83, 84, 85, 86, 87, 88, 89]);
const OUTLINE = 91;
/** Some programs turn letters into outlines; frames and rules are fewer. */
const LEAST_OUTLINES = 50;

/** Whether there is something on a page without text that may be text to the eye. @param page of a PDF opened with pictures */
export async function isPicture(page: PdfPage): Promise<boolean> {
  const { fnArray } = await page.getOperatorList();
  let outlines = 0;
  for (const operator of fnArray) {
    if (PICTURES.has(operator)) return true;
    if (operator === OUTLINE && ++outlines >= LEAST_OUTLINES) return true;
  }
  return false;
}

/**
 * Recognises those of the pages that are pictures.
 *
 * @param numbers 1-based numbers of the pages without text of their own
 * @returns pages on which there was text
 * @throws DomainError `file-too-large` where there are more of them than may be
 */
export async function recogniseScans(
  bytes: Uint8Array,
  numbers: number[],
  limits: ExtractLimits,
  progress: ExtractProgress,
): Promise<Page[]> {
  if (numbers.length === 0) return [];
  const document = await openPdf(bytes, limits.pages, true);
  try {
    const scans = await picturesAmong(document, numbers, limits.ocrPages);
    if (scans.length === 0) return [];
    if (scans.length > limits.ocrPages) throw tooManyScans(scans.length, limits.ocrPages);
    progress.recognising(scans.length);
    const [{ Recogniser }, { recognisePage }] = await Promise.all([
      import('../ocr/engine.js'),
      import('../ocr/read-page.js'),
    ]);
    await using recogniser = await Recogniser.open();
    const pages: Page[] = [];
    for (const number of scans) {
      const page = await document.getPage(number);
      const read = await recognisePage(recogniser, await scanOf(page), number);
      if (read) pages.push(read);
      page.cleanup();
    }
    return pages;
  } finally {
    await document.destroy();
  }
}

/** Decoding pictures takes time: where there are many pages without text, nearly all of them are scans. */
async function picturesAmong(document: PdfDocument, numbers: number[], limit: number): Promise<number[]> {
  const scans: number[] = [];
  for (const [index, number] of numbers.entries()) {
    const page = await document.getPage(number);
    if (await isPicture(page)) scans.push(number);
    page.cleanup();
    if (scans.length > limit) return [...scans, ...numbers.slice(index + 1)];
  }
  return scans;
}

/** Draws a page as it looks, on white. @param dpi how many dots an inch has at most */
export async function drawPage(page: PdfPage, dpi = DPI) {
  const { width, height } = page.getViewport({ scale: 1 });
  const scale = Math.min(dpi / 72, Math.sqrt(MAX_PIXELS / (width * height)));
  const viewport = page.getViewport({ scale });
  const canvas = createCanvas(
    Math.max(1, Math.ceil(viewport.width)),
    Math.max(1, Math.ceil(viewport.height)),
  );
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  await page.render({ canvasContext: context, canvas: null, viewport }).promise;
  return { canvas, dpi: scale * 72 };
}

async function scanOf(page: PdfPage) {
  const { grayOf } = await import('../ocr/raster.js');
  const { canvas, dpi } = await drawPage(page);
  const { width, height } = canvas;
  return grayOf(canvas.getContext('2d').getImageData(0, 0, width, height).data, width, height, dpi);
}
