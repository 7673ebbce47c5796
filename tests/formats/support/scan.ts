import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Canvas, createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { type PdfObject, pdfOf, show, stream } from '../../hostile/files/pdf-writer.js';

const FONT = 'Scan';
const pdfjs = createRequire(import.meta.resolve('pdf-parse')).resolve('pdfjs-dist/package.json');
GlobalFonts.registerFromPath(join(dirname(pdfjs), 'standard_fonts/LiberationSans-Regular.ttf'), FONT);

/** Something on a sheet of letter paper, in points from the top left corner. */
export type Mark =
  | { text: string; x: number; y: number; size?: number }
  | { from: [number, number]; to: [number, number] };

/** A sheet as a scanner gives it. @param turn by which it lies askew, in degrees */
export function sheet(marks: Mark[], { dpi = 200, turn = 0 } = {}): Canvas {
  const scale = dpi / 72;
  const canvas = createCanvas(Math.round(612 * scale), Math.round(792 * scale));
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((turn * Math.PI) / 180);
  context.translate(-canvas.width / 2, -canvas.height / 2);
  context.scale(scale, scale);
  context.fillStyle = '#111';
  context.strokeStyle = '#111';
  for (const mark of marks) {
    if ('text' in mark) {
      context.font = `${mark.size ?? 11}px ${FONT}`;
      context.fillText(mark.text, mark.x, mark.y);
    } else {
      context.beginPath();
      context.moveTo(...mark.from);
      context.lineTo(...mark.to);
      context.stroke();
    }
  }
  return canvas;
}

/** Lines of text under one another. */
export const paragraph = (lines: string[], y: number, x = 72): Mark[] =>
  lines.map((text, i) => ({ text, x, y: y + i * 14 }));

/** A ruled table; each row is 24 points high. */
export function table(rows: string[][], y: number, columns: number[]): Mark[] {
  const [left, right, bottom] = [columns[0]!, columns.at(-1)!, y + rows.length * 24];
  return [
    ...Array.from(
      { length: rows.length + 1 },
      (_, i): Mark => ({ from: [left, y + i * 24], to: [right, y + i * 24] }),
    ),
    ...columns.map((x): Mark => ({ from: [x, y], to: [x, bottom] })),
    ...rows.flatMap((cells, i) =>
      cells.map((text, j): Mark => ({ text, x: columns[j]! + 5, y: y + i * 24 + 16 })),
    ),
  ];
}

/** A page of a PDF: a scan, or a text of its own, or nothing. */
export type PdfSheet = Canvas | string;

/** Writes a PDF whose pages are pictures. */
export function scannedPdf(sheets: PdfSheet[]): Uint8Array {
  const objects: PdfObject[] = ['<< /Type /Catalog /Pages 2 0 R >>', ''];
  objects.push('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>');
  const kids: string[] = [];
  for (const page of sheets) {
    const resources = typeof page === 'string' ? '' : `/XObject << /I ${objects.length + 1} 0 R >>`;
    if (typeof page !== 'string') objects.push(pictureOf(page));
    objects.push(stream(typeof page === 'string' ? page && show(page) : 'q 612 0 0 792 0 0 cm /I Do Q'));
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${objects.length} 0 R ` +
        `/Resources << /Font << /F 3 0 R >> ${resources} >> >>`,
    );
    kids.push(`${objects.length} 0 R`);
  }
  objects[1] = `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${kids.length} >>`;
  return pdfOf(objects);
}

const pictureOf = (page: Canvas) =>
  stream(
    new Uint8Array(page.toBuffer('image/jpeg', 80)),
    `/Type /XObject /Subtype /Image /Width ${page.width} /Height ${page.height} /BitsPerComponent 8 ` +
      '/ColorSpace /DeviceRGB /Filter /DCTDecode',
  );

/** A picture of nothing but specks. */
export function noise(width = 900, height = 900): Canvas {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  let state = 1;
  for (let at = 0; at < image.data.length; at += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    image.data.fill(state >>> 24, at, at + 3);
    image.data[at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
