/** A piece of text on a page: points from the bottom left corner. */
export interface PdfText {
  text: string;
  x: number;
  y: number;
  size?: number;
  bold?: boolean;
}

/** A line drawn on a page. */
export interface PdfRule {
  from: [number, number];
  to: [number, number];
}

export type PdfPage = (PdfText | PdfRule)[];

const escaped = (text: string) => text.replace(/[\\()]/g, (char) => `\\${char}`);

function content(page: PdfPage): string {
  const parts = page.map((item) => {
    if ('from' in item) return `${item.from.join(' ')} m ${item.to.join(' ')} l S`;
    return `BT /${item.bold ? 'B' : 'F'} ${item.size ?? 11} Tf ${item.x} ${item.y} Td (${escaped(item.text)}) Tj ET`;
  });
  return parts.join('\n');
}

/** Writes a small PDF (letter paper, Helvetica) by hand. @param encrypted whether a password is needed to open it */
export function pdf(pages: PdfPage[], { encrypted = false } = {}): Uint8Array {
  const font = (name: string) =>
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '', font('Helvetica'), font('Helvetica-Bold')];
  const kids: string[] = [];
  for (const page of pages) {
    const stream = content(page);
    objects.push(`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`);
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${objects.length} 0 R ` +
        '/Resources << /Font << /F 3 0 R /B 4 0 R >> >> >>',
    );
    kids.push(`${objects.length} 0 R`);
  }
  objects[1] = `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${kids.length} >>`;
  const key = '00'.repeat(32);
  if (encrypted) objects.push(`<< /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -4 >>`);

  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = file.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const security = encrypted ? ` /Encrypt ${objects.length} 0 R /ID [<00> <00>]` : '';
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R${security} >>\nstartxref\n${start}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(file, 'latin1'));
}

/** Sets lines of text under one another. @param leading distance of baselines in points */
export const lines = (texts: string[], y: number, { x = 72, size = 11, leading = 13.5 } = {}): PdfText[] =>
  texts.map((text, index) => ({ text, x, y: y - index * leading, size }));
