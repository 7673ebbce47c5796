import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { joined, QUESTION } from './hostile-file.js';

export type PdfObject = string | Uint8Array;

interface Options {
  /** Further entries of the trailer. */
  trailer?: string;
  /** Number of the first object of the document, its catalog. */
  root?: string;
}

/** Writes a PDF from the bodies of its objects, the first being number 1, as wrong as they are. */
export function pdfOf(objects: PdfObject[], { trailer = '', root = '1 0 R' }: Options = {}): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const write = (part: PdfObject) => {
    const bytes = joined(part);
    parts.push(bytes);
    length += bytes.length;
  };
  write('%PDF-1.7\n');
  const offsets = objects.map((object, index) => {
    const at = length;
    write(`${index + 1} 0 obj\n`);
    write(object);
    write('\nendobj\n');
    return at;
  });
  const start = length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  write(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`);
  write(`trailer\n<< /Size ${objects.length + 1} /Root ${root} ${trailer} >>\nstartxref\n${start}\n%%EOF\n`);
  return joined(...parts);
}

export const stream = (content: PdfObject, dictionary = '') => {
  const bytes = joined(content);
  return joined(`<< /Length ${bytes.length} ${dictionary} >>\nstream\n`, bytes, '\nendstream');
};

export const deflated = (content: PdfObject) => stream(deflateSync(joined(content)), '/Filter /FlateDecode');

export const show = (text: string, x = 72, y = 700) => `BT /F 11 Tf ${x} ${y} Td (${text}) Tj ET`;

interface Parts {
  /** Entries beside those that a page has to have. */
  page?: string;
  box?: string;
  resources?: string;
  catalog?: string;
  pages?: string;
  content?: PdfObject;
  font?: string;
  /** Objects from number 6 on. */
  more?: PdfObject[];
}

const HELVETICA = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>';

/** The objects of a PDF of one page: 1 catalog, 2 pages, 3 page, 4 content, 5 font, then `more`. */
export const onePage = (parts: Parts = {}): PdfObject[] => [
  `<< /Type /Catalog /Pages 2 0 R ${parts.catalog ?? ''} >>`,
  parts.pages ?? '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  `<< /Type /Page /Parent 2 0 R /MediaBox ${parts.box ?? '[0 0 612 792]'} /Contents 4 0 R ` +
    `/Resources << /Font << /F 5 0 R >> ${parts.resources ?? ''} >> ${parts.page ?? ''} >>`,
  parts.content ?? stream(show(QUESTION)),
  parts.font ?? HELVETICA,
  ...(parts.more ?? []),
];

/** RC4, which the standard security handler of old PDFs uses and OpenSSL no longer offers. */
function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + state[i]! + key[i % key.length]!) & 255;
    [state[i], state[j]] = [state[j]!, state[i]!];
  }
  let i = 0;
  let j = 0;
  return data.map((byte) => {
    i = (i + 1) & 255;
    j = (j + state[i]!) & 255;
    [state[i], state[j]] = [state[j]!, state[i]!];
    return byte ^ state[(state[i]! + state[j]!) & 255]!;
  });
}

const md5 = (...parts: Uint8Array[]) =>
  new Uint8Array(
    createHash('md5')
      .update(joined(...parts))
      .digest(),
  );
const PADDING = Buffer.from('28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A', 'hex');
const padded = (password: string) => joined(password, PADDING).subarray(0, 32);

/** A PDF encrypted as PDF 1.7, 7.6.3 says (revision 2, 40 bits). An empty password opens without asking. */
export function encryptedPdf(password: string): Uint8Array {
  const owner = rc4(md5(padded('owner')).subarray(0, 5), padded(password));
  const permissions = Buffer.from('fcffffff', 'hex');
  const key = md5(padded(password), owner, permissions, new Uint8Array([0])).subarray(0, 5);
  const user = rc4(key, PADDING);
  const objectKey = md5(key, new Uint8Array([4, 0, 0, 0, 0])).subarray(0, 10);
  const content = stream(rc4(objectKey, joined(show(QUESTION))));
  const hex = (bytes: Uint8Array) => `<${Buffer.from(bytes).toString('hex')}>`;
  const handler = `<< /Filter /Standard /V 1 /R 2 /O ${hex(owner)} /U ${hex(user)} /P -4 >>`;
  return pdfOf(onePage({ content, more: [handler] }), { trailer: '/Encrypt 6 0 R /ID [<00> <00>]' });
}
