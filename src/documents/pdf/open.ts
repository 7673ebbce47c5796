import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PDFParse } from 'pdf-parse';
import { corruptFile, encryptedFile, protectedPdf, tooManyPages } from '../errors.js';
import { MAX_IMAGE_PIXELS } from '../limits.js';

/** The parts of pdf.js' document that are used here. */
export interface PdfDocument {
  numPages: number;
  getPage(number: number): Promise<PdfPage>;
  destroy(): Promise<void>;
}

interface Viewport {
  width: number;
  height: number;
  transform: number[];
}

export interface PdfPage {
  getViewport(options: { scale: number }): Viewport;
  render(options: { canvasContext: unknown; canvas: null; viewport: Viewport }): { promise: Promise<void> };
  getTextContent(options: { includeMarkedContent: boolean }): Promise<{ items: PdfItem[] }>;
  getOperatorList(): Promise<{ fnArray: number[]; argsArray: unknown[] }>;
  getAnnotations(options: { intent: 'any' }): Promise<PdfAnnotation[]>;
  commonObjs: {
    has(id: string): boolean;
    get(id: string): { name?: string; bold?: boolean; black?: boolean };
  };
  cleanup(): void;
}

export interface PdfAnnotation {
  subtype: string;
  contentsObj?: { str: string };
}

export type PdfItem =
  | {
      str: string;
      transform: number[];
      width: number;
      height: number;
      fontName: string;
      hasEOL: boolean;
      type?: undefined;
    }
  | { type: string; tag?: string; id?: string | null };

// Character maps of Asian fonts and metrics of the fonts that a PDF need not embed come with pdf.js.
const parserPath = createRequire(import.meta.url).resolve('pdf-parse');
const fonts = dirname(createRequire(parserPath).resolve('pdfjs-dist/package.json'));

/**
 * Opens a PDF. pdf-parse loads it; its own text has no positions, so pages are read from the pdf.js document
 * that it holds.
 *
 * @param pictures whether images are decoded; otherwise they are skipped
 * @throws DomainError `file-corrupt`, `file-encrypted` (needs a password to open) or `file-too-large`
 */
export async function openPdf(bytes: Uint8Array, maxPages: number, pictures = false): Promise<PdfDocument> {
  const parser = new PDFParse({
    // pdf.js takes the buffer for its own, so it gets a copy.
    data: bytes.slice(),
    verbosity: 0,
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
    maxImageSize: pictures ? MAX_IMAGE_PIXELS : 1,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    wasmUrl: `${join(fonts, 'wasm')}/`,
    cMapUrl: `${join(fonts, 'cmaps')}/`,
    cMapPacked: true,
    standardFontDataUrl: `${join(fonts, 'standard_fonts')}/`,
  });
  const holder = parser as unknown as { load(): Promise<PdfDocument> };
  let document: PdfDocument;
  try {
    document = await holder.load();
  } catch (error) {
    if (error instanceof Error && /password/i.test(`${error.name} ${error.message}`))
      throw encryptedFile('PDF');
    if (error instanceof Error && /encryption|encrypted/i.test(error.message)) throw protectedPdf();
    throw corruptFile('PDF', error);
  }
  if (!(document.numPages > 0)) {
    await document.destroy();
    throw corruptFile('PDF', new Error(`${document.numPages} pages`));
  }
  if (document.numPages > maxPages) {
    await document.destroy();
    throw tooManyPages(document.numPages, maxPages);
  }
  return document;
}
