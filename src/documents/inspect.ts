import { emptyFile, fileTooLarge, fileWithoutText } from './errors.js';
import { extractDocument } from './extract.js';
import { MAX_FILE_BYTES } from './limits.js';
import { sniffFormat } from './sniff.js';
import type { SourceFormat } from './types.js';

export interface Inspection {
  format: SourceFormat;
  /** Null where the format has no pages of its own. */
  pageCount: number | null;
}

/**
 * Checks a file before it is taken: what it is, and that it can be read and has text.
 *
 * @param filename decides between plain text and Markdown where the content allows both
 * @throws DomainError of one of the `file-…` kinds, with a message for the one who uploaded it
 */
export async function inspectDocument(bytes: Uint8Array, filename?: string): Promise<Inspection> {
  if (bytes.length === 0) throw emptyFile();
  if (bytes.length > MAX_FILE_BYTES) throw fileTooLarge();
  const format = await sniffFormat(bytes, filename);
  if (format === 'pdf') {
    const { inspectPdf } = await import('./pdf/inspect.js');
    return { format, pageCount: await inspectPdf(bytes) };
  }
  // Telling whether there is text takes reading it; these formats are quick to read.
  if (format === 'docx' || format === 'doc') {
    const { blocks } = await extractDocument(bytes, format);
    if (!blocks.some((block) => block.furniture === null && /[\p{L}\p{N}]/u.test(block.text)))
      throw fileWithoutText('Word document');
  }
  return { format, pageCount: null };
}
