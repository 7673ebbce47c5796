import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { extractDocument, inspectDocument } from '../../src/formats/index.js';
import { pdfOf, show, stream } from '../hostile/files/pdf-writer.js';
import { cellsOf, expectSound } from './support/invariants.js';
import { noise, paragraph, scannedPdf, sheet, table } from './support/scan.js';
import { showGlyphs, unmappedFont } from './support/unmapped-font.js';

const QUESTION = ['Describe your approach to the protection of customer', 'data at rest and in transit.'];
const whole = QUESTION.join(' ');

const bytesOf = (canvas: ReturnType<typeof sheet>, type: 'image/png' | 'image/jpeg' | 'image/webp') =>
  new Uint8Array(type === 'image/png' ? canvas.toBuffer(type) : canvas.toBuffer(type, 90));

describe('a scanned PDF', { timeout: 300_000 }, () => {
  test('is taken, and said to need recognition, which happens when it is read', async () => {
    const file = scannedPdf([
      sheet([{ text: 'Security Requirements', x: 72, y: 90, size: 20 }, ...paragraph(QUESTION, 130)]),
      '',
      sheet(paragraph(['1. State how long you keep backups.', '2. Name your data centers.'], 100)),
    ]);
    expect(await inspectDocument(file)).toEqual({ format: 'pdf', pageCount: 3, needsOcr: true, leftOut: [] });
    const document = await extractDocument(file, 'pdf');
    expectSound(document);
    expect(document.pageCount).toBe(3);
    expect(document.blocks.map(({ kind, page, number, text }) => [kind, page, number, text])).toEqual([
      ['heading', 1, null, 'Security Requirements'],
      ['paragraph', 1, null, whole],
      ['list-item', 3, '1.', 'State how long you keep backups.'],
      ['list-item', 3, '2.', 'Name your data centers.'],
    ]);
  });

  test('keeps the text of the pages that have some', async () => {
    const file = scannedPdf(['Please answer the questions below.', sheet(paragraph(QUESTION, 100))]);
    expect(await inspectDocument(file)).toEqual({ format: 'pdf', pageCount: 2, needsOcr: true, leftOut: [] });
    const { blocks } = await extractDocument(file, 'pdf');
    expect(blocks.map(({ page, text }) => [page, text])).toEqual([
      [1, 'Please answer the questions below.'],
      [2, whole],
    ]);
  });

  test('has tables where lines are drawn, also when it lies askew', async () => {
    const rows = [
      ['Question', 'Answer'],
      ['Do you encrypt data at rest?', 'Yes, with AES-256'],
      ['Who holds the keys?', 'The customer'],
    ];
    for (const turn of [0, 0.6]) {
      const scan = sheet(table(rows, 120, [72, 300, 520]), { turn, dpi: 300 });
      expect(cellsOf(await extractDocument(scannedPdf([scan]), 'pdf'))).toEqual(rows);
    }
  });

  test.each([180, 90])('may have been put into the scanner turned by %i degrees', async (turn) => {
    const scan = sheet(paragraph(QUESTION, 390, 100), { turn, dpi: 150 });
    expect((await extractDocument(scannedPdf([scan]), 'pdf')).text).toBe(whole);
  });

  test('of too many pages is refused with how many are possible', async () => {
    const scan = sheet(paragraph(QUESTION, 100), { dpi: 72 });
    const file = scannedPdf([scan, scan, scan]);
    await expect(extractDocument(file, 'pdf', { ocrPages: 2 })).rejects.toMatchObject({
      kind: 'file-too-large',
      message: expect.stringMatching(/3 scanned pages.*at most 2 are recognised.*OCR/),
    });
    const long = scannedPdf([scan, ...Array.from({ length: 150 }, () => '')]);
    await expect(inspectDocument(long)).rejects.toMatchObject({
      kind: 'file-too-large',
      message: expect.stringMatching(/at most 150/),
    });
  });

  test('of noise is refused as a file without text', async () => {
    await expect(extractDocument(scannedPdf([noise(400, 400)]), 'pdf')).rejects.toMatchObject({
      kind: 'file-without-text',
    });
  });
});

