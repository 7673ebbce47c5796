import { p } from '../../formats/support/docx.js';
import { QUESTION } from './hostile-file.js';
import { type ZipEntry, zip } from './zip-writer.js';

const NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
export const TYPES =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>';

/** The main part of a Word document. @param prolog what stands before its root */
export const main = (body: string, prolog = '<?xml version="1.0"?>') =>
  `${prolog}<w:document ${NAMESPACE}><w:body>${body}</w:body></w:document>`;

export const part = (root: string, inner: string) =>
  `<?xml version="1.0"?><w:${root} ${NAMESPACE}>${inner}</w:${root}>`;

/** A Word document with one question, with entries added or replaced. */
export function word(more: ZipEntry[] = [], body = p(QUESTION)): Uint8Array {
  const names = new Set(more.map(({ name }) => name));
  const usual = [
    { name: '[Content_Types].xml', content: TYPES },
    { name: 'word/document.xml', content: main(body) },
  ].filter(({ name }) => !names.has(name));
  return zip([...usual, ...more]);
}
