import { corruptFile, fileWithoutText, tooManyScans } from '../errors.js';
import type { ExtractLimits } from '../limits.js';
import { Recogniser } from '../ocr/engine.js';
import { recognisePage } from '../ocr/read-page.js';
import type { Page } from '../pdf/geometry.js';
import { composePages } from '../pdf/index.js';
import type { ExtractProgress, ReadDocument } from '../types.js';
import { openImage } from './open.js';

/**
 * Recognises the text of a picture; a TIFF may have several pages.
 *
 * @throws DomainError `file-corrupt`, `file-too-large` or `file-without-text`
 */
export async function extractImage(
  bytes: Uint8Array,
  limits: ExtractLimits,
  progress: ExtractProgress,
): Promise<ReadDocument> {
  const image = openImage(bytes);
  if (image.pages > limits.ocrPages) throw tooManyScans(image.pages, limits.ocrPages);
  progress.recognising(image.pages);
  await using recogniser = await Recogniser.open();
  const pages: Page[] = [];
  for (let index = 0; index < image.pages; index++) {
    const raster = await image.draw(index).catch((error: unknown) => {
      throw corruptFile(`${image.kind} image`, error);
    });
    const page = await recognisePage(recogniser, raster, index + 1);
    pages.push(page ?? { number: index + 1, width: 612, height: 792, items: [] });
  }
  if (pages.every(({ items }) => items.length === 0)) throw fileWithoutText(`${image.kind} image`);
  return composePages('image', pages);
}
