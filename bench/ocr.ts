// npm run bench ocr -- [--file examples/sample-rfp.pdf] [--dpi 200]
//
// Prints a PDF that has text, scans the prints, and compares what is recognised of the scans with that text.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { extractDocument } from '../src/formats/index.js';
import { openPdf } from '../src/formats/pdf/open.js';
import { pageCanvas } from '../src/formats/pdf/scans.js';
import { scannedPdf } from '../tests/formats/support/scan.js';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: {
    file: { type: 'string', default: 'examples/sample-rfp.pdf' },
    dpi: { type: 'string', default: '200' },
  },
});
const bytes = new Uint8Array(readFileSync(values.file));
const document = await openPdf(bytes, 1000, true);
const sheets = [];
for (let number = 1; number <= document.numPages; number++)
  sheets.push((await pageCanvas(await document.getPage(number), { dpi: Number(values.dpi) })).canvas);
const scan = scannedPdf(sheets);

const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const given = await extractDocument(bytes, 'pdf');
const [cpu, began] = [process.cpuUsage(), performance.now()];
const recognised = await extractDocument(scan, 'pdf');
const used = process.cpuUsage(cpu);
const seconds = (used.user + used.system) / 1e6 / sheets.length;
const wall = (performance.now() - began) / 1000 / sheets.length;

/** Share of the words of `of` that `among` has too, as often. */
function share(of: string[], among: string[]): number {
  const left = new Map<string, number>();
  for (const word of among) left.set(word, (left.get(word) ?? 0) + 1);
  let found = 0;
  for (const word of of) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    found++;
    left.set(word, count - 1);
  }
  return found / of.length;
}
const isText = ({ furniture }: { furniture: string | null }) => furniture !== 'contents';
const textOf = ({ blocks }: typeof given) =>
  words(
    blocks
      .filter(isText)
      .map(({ text }) => text)
      .join(' '),
  );
const rows = ({ blocks }: typeof given) => blocks.filter(({ row }) => row !== null).length;
console.log(
  `${values.file}, ${sheets.length} pages scanned at ${values.dpi} dpi, ${(scan.length / 1e6).toFixed(1)} MB`,
);
console.log(`${seconds.toFixed(2)} s of processor time a page, ${wall.toFixed(2)} s by the clock`);
console.log(
  `words found ${share(textOf(given), textOf(recognised)).toFixed(3)}, words right ${share(textOf(recognised), textOf(given)).toFixed(3)}; ` +
    `rows of tables ${rows(recognised)} of ${rows(given)}; memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most`,
);
process.exit(0);
