import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { extractDocument, rectanglesOf, wordsOf } from '../../src/formats/index.js';
import { openPdf } from '../../src/formats/pdf/open.js';
import { pageCanvas } from '../../src/formats/pdf/scans.js';
import { layoutOf, type PageLayout, type PlacedWord, type Rectangle } from '../../src/formats/places.js';
import type { ReadDocument } from '../../src/formats/types.js';
import { lines, pdf } from './support/pdf.js';
import { paragraph, scannedPdf, sheet } from './support/scan.js';
import { row, text, xlsx } from './support/xlsx.js';

const spanOf = ({ text }: ReadDocument, quote: string) => {
  const start = text.indexOf(quote);
  expect(start, quote).toBeGreaterThanOrEqual(0);
  return { start, end: start + quote.length };
};
const on = (document: ReadDocument, quote: string, page = 1) =>
  rectanglesOf(document.pages![page - 1]!, spanOf(document, quote));

/** Letters that no word of the pages covers. */
const unplaced = ({ text, pages }: ReadDocument) => {
  const covered = new Set(
    pages!.flatMap((page) =>
      wordsOf(page).flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)),
    ),
  );
  return [...text].filter((char, at) => /\S/.test(char) && !covered.has(at));
};

describe('where text stands on a page', () => {
  test('is told word by word, in points from the top left corner', async () => {
    const document = await extractDocument(
      pdf([[{ text: 'Keys rotate yearly.', x: 72, y: 700, size: 10 }]]),
      'pdf',
    );
    const [rectangle, ...none] = on(document, 'rotate');
    expect(none).toEqual([]);
    // Advances of Helvetica, in thousandths: K 667, e 556, y 500, s 500, space 278; r o t a t e.
    expect(rectangle!.x0).toBeCloseTo(72 + 25.01, 0);
    expect(rectangle!.x1).toBeCloseTo(72 + 25.01 + (333 + 556 + 278 + 556 + 278 + 556) / 100, 0);
    expect(rectangle!.y0).toBeLessThan(792 - 700 - 6);
    expect(rectangle!.y1).toBeGreaterThan(792 - 700);
    expect(rectangle!.y1 - rectangle!.y0).toBeLessThan(14);
    expect(document.pages![0]).toMatchObject({ number: 1, width: 612, height: 792 });
  });

  test('a quote over several lines has a rectangle for each, one over a page break on both pages', async () => {
    const first = 'The contractor shall keep the system available for at least 99.9 percent of each month';
    const second = 'and shall report every outage to the buyer within one hour of its start, in writ-';
    const document = await extractDocument(
      pdf([[{ text: first, x: 72, y: 80 }], [...lines([second, 'ing and by telephone.'], 720)]]),
      'pdf',
    );
    const quote =
      'each month and shall report every outage to the buyer within one hour of its start, in writing';
    expect(on(document, quote, 1)).toHaveLength(1);
    const [upper, lower, ...none] = on(document, quote, 2);
    expect(none).toEqual([]);
    expect(upper!.y1).toBeLessThan(lower!.y1);
    expect(lower!.x1 - lower!.x0).toBeLessThan(20);
    expect(unplaced(document)).toEqual([]);
  });

  test('cells of a row that stand far apart are marked one by one', async () => {
    const cells = (y: number, texts: string[]) => texts.map((text, i) => ({ text, x: 72 + i * 200, y }));
    const document = await extractDocument(
      pdf([
        [
          ...cells(700, ['Question', 'Answer']),
          ...cells(680, ['Who holds the keys?', 'We do']),
          ...cells(660, ['Where?', 'In Oslo']),
        ],
      ]),
      'pdf',
    );
    expect(on(document, 'Who holds the keys?\tWe do').map(({ x0 }) => Math.round(x0))).toEqual([72, 272]);
  });

  test('part of a word is cut out of it', () => {
    const page = layoutOf({ number: 1, width: 100, height: 100 }, [
      { start: 10, end: 20, x0: 50, x1: 60, y0: 5, y1: 9 },
    ]);
    expect(rectanglesOf(page, { start: 12, end: 15 })).toEqual([{ x0: 52, x1: 55, y0: 5, y1: 9 }]);
    expect(rectanglesOf(page, { start: 0, end: 10 })).toEqual([]);
  });

  test('is kept to a tenth of a point, whatever the order and the size of the numbers', () => {
    const words: PlacedWord[] = [
      { start: 5_999_990, end: 6_000_000, x0: -3.5, x1: 14_399.9, y0: 12.3, y1: 40 },
      { start: 0, end: 1, x0: 500, x1: 500.1, y0: 700, y1: 700 },
      { start: 3, end: 300, x0: 0, x1: 0.2, y0: -1, y1: 12.8 },
    ];
    const page = layoutOf({ number: 1, width: 612, height: 792 }, words);
    expect(wordsOf(page)).toEqual(words.toSorted((a, b) => a.start - b.start));
    expect(page.span).toEqual({ start: 0, end: 6_000_000 });
  });

  test('formats without pages have none', async () => {
    expect((await extractDocument(new TextEncoder().encode('Keys rotate.'), 'text')).pages).toBeNull();
  });
});

