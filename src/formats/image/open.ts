import { type Canvas, createCanvas, type Image, ImageData, loadImage } from '@napi-rs/canvas';
import { imageSize } from 'image-size';
import UTIF from 'utif2';
import { corruptFile, tooManyPixels } from '../errors.js';
import { MAX_IMAGE_PIXELS } from '../limits.js';
import { grayOf, type Raster } from '../ocr/raster.js';
import { imageKind } from './kind.js';

/** A picture whose head has been looked at; nothing of it is unpacked yet. */
export interface OpenImage {
  /** "PNG" and the like. */
  kind: string;
  pages: number;
  /** Unpacks one page, 0-based, at the size at which its text is read best. */
  draw(index: number): Promise<Raster>;
}

/** @throws DomainError `file-corrupt`, or `file-too-large` for more pixels than are read */
export function openImage(bytes: Uint8Array): OpenImage {
  const kind = imageKind(bytes) ?? '';
  return kind === 'TIFF' ? openTiff(bytes) : openPicture(bytes, kind);
}

function openPicture(bytes: Uint8Array, kind: string): OpenImage {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { width, height } = attempt(kind, () => imageSize(buffer));
  check(kind, width, height);
  return { kind, pages: 1, draw: async () => drawn(await decoded(buffer)) };
}

/** The decoder says nothing at all of some pictures that it cannot read. */
const DECODE_MS = 20_000;

async function decoded(buffer: Buffer): Promise<Image> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('it cannot be decoded')), DECODE_MS);
  });
  return Promise.race([loadImage(buffer), late]).finally(() => clearTimeout(timer));
}

interface TiffPage {
  /** Tags 256 and 257: width and height; 258: bits of each sample. */
  t256?: number[];
  t257?: number[];
  width: number;
  height: number;
}

function openTiff(bytes: Uint8Array): OpenImage {
  const buffer = bytes.slice().buffer;
  if (hasLoop(new DataView(buffer))) throw corruptFile('TIFF image', new Error('its pages go in a circle'));
  const found = attempt('TIFF', () => UTIF.decode(buffer) as unknown as TiffPage[]);
  // Some writers add previews and masks without a size.
  const pages = found.filter(({ t256, t257 }) => (t256?.[0] ?? 0) > 0 && (t257?.[0] ?? 0) > 0);
  for (const { t256, t257 } of pages) check('TIFF', t256![0]!, t257![0]!);
  if (pages.length === 0) throw corruptFile('TIFF image', new Error('it has no pages'));
  return {
    kind: 'TIFF',
    pages: pages.length,
    draw: async (index) => {
      const page = pages[index]! as unknown as Parameters<typeof UTIF.toRGBA8>[0] & TiffPage;
      UTIF.decodeImage(buffer, page);
      const rgba = UTIF.toRGBA8(page);
      const picture = createCanvas(page.width, page.height);
      const pixels = new Uint8ClampedArray(rgba.buffer as ArrayBuffer, rgba.byteOffset, rgba.byteLength);
      picture.getContext('2d').putImageData(new ImageData(pixels, page.width, page.height), 0, 0);
      return drawn(picture);
    },
  };
}

const MOST_DIRECTORIES = 10_000;

/** Whether the list of pages, each of which names the next one, comes back to where it has been (TIFF 6.0, section 2). */
function hasLoop(view: DataView): boolean {
  const little = view.getUint8(0) === 0x49;
  const seen = new Set<number>();
  let at = view.byteLength >= 8 ? view.getUint32(4, little) : 0;
  while (at > 0 && at + 2 <= view.byteLength) {
    if (seen.has(at) || seen.size > MOST_DIRECTORIES) return true;
    seen.add(at);
    const next = at + 2 + view.getUint16(at, little) * 12;
    at = next + 4 <= view.byteLength ? view.getUint32(next, little) : 0;
  }
  return false;
}

function check(kind: string, width: number, height: number) {
  if (!(width > 0 && height > 0)) throw corruptFile(`${kind} image`, new Error('it has no size'));
  if (width * height > MAX_IMAGE_PIXELS) throw tooManyPixels(width, height);
}

function attempt<T>(kind: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw corruptFile(`${kind} image`, error);
  }
}

/** The engine reads small type badly, so small pictures are enlarged; very large ones take long without gain. */
const SMALL = 2_500_000;
const TINY = 800_000;
const MOST_PIXELS = 16_000_000;
/** A picture does not say how large the paper was: it is taken for a page of letter size, in inches. */
const PAPER = { width: 8.5, height: 11 };

function drawn(picture: Canvas | Image): Raster {
  const pixels = picture.width * picture.height;
  const factor =
    pixels < TINY ? 3 : pixels < SMALL ? 2 : pixels > MOST_PIXELS ? Math.sqrt(MOST_PIXELS / pixels) : 1;
  const width = Math.max(1, Math.round(picture.width * factor));
  const height = Math.max(1, Math.round(picture.height * factor));
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  const dpi = Math.max(70, width / PAPER.width, height / PAPER.height);
  return grayOf(context.getImageData(0, 0, width, height).data, width, height, dpi);
}
