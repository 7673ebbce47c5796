import type { LeftOuts } from '../left-out.js';
import type { PdfPage } from './open.js';

/** What readers of a document stick on it: notes, marks and stamps, which may hold a remark. */
const REMARKS = new Set([
  'Text',
  'Highlight',
  'Underline',
  'Squiggly',
  'StrikeOut',
  'Caret',
  'Ink',
  'Stamp',
  'Line',
  'Square',
  'Circle',
  'Polygon',
  'PolyLine',
]);

/** Notes what is stuck on a page and is not read. @param number 1-based */
export async function noteRemarks(page: PdfPage, number: number, leftOut: LeftOuts): Promise<void> {
  for (const { subtype, contentsObj } of await page.getAnnotations({ intent: 'any' }))
    if (REMARKS.has(subtype) && contentsObj?.str.trim()) leftOut.add('COMMENTS', number);
}
