import { DomainError } from '../platform/errors.js';
import { decodeText } from './decode.js';
import {
  corruptFile,
  emptyFile,
  encryptedFile,
  textWithoutLetters,
  tooMuchText,
  unknownFile,
  unsupportedFile,
} from './errors.js';
import { defaultLimits, MAX_TEXT_CHARACTERS } from './limits.js';
import { isCompoundFile, readCompoundFile } from './ole.js';
import { looksLikeMarkdown } from './text/syntax.js';
import type { SourceFormat } from './types.js';
import { Archive } from './zip.js';

/** Signatures of files that people upload by mistake: bytes at the start, and what to call them. */
const SIGNATURES: [number[] | string, string][] = [
  ['\x89PNG', 'a PNG image'],
  [[0xff, 0xd8, 0xff], 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['BM', 'a bitmap image'],
  ['II*\0', 'a TIFF image'],
  ['MM\0*', 'a TIFF image'],
  ['{\\rtf', 'a rich text (RTF) file'],
  ['MZ', 'a program'],
  ['\x7fELF', 'a program'],
  ['#!', 'a script'],
  ['Rar!', 'a RAR archive'],
  ['7z\xbc\xaf', 'a 7-Zip archive'],
  [[0x1f, 0x8b], 'a gzip archive'],
  ['%!PS', 'a PostScript file'],
  ['SQLite format 3', 'a database'],
  ['ID3', 'a sound file'],
  ['OggS', 'a sound file'],
  [[0x00, 0x00, 0x00], 'a video'],
];

/**
 * Tells what a file is by its content. The name only decides between plain text and Markdown, where the
 * content allows both.
 *
 * @throws DomainError `file-unsupported`, `file-empty`, `file-encrypted` or `file-corrupt`
 */
export async function sniffFormat(bytes: Uint8Array, filename?: string): Promise<SourceFormat> {
  if (bytes.length === 0) throw emptyFile();
  if (isPdf(bytes)) return 'pdf';
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2]! <= 8) return sniffZip(bytes);
  if (isCompoundFile(bytes)) return sniffCompoundFile(bytes);
  for (const [signature, what] of SIGNATURES)
    if (startsWith(bytes, signature)) reject(bytes, signature, what);
  return sniffText(bytes, filename);
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

/** Two letters may also start a text: such a file is only refused where it is no text. */
function reject(bytes: Uint8Array, signature: number[] | string, what: string) {
  const short = signature === 'BM' || signature === 'MZ' || signature === 'ID3';
  if (short && decodeText(bytes) !== null) return;
  throw unsupportedFile(what);
}

async function sniffZip(bytes: Uint8Array): Promise<SourceFormat> {
  const archive = await Archive.open(bytes, defaultLimits).catch((error: unknown) => {
    if (error instanceof DomainError && error.kind !== 'file-corrupt') throw error;
    throw corruptFile('file (a Word document or another zip archive)', error);
  });
  const names = new Set(archive.names);
  if (names.has('[Content_Types].xml') && names.has('word/document.xml')) return 'docx';
  const saveAs = (kind: string) =>
    `Save it as PDF or Word, or paste the ${kind} into a document, and upload that.`;
  if (names.has('xl/workbook.xml') || names.has('xl/workbook.bin'))
    throw unsupportedFile('an Excel workbook', saveAs('questions'));
  if (names.has('ppt/presentation.xml'))
    throw unsupportedFile('a PowerPoint presentation', 'Save it as PDF and upload that.');
  if (names.has('content.xml') && names.has('META-INF/manifest.xml')) {
    throw unsupportedFile('an OpenDocument file', 'Save it as PDF or Word (.docx) and upload that.');
  }
  if (archive.names.some((name) => name.endsWith('.opf'))) throw unsupportedFile('an e-book');
  throw unsupportedFile('a zip archive', 'Unpack it and upload the document inside.');
}

function sniffCompoundFile(bytes: Uint8Array): SourceFormat {
  const file = readCompoundFile(bytes);
  if (!file) throw corruptFile('Word document');
  const { names } = file;
  if (names.has('EncryptedPackage') || names.has('EncryptionInfo')) throw encryptedFile('Office document');
  if (names.has('WordDocument')) {
    const head = file.head('WordDocument');
    // Flag fEncrypted of the file information block ([MS-DOC] 2.5.2, offset 10, bit 8).
    if (head && head[11]! & 0x01) throw encryptedFile('Word document');
    return 'doc';
  }
  if (names.has('Workbook') || names.has('Book')) throw unsupportedFile('an Excel workbook');
  if (names.has('PowerPoint Document')) throw unsupportedFile('a PowerPoint presentation');
  if ([...names].some((name) => name.startsWith('__substg1.0_'))) throw unsupportedFile('an Outlook message');
  throw unsupportedFile('an Office file that is not a Word document');
}

function sniffText(bytes: Uint8Array, filename: string | undefined): SourceFormat {
  const text = decodeText(bytes);
  if (text === null) throw unknownFile();
  if (text.trim() === '') throw emptyFile();
  if (text.length > MAX_TEXT_CHARACTERS) throw tooMuchText(text.length);
  if (!/[\p{L}\p{N}]/u.test(text)) throw textWithoutLetters();
  const head = text.slice(0, 2000).trimStart().toLowerCase();
  if (/^(?:<!doctype html|<html|<head|<body)/.test(head)) {
    throw unsupportedFile('a web page', 'Save it as PDF and upload that.');
  }
  if (head.startsWith('<?xml') || head.startsWith('<svg')) throw unsupportedFile('an XML file');
  if (/^(?:from|return-path|received|mime-version): .*\n(?:[\w-]+: .*\n|[ \t].*\n){2}/.test(head)) {
    throw unsupportedFile('an e-mail message', 'Save the document that came with it and upload that.');
  }
  return looksLikeMarkdown(text, /\.(?:md|markdown|mdown|mkd)$/i.test(filename ?? '')) ? 'markdown' : 'text';
}
