import { decodeText } from './decode.js';
import { corruptFile, tooMuchText } from './errors.js';
import { defaultLimits, type ExtractLimits, MAX_TEXT_CHARACTERS } from './limits.js';
import { extractMarkdown } from './text/markdown.js';
import { extractText } from './text/plain.js';
import type { ExtractProgress, ReadDocument, SourceFormat } from './types.js';

type Extractor = (
  bytes: Uint8Array,
  limits: ExtractLimits,
  progress: ExtractProgress,
) => Promise<ReadDocument>;

/**
 * Moves with each change of a reader after which a file may read otherwise: files that were read by an earlier version
 * are then read anew where they are used anew.
 */
export const READER_VERSION = 1;

function textOf(bytes: Uint8Array): string {
  const text = decodeText(bytes);
  if (text === null) throw corruptFile('text file');
  return text;
}

// The readers of packed formats are loaded when first needed: pdf.js alone takes a quarter of a second.
const extractors: Record<SourceFormat, Extractor> = {
  pdf: async (bytes, limits, progress) =>
    (await import('./pdf/index.js')).extractPdf(bytes, limits, progress),
  docx: async (bytes, limits) => (await import('./docx/index.js')).extractDocx(bytes, limits),
  doc: async (bytes) => (await import('./doc/index.js')).extractDoc(bytes),
  text: async (bytes) => extractText(textOf(bytes)),
  markdown: async (bytes) => extractMarkdown(textOf(bytes)),
  html: async (bytes) => (await import('./html/index.js')).extractHtml(bytes),
  xlsx: async (bytes, limits) => (await import('./xlsx/index.js')).extractXlsx(bytes, limits),
  csv: async (bytes) => (await import('./csv/index.js')).extractCsv(textOf(bytes)),
  image: async (bytes, limits, progress) =>
    (await import('./image/index.js')).extractImage(bytes, limits, progress),
};

/**
 * Reads a document into text and blocks, in this process. For untrusted files use `extractInSandbox`.
 *
 * @param bytes the whole file
 * @param format what it is, as told by `inspectDocument`
 * @param limits tighter bounds than the default ones
 * @throws DomainError `file-corrupt`, `file-encrypted`, `file-too-large` or `file-without-text`
 */
export async function extractDocument(
  bytes: Uint8Array,
  format: SourceFormat,
  limits: Partial<ExtractLimits> = {},
  progress: ExtractProgress = { recognising() {} },
): Promise<ReadDocument> {
  const document = await extractors[format](bytes, { ...defaultLimits, ...limits }, progress);
  if (document.text.length > MAX_TEXT_CHARACTERS) throw tooMuchText(document.text.length);
  return document;
}
