import type { LeftOuts } from '../left-out.js';
import type { PdfDocument } from './open.js';

/** Notes what a whole PDF has that is not read: files attached to it, and forms that only Adobe's programs draw. */
export async function noteWhole(document: PdfDocument, leftOut: LeftOuts): Promise<void> {
  leftOut.add('EMBEDDED_FILES', null, Object.keys((await document.getAttachments()) ?? {}).length);
  const { info } = await document.getMetadata();
  if (info.IsXFAPresent === true && info.IsAcroFormPresent !== true) leftOut.add('XFA_FORM');
}
