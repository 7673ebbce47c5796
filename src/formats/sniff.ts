import { DomainError } from '../platform/errors.js';
import { decodeText } from './decode.js';
import {
  corruptFile,
  emptyFile,
  encryptedFile,
  rightsManagedFile,
  textWithoutLetters,
  tooMuchText,
  unknownFile,
  unsupportedFile,
} from './errors.js';
import { ALL_FORMATS, acceptedAdvice, adviceFor, looksLike } from './formats.js';
import { looksLikeHtml } from './html/sniff.js';
import { imageKind } from './image/kind.js';
import { defaultLimits, MAX_TEXT_CHARACTERS } from './limits.js';
import { isCompoundFile, protectionOf, readCompoundFile } from './ole.js';
import { looksLikeMarkdown } from './text/syntax.js';
import type { SourceFormat } from './types.js';
import { Archive } from './zip.js';

/** Signatures of files that people upload by mistake: bytes at the start, what to call them, and what to do. */
const SIGNATURES: [start: number[] | string, what: string, advice?: string][] = [
  ['{\\rtf', 'a rich text (RTF) file', 'Save it as PDF or Word (.docx) and upload that.'],
  ['MZ', 'a program'],
  ['\x7fELF', 'a program'],
  ['#!', 'a script'],
  ['Rar!', 'a RAR archive', 'Unpack it and upload the document inside.'],
  ['7z\xbc\xaf', 'a 7-Zip archive', 'Unpack it and upload the document inside.'],
  [[0x1f, 0x8b], 'a gzip archive', 'Unpack it and upload the document inside.'],
  ['%!PS', 'a PostScript file', 'Save it as PDF and upload that.'],
  [
    'bplist00',
    'a Safari web archive or another property list',
    'Open it in Safari, export it as PDF and upload that.',
  ],
  ['SQLite format 3', 'a database'],
  ['ID3', 'a sound file'],
  ['OggS', 'a sound file'],
  [[0x00, 0x00, 0x00], 'a video'],
];

/**
 * Tells what a file is by its content. The name only decides where the content allows several: between plain text,
 * Markdown, CSV and a fragment of HTML.
 *
 * @param accepts the formats to take; a CSV file is also plain text
 * @throws DomainError `file-unsupported`, `file-empty`, `file-encrypted` or `file-corrupt`
 */
export async function sniffFormat(
  bytes: Uint8Array,
  filename?: string,
  accepts: readonly SourceFormat[] = ALL_FORMATS,
): Promise<SourceFormat> {
  if (bytes.length === 0) throw emptyFile();
  const format = await formatOf(bytes, filename ?? '', accepts);
  if (accepts.includes(format)) return format;
  if (format === 'csv' && accepts.includes('text')) return 'text';
  const what = format === 'image' ? `a ${imageKind(bytes)} image` : looksLike(format);
  throw unsupportedFile(what, adviceFor(format, accepts));
}

async function formatOf(
  bytes: Uint8Array,
  filename: string,
  accepts: readonly SourceFormat[],
): Promise<SourceFormat> {
  if (isPdf(bytes)) return 'pdf';
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2]! <= 8) return sniffZip(bytes, accepts);
  if (isCompoundFile(bytes)) return sniffCompoundFile(bytes, accepts);
  if (imageKind(bytes) !== null && !isText(bytes, 'BM')) return 'image';
  const advice = acceptedAdvice(accepts);
  if (isHeic(bytes)) throw unsupportedFile('a HEIC photo', 'Save it as JPEG or PDF and upload that.');
  for (const [signature, what, instead] of SIGNATURES) {
    // A few letters may also start a text: such a file is only refused where it is no text.
    if (startsWith(bytes, signature) && !isText(bytes, 'MZ', 'ID3'))
      throw unsupportedFile(what, instead ?? advice);
  }
  return sniffText(bytes, filename, advice);
}

/** Adobe's reader takes a PDF whose header lies anywhere in the first 1,024 bytes (PDF 1.7, implementation note 13). */
function isPdf(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1029));
  const at = head.indexOf('%PDF-');
  return at >= 0 && at < 1024;
}

function startsWith(bytes: Uint8Array, signature: number[] | string): boolean {
  const expected =
    typeof signature === 'string' ? [...signature].map((char) => char.charCodeAt(0)) : signature;
  return expected.every((value, index) => bytes[index] === value);
}

/** Whether the file starts with one of these letters and is text all the same. */
const isText = (bytes: Uint8Array, ...starts: string[]) =>
  starts.some((start) => startsWith(bytes, start)) && decodeText(bytes) !== null;

