import { tooManyScans } from '../errors.js';
import { MAX_OCR_PAGES } from '../limits.js';
import { openImage } from './open.js';

/**
 * Looks at the head of a picture, before anything of it is unpacked.
 *
 * @returns how many pages it has
 * @throws DomainError `file-corrupt` or `file-too-large`
 */
export function inspectImage(bytes: Uint8Array): number {
  const { pages } = openImage(bytes);
  if (pages > MAX_OCR_PAGES) throw tooManyScans(pages, MAX_OCR_PAGES);
  return pages;
}