describe('a font that does not say which letters it has', { timeout: 300_000 }, () => {
  const own = 'Please answer the questions below.';
  /** Pages that show a text in Helvetica, one in a font without a map, or both. */
  const pages = (contents: string[]) =>
    pdfOf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      `<< /Type /Pages /Kids [${contents.map((_, i) => `${i * 2 + 9} 0 R`).join(' ')}] /Count ${contents.length} >>`,
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
      ...unmappedFont(4),
      ...contents.flatMap((content, i) => [
        stream(content),
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${i * 2 + 8} 0 R ` +
          '/Resources << /Font << /F 3 0 R /U 4 0 R >> >> >>',
      ]),
    ]);
  const glyphs = QUESTION.map((line, i) => showGlyphs(line, 72, 650 - i * 15)).join('\n');

  test('has its pages recognised, and the others read', async () => {
    const file = pages([show(own), glyphs, `${show(own)}\n${glyphs}`]);
    expect(await inspectDocument(file)).toMatchObject({ pageCount: 3, needsOcr: true, leftOut: [] });
    const document = await extractDocument(file, 'pdf');
    expectSound(document);
    expect(document.blocks.map(({ page, text }) => [page, text])).toEqual([
      [1, own],
      [2, whole],
      [3, own],
      [3, whole],
    ]);
    expect(document.leftOut).toEqual([]);
  });

  test('is taken though no page has another', async () => {
    expect(await inspectDocument(pages([glyphs]))).toMatchObject({ pageCount: 1, needsOcr: true });
  });
});

describe('an image', { timeout: 300_000 }, () => {
  test.each(['image/png', 'image/jpeg', 'image/webp'] as const)('of type %s is recognised', async (type) => {
    const file = bytesOf(sheet(paragraph(QUESTION, 100), { dpi: 120 }), type);
    expect(await inspectDocument(file, 'scan.bin')).toEqual({
      format: 'image',
      pageCount: 1,
      needsOcr: true,
      leftOut: [],
    });
    const document = await extractDocument(file, 'image');
    expectSound(document);
    expect(document.blocks.map(({ page, text }) => [page, text])).toEqual([[1, whole]]);
  });

  test('of type TIFF may have several pages', async () => {
    const file = tiff([
      sheet(paragraph(['Here is the first page of it.'], 100), { dpi: 150 }),
      sheet(paragraph(['And this is the second page.'], 100), { dpi: 150 }),
    ]);
    expect(await inspectDocument(file)).toMatchObject({ format: 'image', pageCount: 2 });
    const { blocks } = await extractDocument(file, 'image');
    expect(blocks.map(({ page }) => page)).toEqual([1, 2]);
    expect(blocks[1]!.text).toBe('And this is the second page.');
  });

  test('that is see-through lies on white', async () => {
    const canvas = createCanvas(1200, 200);
    canvas.getContext('2d').drawImage(sheet(paragraph(QUESTION, 40)), 0, 0);
    const context = canvas.getContext('2d');
    const image = context.getImageData(0, 0, 1200, 200);
    for (let at = 0; at < image.data.length; at += 4)
      if (image.data[at]! > 200) image.data.fill(0, at, at + 4);
    context.putImageData(image, 0, 0);
    expect((await extractDocument(bytesOf(canvas, 'image/png'), 'image')).text).toContain(
      'protection of customer',
    );
  });

  test('of nothing, and of noise, is refused as a file without text', async () => {
    for (const canvas of [sheet([]), noise(400, 400)])
      await expect(extractDocument(bytesOf(canvas, 'image/png'), 'image')).rejects.toMatchObject({
        kind: 'file-without-text',
        message: expect.stringContaining('PNG image'),
      });
  });

  test('of more pixels than are read is refused before it is unpacked', async () => {
    const png = bytesOf(sheet([], { dpi: 20 }), 'image/png');
    new DataView(png.buffer, png.byteOffset).setUint32(16, 100_000);
    new DataView(png.buffer, png.byteOffset).setUint32(20, 100_000);
    await expect(inspectDocument(png)).rejects.toMatchObject({
      kind: 'file-too-large',
      message: expect.stringMatching(/100,000 × 100,000 pixels; at most 50 million/),
    });
  });
});

/** Writes a TIFF of uncompressed gray pages (TIFF 6.0, section 4). */
function tiff(pages: ReturnType<typeof sheet>[]): Uint8Array {
  const TAGS = 8;
  const parts: Buffer[] = [Buffer.from('II*\0\0\0\0\0', 'latin1')];
  let length = 8;
  let link = 4;
  for (const page of pages) {
    const { data } = page.getContext('2d').getImageData(0, 0, page.width, page.height);
    const gray = Buffer.from(Uint8Array.from({ length: data.length / 4 }, (_, i) => data[i * 4]!));
    const directory = Buffer.alloc(2 + TAGS * 12 + 4);
    directory.writeUInt16LE(TAGS, 0);
    const values = [
      [256, page.width],
      [257, page.height],
      [258, 8],
      [259, 1],
      [262, 1],
      [273, length],
      [278, page.height],
      [279, gray.length],
    ] as const;
    for (const [i, [tag, value]] of values.entries()) {
      directory.writeUInt16LE(tag, 2 + i * 12);
      directory.writeUInt16LE(4, 4 + i * 12);
      directory.writeUInt32LE(1, 6 + i * 12);
      directory.writeUInt32LE(value, 10 + i * 12);
    }
    parts.push(gray, directory);
    Buffer.concat(parts);
    const at = length + gray.length;
    const file = Buffer.concat(parts);
    file.writeUInt32LE(at, link);
    parts.splice(0, parts.length, file);
    link = at + 2 + TAGS * 12;
    length = file.length;
  }
  return new Uint8Array(parts[0]!);
}
