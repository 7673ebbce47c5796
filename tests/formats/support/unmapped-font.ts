import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { deflated, type PdfObject } from '../../hostile/files/pdf-writer.js';

const pdfjs = createRequire(import.meta.resolve('pdf-parse')).resolve('pdfjs-dist/package.json');
const font = readFileSync(join(dirname(pdfjs), 'standard_fonts/LiberationSans-Regular.ttf'));

/** Where a table of the font starts (OpenType 1.9, table directory). */
function tableAt(tag: string): number {
  const count = font.readUInt16BE(4);
  for (let at = 12; at < 12 + count * 16; at += 16)
    if (font.toString('latin1', at, at + 4) === tag) return font.readUInt32BE(at + 8);
  throw new Error(`the font has no ${tag}`);
}

/** The number of the glyph of a character, by the font's map of segments (OpenType 1.9, cmap format 4). */
function glyphOf(code: number): number {
  const cmap = tableAt('cmap');
  const subtables = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, i) =>
    font.readUInt32BE(cmap + 8 + i * 8),
  );
  const at = cmap + subtables.find((offset) => font.readUInt16BE(cmap + offset) === 4)!;
  const double = font.readUInt16BE(at + 6);
  for (let segment = 0; segment < double; segment += 2) {
    const start = font.readUInt16BE(at + 16 + double + segment);
    if (code > font.readUInt16BE(at + 14 + segment) || code < start) continue;
    const delta = font.readUInt16BE(at + 16 + double * 2 + segment);
    const ranges = at + 16 + double * 3 + segment;
    const range = font.readUInt16BE(ranges);
    if (range === 0) return (code + delta) & 0xffff;
    const glyph = font.readUInt16BE(ranges + range + (code - start) * 2);
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}

/** Shows text by the numbers of its glyphs in the font `/U`. */
export function showGlyphs(text: string, x: number, y: number): string {
  const hex = [...text].map((char) => glyphOf(char.codePointAt(0)!).toString(16).padStart(4, '0'));
  return `BT /U 12 Tf ${x} ${y} Td <${hex.join('')}> Tj ET`;
}

/** A font that says how its glyphs look, not which characters they are; its objects have numbers from `first` on. */
export function unmappedFont(first: number): PdfObject[] {
  const head = tableAt('hhea');
  const metrics = tableAt('hmtx');
  const perEm = font.readUInt16BE(tableAt('head') + 18);
  const widths = Array.from({ length: font.readUInt16BE(head + 34) }, (_, i) =>
    Math.round((font.readUInt16BE(metrics + i * 4) * 1000) / perEm),
  );
  const name = '/BaseFont /AAAAAA+Sans';
  return [
    `<< /Type /Font /Subtype /Type0 ${name} /Encoding /Identity-H /DescendantFonts [${first + 1} 0 R] >>`,
    `<< /Type /Font /Subtype /CIDFontType2 ${name} /CIDToGIDMap /Identity /FontDescriptor ${first + 2} 0 R ` +
      `/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /W [0 [${widths.join(' ')}]] >>`,
    `<< /Type /FontDescriptor /FontName /AAAAAA+Sans /Flags 4 /FontBBox [-200 -200 1000 1000] /ItalicAngle 0 ` +
      `/Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 /FontFile2 ${first + 3} 0 R >>`,
    deflated(new Uint8Array(font)),
  ];
}