/** Photos of recent phones: an ISO media file of one of the HEIF brands. */
const isHeic = (bytes: Uint8Array) =>
  /^ftyp(?:hei[cmsx]|hev[cx]|mif1|msf1|avif)/.test(Buffer.from(bytes.subarray(4, 12)).toString('latin1'));

const AS_WORKBOOK = 'Open it in Excel or LibreOffice, save it as an Excel workbook (.xlsx) and upload that.';
const workbookAdvice = (accepts: readonly SourceFormat[]) =>
  accepts.includes('xlsx') ? AS_WORKBOOK : adviceFor('xlsx', accepts);

async function sniffZip(bytes: Uint8Array, accepts: readonly SourceFormat[]): Promise<SourceFormat> {
  const what = 'file (a Word document, a workbook or another zip archive)';
  const archive = await Archive.open(bytes, defaultLimits, what).catch((error: unknown) => {
    if (error instanceof DomainError && error.kind !== 'file-corrupt') throw error;
    throw corruptFile(what, error);
  });
  const names = new Set(archive.names);
  if (names.has('[Content_Types].xml') && names.has('word/document.xml')) return 'docx';
  if (names.has('xl/workbook.bin'))
    throw unsupportedFile('an Excel workbook in the binary format (.xlsb)', workbookAdvice(accepts));
  if (names.has('xl/workbook.xml')) return 'xlsx';
  if (names.has('ppt/presentation.xml'))
    throw unsupportedFile('a PowerPoint presentation', 'Save it as PDF and upload that.');
  if (names.has('content.xml') && names.has('META-INF/manifest.xml')) {
    const type = await archive.text('mimetype').catch(() => null);
    if (type?.includes('spreadsheet'))
      throw unsupportedFile('an OpenDocument spreadsheet (.ods)', workbookAdvice(accepts));
    throw unsupportedFile('an OpenDocument file', 'Save it as PDF or Word (.docx) and upload that.');
  }
  if (archive.names.some((name) => name.endsWith('.opf')))
    throw unsupportedFile('an e-book', 'Save it as PDF and upload that.');
  throw unsupportedFile('a zip archive', 'Unpack it and upload the document inside.');
}

function sniffCompoundFile(bytes: Uint8Array, accepts: readonly SourceFormat[]): SourceFormat {
  const file = readCompoundFile(bytes);
  if (!file) throw corruptFile('Word document');
  const { names } = file;
  const protection = protectionOf(file);
  if (protection === 'rights') throw rightsManagedFile('Office document');
  if (protection === 'password') throw encryptedFile('Office document');
  if (names.has('WordDocument')) {
    const head = file.head('WordDocument');
    // Flag fEncrypted of the file information block ([MS-DOC] 2.5.2, offset 10, bit 8).
    if (head && head[11]! & 0x01) throw encryptedFile('Word document');
    return 'doc';
  }
  if (names.has('Workbook') || names.has('Book'))
    throw unsupportedFile('an Excel workbook in the old format (.xls)', workbookAdvice(accepts));
  if (names.has('PowerPoint Document'))
    throw unsupportedFile('a PowerPoint presentation', 'Save it as PDF and upload that.');
  if ([...names].some((name) => name.startsWith('__substg1.0_')))
    throw unsupportedFile('an Outlook message', 'Save the document that came with it and upload that.');
  throw unsupportedFile('an Office file that is not a Word document', acceptedAdvice(accepts));
}

const MAIL = /^(?:from|return-path|received|mime-version|subject|date): .*\n(?:[\w-]+: .*\n|[ \t].*\n){2}/;

function sniffText(bytes: Uint8Array, filename: string, advice: string): SourceFormat {
  if (looksLikeHtml(bytes, filename)) return 'html';
  const text = decodeText(bytes);
  if (text === null) throw unknownFile(advice);
  if (text.trim() === '') throw emptyFile();
  if (text.length > MAX_TEXT_CHARACTERS) throw tooMuchText(text.length);
  if (!/[\p{L}\p{N}]/u.test(text)) throw textWithoutLetters();
  const head = text.slice(0, 2000).trimStart().toLowerCase();
  if (head.startsWith('<?xml') || head.startsWith('<svg')) throw unsupportedFile('an XML file', advice);
  if (MAIL.test(head)) {
    if (/^content-type: *multipart\/related/m.test(head))
      throw unsupportedFile(
        'a web archive (MHTML)',
        'Open it in a browser, save it as “web page, HTML only” or print it to a PDF, and upload that.',
      );
    throw unsupportedFile('an e-mail message', 'Save the document that came with it and upload that.');
  }
  if (/\.(?:csv|tsv|tab|psv)$/i.test(filename)) return 'csv';
  return looksLikeMarkdown(text, /\.(?:md|markdown|mdown|mkd)$/i.test(filename)) ? 'markdown' : 'text';
}
