import type { LeftOuts } from '../left-out.js';
import type { PdfDocument } from './open.js';

/** Notes what a whole PDF has that is not read: files inside it, and forms that only Adobe's programs draw. */
export async function noteWhole(bytes: Uint8Array, document: PdfDocument, leftOut: LeftOuts): Promise<void> {
  leftOut.add('EMBEDDED_FILES', null, countEmbedded(bytes));
  const { info } = await document.getMetadata();
  if (info.IsXFAPresent === true && info.IsAcroFormPresent !== true) leftOut.add('XFA_FORM');
}

const TYPE = '/EmbeddedFile';

/**
 * The dictionary of a stream is never packed (PDF 2.0, 7.5.7), so those of embedded files are seen without unpacking
 * what may be large, or hostile.
 */
function countEmbedded(bytes: Uint8Array): number {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  for (let at = file.indexOf(TYPE); at >= 0; at = file.indexOf(TYPE, at + TYPE.length))
    if (!/\w/.test(String.fromCharCode(file[at + TYPE.length] ?? 32))) count++;
  return count;
}
