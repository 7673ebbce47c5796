import { emptyFile, fileTooLarge, fileWithoutText } from './errors.js';
import { extractDocument } from './extract.js';
import { ALL_FORMATS } from './formats.js';
import { MAX_FILE_BYTES } from './limits.js';
import { sniffFormat } from './sniff.js';
import type { ExtractedDocument, Inspection, SourceFormat } from './types.js';

/** What to call a file in which no text was found. These formats are quick to read, and only reading them tells. */
const READ_AT_ONCE: Partial<Record<SourceFormat, string>> = {
  docx: 'Word document',
  doc: 'Word document',
  html: 'web page',
  xlsx: 'Excel workbook, as far as its sheets show',
};

/**
 * Checks a file before it is taken: what it is, and that it can be read and has text, or pictures of text.
 *
 * @param filename decides where the content allows several formats
 * @param accepts the formats to take
 * @throws DomainError of one of the `file-…` kinds, with a message for the one who uploaded it
 */
export async function inspectDocument(
  bytes: Uint8Array,
  filename?: string,
  accepts: readonly SourceFormat[] = ALL_FORMATS,
): Promise<Inspection> {
  if (bytes.length === 0) throw emptyFile();
  if (bytes.length > MAX_FILE_BYTES) throw fileTooLarge();
  const format = await sniffFormat(bytes, filename, accepts);
  if (format === 'pdf') {
    const { inspectPdf } = await import('./pdf/inspect.js');
    return { format, ...(await inspectPdf(bytes)) };
  }
  if (format === 'image') {
    const { inspectImage } = await import('./image/inspect.js');
    return { format, pageCount: inspectImage(bytes), needsOcr: true, leftOut: [] };
  }
  const what = READ_AT_ONCE[format];
  if (!what) return { format, pageCount: null, needsOcr: false, leftOut: [] };
  const document = await extractDocument(bytes, format);
  if (!hasText(document))
    throw fileWithoutText(what, 'Check that it is the right one and upload it again, or upload a PDF of it.');
  return { format, pageCount: null, needsOcr: false, leftOut: document.leftOut };
}

const hasText = ({ blocks }: ExtractedDocument) =>
  blocks.some((block) => block.furniture === null && /[\p{L}\p{N}]/u.test(block.text));
