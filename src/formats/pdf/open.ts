import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PDFParse } from 'pdf-parse';
import { corruptFile, encryptedFile, protectedPdf, tooManyPages } from '../errors.js';
import { MAX_IMAGE_PIXELS } from '../limits.js';
import type { OperatorList } from './operators.js';
import type { FontCodes } from './painting/garbled.js';
import type { FontMetrics } from './painting/state.js';

/** The parts of pdf.js' document that are used here. */
export interface PdfDocument {
  numPages: number;
  getPage(number: number): Promise<PdfPage>;
  getOptionalContentConfig(): Promise<Layers>;
  getMetadata(): Promise<{ info: { IsXFAPresent?: boolean; IsAcroFormPresent?: boolean } }>;
  destroy(): Promise<void>;
}

/** The layers of a document, as it says that they are switched at first. */
export interface Layers {
  isVisible(group: unknown): boolean;
}

export interface PdfFont extends FontMetrics, FontCodes {
  name?: string;
  bold?: boolean;
  black?: boolean;
}

interface Viewport {
  width: number;
  height: number;
  transform: number[];
}

export interface PdfPage {
  /** Left, bottom, right and top of what is shown of it, in its own space. */
  view: [number, number, number, number];
  getViewport(options: { scale: number }): Viewport;
  render(options: { canvasContext: unknown; canvas: null; viewport: Viewport; annotationMode: number }): {
    promise: Promise<void>;
  };
  getTextContent(options: { includeMarkedContent: boolean }): Promise<{ items: PdfItem[] }>;
  getOperatorList(): Promise<OperatorList>;
  getAnnotations(options: { intent: 'any' }): Promise<PdfAnnotation[]>;
  commonObjs: { has(id: string): boolean; get(id: string): PdfFont };
  cleanup(): void;
}

/** Something that lies on a page: a note, or the field of a form. */
export interface PdfAnnotation {
  id: string;
  subtype: string;
  /** Left, bottom, right and top in the space of the page. */
  rect: [number, number, number, number];
  annotationFlags: number;
  contentsObj?: { str: string };
  textContent?: string[];
  defaultAppearanceData?: { fontSize?: number };
  fieldType?: string;
  fieldValue?: string | string[] | null;
  multiLine?: boolean;
  password?: boolean;
  checkBox?: boolean;
  radioButton?: boolean;
  exportValue?: string;
  /** Of a radio button: the value that its field has where it is the chosen one. */
  buttonValue?: string | null;
  options?: { exportValue: string; displayValue: string }[];
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
    // Without them nothing tells a font whose codes are characters from one whose codes are not.
    fontExtraProperties: true,
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
