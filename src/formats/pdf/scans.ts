import { createCanvas } from '@napi-rs/canvas';
import { tooManyScans } from '../errors.js';
import type { ExtractLimits } from '../limits.js';
import type { ExtractProgress } from '../types.js';
import type { Page, Run } from './geometry.js';
import { openPdf, type PdfDocument, type PdfPage } from './open.js';
import { OPS, PICTURES } from './operators.js';

/** A page that says next to nothing by itself. */
export interface Textless {
  /** 1-based. */
  number: number;
  /** Whether it has text, in fonts that do not tell which letters it has. */
  garbled: boolean;
  /** What was filled in on it. */
  entered: Run[];
}

/** What the engine reads best. */
const DPI = 300;
/** Large sheets are drawn with fewer dots; a letter page at 300 dpi has 8.4 million. */
const MAX_PIXELS = 16_000_000;

/** Some programs turn letters into outlines; frames and rules are fewer. */
const LEAST_OUTLINES = 50;

/** Whether there is something on a page without text that may be text to the eye. @param page of a PDF opened with pictures */
export async function isPicture(page: PdfPage): Promise<boolean> {
  const { fnArray } = await page.getOperatorList();
  let outlines = 0;
  for (const operator of fnArray) {
    if (PICTURES.has(operator)) return true;
    if (operator === OPS.constructPath && ++outlines >= LEAST_OUTLINES) return true;
  }
  return false;
}

/**
 * Recognises those of the pages that are pictures, or whose letters nothing else tells.
 *
 * @param pages without text of their own
 * @returns pages on which there was text
 * @throws DomainError `file-too-large` where there are more of them than may be
 */
export async function recogniseScans(
  bytes: Uint8Array,
  textless: Textless[],
  limits: ExtractLimits,
  progress: ExtractProgress,
): Promise<Page[]> {
  if (textless.length === 0) return [];
  const document = await openPdf(bytes, limits.pages, true);
  try {
    const scans = await picturesAmong(document, textless, limits.ocrPages);
    if (scans.length === 0) return [];
    if (scans.length > limits.ocrPages) throw tooManyScans(scans.length, limits.ocrPages);
    progress.recognising(scans.length);
    const [{ Recogniser }, { recognisePage }] = await Promise.all([
      import('../ocr/engine.js'),
      import('../ocr/read-page.js'),
    ]);
    await using recogniser = await Recogniser.open();
    const pages: Page[] = [];
    for (const { number, entered } of scans) {
      const page = await document.getPage(number);
      const read = await recognisePage(recogniser, await scanOf(page), number, entered);
      if (read) pages.push(read);
      page.cleanup();
    }
    return pages;
  } finally {
    await document.destroy();
  }
}

/** Decoding pictures takes time: where there are many pages without text, nearly all of them are scans. */
async function picturesAmong(
  document: PdfDocument,
  textless: Textless[],
  limit: number,
): Promise<Textless[]> {
  const scans: Textless[] = [];
  for (const [index, candidate] of textless.entries()) {
    const page = await document.getPage(candidate.number);
    if (candidate.garbled || (await isPicture(page))) scans.push(candidate);
    page.cleanup();
    if (scans.length > limit) return [...scans, ...textless.slice(index + 1)];
  }
  return scans;
}

/** Of pdf.js' AnnotationMode: without forms and notes, and with them. */
const [NO_ANNOTATIONS, ANNOTATIONS] = [0, 1];

/**
 * Draws a page as it looks, on white.
 * @param options how many dots an inch has at most, and whether what was filled in is shown; where the page is read, it is
 *   taken from the fields themselves
 */
export async function pageCanvas(page: PdfPage, { dpi = DPI, annotations = false } = {}) {
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
  const annotationMode = annotations ? ANNOTATIONS : NO_ANNOTATIONS;
  await page.render({ canvasContext: context, canvas: null, viewport, annotationMode }).promise;
  return { canvas, dpi: scale * 72 };
}

async function scanOf(page: PdfPage) {
  const { grayOf } = await import('../ocr/raster.js');
  const { canvas, dpi } = await pageCanvas(page);
  const { width, height } = canvas;
  return grayOf(canvas.getContext('2d').getImageData(0, 0, width, height).data, width, height, dpi);
}