describe('recognised words', { timeout: 300_000 }, () => {
  test.each([0, 90, 180])(
    'stand where they are seen, also on a page that was turned by %i degrees',
    async (turn) => {
      const scan = sheet(
        paragraph(
          ['Describe your approach to the protection of customer', 'data at rest and in transit.'],
          390,
          100,
        ),
        { turn, dpi: 150 },
      );
      const file = scannedPdf([scan]);
      const document = await extractDocument(file, 'pdf');
      const rectangles = on(document, 'protection of customer');
      expect(rectangles.length).toBeGreaterThan(0);
      const page = await inkOf(file, 1);
      for (const rectangle of rectangles) expect(page.share(rectangle)).toBeGreaterThan(0.05);
      expect(page.outside(wordsOf(document.pages![0]!))).toBeLessThan(0.1);
    },
  );
});

describe('cells of a sheet', () => {
  test('are named by sheet, row and column, as the file counts them', async () => {
    const document = await extractDocument(
      xlsx([
        {
          name: 'Security',
          rows:
            row(1, text('A1', 'Nr') + text('C1', 'Question')) +
            row(3, text('A3', '1') + text('C3', 'Do you encrypt?')),
        },
      ]),
      'xlsx',
    );
    expect(document.blocks.flatMap(({ row }) => (row?.sheet ? [row.sheet] : []))).toEqual([
      { name: 'Security', row: 1, columns: [0, 2] },
      { name: 'Security', row: 3, columns: [0, 2] },
    ]);
    const csv = await extractDocument(new TextEncoder().encode('Nr,Question\n\n1,Do you encrypt?\n'), 'csv');
    expect(csv.blocks.map(({ row }) => row!.sheet)).toEqual([
      { name: null, row: 1, columns: [0, 1] },
      { name: null, row: 3, columns: [0, 1] },
    ]);
  });
});

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const REAL = [
  'contracts/nda/159ce2a2.pdf',
  'contracts/cuad/medalistdiversifiedrei.pdf',
  'contracts/cuad/alliedesportsentertain.pdf',
  'rfps/gsa_coe_discovery_bpa_rfq.pdf',
  'rfps/alaska_aries_checklist.pdf',
];

describe('on real documents', { timeout: 300_000 }, () => {
  test.skipIf(!existsSync(data)).each(REAL)(
    'the words of %s lie on their ink, and the gaps between them do not',
    async (name) => {
      const bytes = new Uint8Array(await readFile(data + name));
      const document = await extractDocument(bytes, 'pdf');
      expect(unplaced(document)).toEqual([]);
      for (const page of document.pages!.slice(0, 3)) {
        const ink = await inkOf(bytes, page.number);
        const words = wordsOf(page).filter(({ start, end }) =>
          /\p{L}{2}/u.test(document.text.slice(start, end)),
        );
        const blank = words.filter((word) => ink.share(word) === 0);
        expect(blank.map(({ start, end }) => document.text.slice(start, end))).toEqual([]);
        const gaps = gapsOf(page);
        const filled = gaps.filter((gap) => ink.share(gap) > 0);
        expect(filled.length / Math.max(1, gaps.length)).toBeLessThan(0.03);
      }
    },
  );
});

/** What lies between neighbors on a line. */
function gapsOf(page: PageLayout): Rectangle[] {
  const words = wordsOf(page);
  return words.slice(1).flatMap((next, i) => {
    const last = words[i]!;
    const isBeside =
      next.y0 === last.y0 && next.start > last.end && next.x0 > last.x1 + 1.5 && next.x0 < last.x1 + 8;
    return isBeside ? [{ x0: last.x1 + 0.6, x1: next.x0 - 0.6, y0: last.y0 + 2, y1: last.y1 - 3 }] : [];
  });
}

/** The ink of a page as it is drawn, at four dots a point. */
async function inkOf(bytes: Uint8Array, number: number) {
  const document = await openPdf(bytes, 1000, true);
  const { canvas } = await pageCanvas(await document.getPage(number), { dpi: 288 });
  await document.destroy();
  const { width, height } = canvas;
  const pixels = canvas.getContext('2d').getImageData(0, 0, width, height).data;
  const isInk = (x: number, y: number) => pixels[4 * (y * width + x) + 1]! < 140;
  const count = ({ x0, y0, x1, y1 }: Rectangle) => {
    let ink = 0;
    for (let y = Math.max(0, Math.round(4 * y0)); y < Math.min(height, 4 * y1); y++)
      for (let x = Math.max(0, Math.round(4 * x0)); x < Math.min(width, 4 * x1); x++) if (isInk(x, y)) ink++;
    return ink;
  };
  return {
    /** Of a rectangle. */
    share: (part: Rectangle) => count(part) / (16 * (part.x1 - part.x0) * (part.y1 - part.y0)),
    /** Share of all ink that lies in none of the rectangles. */
    outside: (parts: Rectangle[]) => {
      const all = count({ x0: 0, y0: 0, x1: width / 4, y1: height / 4 });
      return (all - parts.reduce((sum, part) => sum + count(part), 0)) / all;
    },
  };
}
