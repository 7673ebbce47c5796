import { deflateSync } from 'node:zlib';
import { noise, paragraph, scannedPdf, sheet } from '../../formats/support/scan.js';
import { type HostileFile, joined, latin1 } from './hostile-file.js';
import { onePage, pdfOf, stream } from './pdf-writer.js';

const LINES = [
  'Describe your approach to the protection of customer data.',
  'Who is your data protection officer?',
];
const scan = () => sheet(paragraph(LINES, 100));
const asked = /protection of customer data/;
const asRfp = (kind: string) =>
  ({ kind: 'file-unsupported', says: new RegExp(`${kind}.*into a PDF`) }) as const;
const png = (canvas = scan()) => new Uint8Array(canvas.toBuffer('image/png'));

/** A picture of a size that its data do not have. */
function claiming(width: number, height: number): Uint8Array {
  const bytes = png(sheet([], { dpi: 20 }));
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

/** A TIFF whose directory has these entries, and whose next directory lies at `next`. */
function tiff(entries: [tag: number, value: number][], next = 0): Uint8Array {
  const directory = Buffer.alloc(6 + entries.length * 12);
  directory.writeUInt16LE(entries.length, 0);
  for (const [i, [tag, value]] of entries.entries()) {
    directory.writeUInt16LE(tag, 2 + i * 12);
    directory.writeUInt16LE(4, 4 + i * 12);
    directory.writeUInt32LE(1, 6 + i * 12);
    directory.writeUInt32LE(value, 10 + i * 12);
  }
  directory.writeUInt32LE(next, 2 + entries.length * 12);
  return joined(latin1('II*\0\x08\0\0\0'), directory);
}

const picturePage =
  (dictionary: string, data: Uint8Array | string = 'x') =>
  () =>
    pdfOf(
      onePage({
        content: stream('q 612 0 0 792 0 0 cm /I Do Q'),
        resources: '/XObject << /I 6 0 R >>',
        more: [stream(data, `/Type /XObject /Subtype /Image ${dictionary}`)],
      }),
    );

export const imageFiles: HostileFile[] = [
  {
    name: 'a scanned PDF',
    filename: 'scan.pdf',
    content: () => scannedPdf([scan()]),
    expected: 'reads as pdf',
    text: asked,
    overHttp: true,
  },
  {
    name: 'a scanned PDF of noise',
    filename: 'noise.pdf',
    content: () => scannedPdf([noise(400, 400)]),
    expected: 'reads as pdf',
    thenRefused: 'file-without-text',
  },
  {
    name: 'a scanned PDF whose picture is cut off',
    filename: 'cut.pdf',
    content: () => scannedPdf([scan()]).map((byte, at) => (at > 20_000 && at < 22_000 ? 0 : byte)),
    expected: 'reads as pdf',
  },
  {
    name: 'a PDF whose only picture has 100,000 by 100,000 pixels',
    filename: 'huge.pdf',
    content: picturePage('/Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceRGB'),
    expected: 'file-without-text',
  },
  {
    name: 'a PDF whose picture unpacks to 600 MB',
    filename: 'bomb.pdf',
    content: picturePage(
      '/Width 6000 /Height 8000 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter [/FlateDecode /FlateDecode]',
      deflateSync(deflateSync(Buffer.alloc(600 * 1024 * 1024))),
    ),
    expected: 'reads as pdf',
    thenRefused: 'file-too-large',
    bounds: { memoryBytes: 512 * 1024 * 1024 },
  },
  {
    name: 'an image of a page',
    filename: 'page.png',
    content: () => png(),
    expected: 'reads as image',
    text: asked,
    asRfp: asRfp('PNG'),
    overHttp: true,
  },
  {
    name: 'an image that claims 100,000 by 100,000 pixels',
    filename: 'claims.png',
    content: () => claiming(100_000, 100_000),
    expected: 'file-too-large',
    says: /million/,
    asRfp: asRfp('PNG'),
    overHttp: true,
  },
  {
    name: 'an image that claims more rows than it has',
    filename: 'rows.png',
    content: () => claiming(170, 20_000),
    expected: 'reads as image',
    thenRefused: 'file-corrupt',
  },
  {
    name: 'an image without a size',
    filename: 'zero.png',
    content: () => claiming(0, 0),
    expected: 'file-corrupt',
  },
  {
    name: 'an image cut off behind its head',
    filename: 'cut.png',
    content: () => png().slice(0, 60),
    expected: 'reads as image',
    thenRefused: 'file-corrupt',
  },
  {
    name: 'an image of noise, named as a PDF',
    filename: 'noise.pdf',
    content: () => png(noise(400, 400)),
    expected: 'reads as image',
    thenRefused: 'file-without-text',
  },
  {
    name: 'a TIFF whose directories go in a circle',
    filename: 'ring.tif',
    content: () =>
      tiff(
        [
          [256, 100],
          [257, 100],
        ],
        8,
      ),
    expected: 'file-corrupt',
  },
  {
    name: 'a TIFF of four billion by four billion pixels',
    filename: 'huge.tif',
    content: () =>
      tiff([
        [256, 0xffffffff],
        [257, 0xffffffff],
      ]),
    expected: 'file-too-large',
  },
  {
    name: 'a TIFF whose pixels lie behind its end',
    filename: 'behind.tif',
    content: () =>
      tiff([
        [256, 1000],
        [257, 1000],
        [258, 8],
        [259, 1],
        [262, 1],
        [273, 0x7fffffff],
        [279, 1_000_000],
      ]),
    expected: 'reads as image',
    thenRefused: 'file-without-text',
  },
  {
    name: 'a drawing with scripts in the clothes of a picture',
    filename: 'drawing.png',
    content: () => joined('\x89PNG\r\n\x1a\n', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    expected: 'file-corrupt',
  },
];
