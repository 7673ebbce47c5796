import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { inspectDocument, MAX_FILE_BYTES } from '../../src/formats/index.js';
import { docx, p } from './support/docx.js';
import { compoundFile } from './support/ole.js';
import { lines, pdf } from './support/pdf.js';

const encode = (text: string) => new TextEncoder().encode(text);
const bytes = (...values: number[]) => new Uint8Array([...values, ...new Array<number>(64).fill(0)]);
const zip = (...names: string[]) => zipSync(Object.fromEntries(names.map((name) => [name, strToU8('<x/>')])));
const question = lines(['Describe your approach to the protection of data.'], 700);

describe('a file that can be read', () => {
  test('a PDF is told by its content and its pages are counted', async () => {
    expect(await inspectDocument(pdf([question, question]), 'notes.txt')).toEqual({
      format: 'pdf',
      pageCount: 2,
      needsOcr: false,
      leftOut: [],
    });
  });

  test('a PDF with other bytes before its header is still a PDF', async () => {
    const file = Buffer.concat([Buffer.from('\r\n'.repeat(20)), pdf([question])]);
    expect((await inspectDocument(new Uint8Array(file))).format).toBe('pdf');
  });

  test('a Word document is told by its content', async () => {
    expect(await inspectDocument(docx(p('Describe your approach.')), 'rfp.pdf')).toEqual({
      format: 'docx',
      pageCount: null,
      needsOcr: false,
      leftOut: [],
    });
  });

  test('Markdown is told by its syntax, whatever its name', async () => {
    const text =
      '# Scope\n\nSee **below**.\n\n| Item | Due |\n|------|-----|\n| Quote | May |\n\n## Terms\n\nNone.\n';
    expect((await inspectDocument(encode(text), 'rfp.txt')).format).toBe('markdown');
  });

  test('HTML is told by its first element, and a fragment of it by its name too', async () => {
    const page = '<?xml version="1.0"?>\n<!-- saved -->\n<!DOCTYPE html>\n<p>Describe your approach.';
    expect((await inspectDocument(encode(page), 'rfp.txt')).format).toBe('html');
    const fragment = 'Please <b>describe</b> your approach.<br>Thank you.';
    expect((await inspectDocument(encode(fragment), 'rfp.html')).format).toBe('html');
    expect((await inspectDocument(encode(fragment), 'rfp.txt')).format).toBe('text');
    const readme = '<h1 align="center">Scope</h1>\n\n## Terms\n\n- See **below**\n- [Annex](a.md)\n';
    expect((await inspectDocument(encode(readme), 'README.md')).format).toBe('markdown');
  });

  test('the name decides only where the content may be either', async () => {
    const list = '- Describe your company.\n- Describe your team.\n- List references.\n- State the price.\n';
    expect((await inspectDocument(encode(list), 'rfp.txt')).format).toBe('text');
    expect((await inspectDocument(encode(list), 'rfp.md')).format).toBe('markdown');
    expect((await inspectDocument(encode('Just a sentence of text.'), 'rfp.md')).format).toBe('text');
  });
});

describe('where only some formats are taken', () => {
  const some = ['pdf', 'docx', 'text'] as const;

  test.each([
    ['a workbook', zip('[Content_Types].xml', 'xl/workbook.xml'), /Excel workbook.*Save it as PDF or Word/],
    ['an image', bytes(0x89, 0x50, 0x4e, 0x47), /PNG image.*into a PDF/],
    ['a web page', encode('<!DOCTYPE html><p>Hi'), /web page.*Save it as PDF/],
    ['an old workbook', compoundFile(['Workbook']), /Excel workbook.*Save it as PDF or Word/],
    ['other bytes', bytes(1, 2, 3, 200, 0, 7), /Upload a PDF, Word \(\.docx\) or plain text file\./],
  ])('%s is refused by name, with what to do', async (_name, file, message) => {
    await expect(inspectDocument(file, undefined, some)).rejects.toMatchObject({
      kind: 'file-unsupported',
      message: expect.stringMatching(message),
    });
  });

  test('a CSV file is read as the plain text that it also is', async () => {
    const csv = encode('Question,Answer\nDo you encrypt?,Yes\n');
    expect((await inspectDocument(csv, 'a.csv', some)).format).toBe('text');
    expect((await inspectDocument(csv, 'a.csv')).format).toBe('csv');
    expect((await inspectDocument(csv, 'a.txt')).format).toBe('text');
  });
});

describe('a file that cannot be read is refused with a message that says why', () => {
  test.each([
    ['nothing', new Uint8Array(), 'file-empty', /empty/],
    ['white space only', encode(' \n\t \n'), 'file-empty', /empty/],
    [
      'a binary Excel workbook',
      zip('[Content_Types].xml', 'xl/workbook.bin'),
      'file-unsupported',
      /Excel workbook.*\.xlsb.*save it as an Excel workbook \(\.xlsx\)/,
    ],
    ['a presentation', zip('[Content_Types].xml', 'ppt/presentation.xml'), 'file-unsupported', /PowerPoint/],
    ['an OpenDocument text', zip('content.xml', 'META-INF/manifest.xml'), 'file-unsupported', /OpenDocument/],
    [
      'an OpenDocument spreadsheet',
      zipSync({
        mimetype: strToU8('application/vnd.oasis.opendocument.spreadsheet'),
        'content.xml': strToU8('<x/>'),
        'META-INF/manifest.xml': strToU8('<x/>'),
      }),
      'file-unsupported',
      /OpenDocument spreadsheet.*\.xlsx/,
    ],
    ['a zip archive', zip('readme.txt'), 'file-unsupported', /zip archive.*Unpack/],
    ['half a PNG image', bytes(0x89, 0x50, 0x4e, 0x47), 'file-corrupt', /PNG image is damaged/],
    ['half a JPEG image', bytes(0xff, 0xd8, 0xff), 'file-corrupt', /JPEG image is damaged/],
    ['a HEIC photo', encode('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), 'file-unsupported', /HEIC.*JPEG/],
    ['a Safari web archive', encode('bplist00 WebMainResource'), 'file-unsupported', /Safari/],
    [
      'a web archive of other browsers',
      encode(
        'From: <Saved by Blink>\nSubject: RFP\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary="x"\n\n',
      ),
      'file-unsupported',
      /web archive \(MHTML\)/,
    ],
    ['a program', bytes(0x4d, 0x5a, 0x90), 'file-unsupported', /program/],
    ['rich text', encode('{\\rtf1\\ansi text}'), 'file-unsupported', /RTF/],
    [
      'a web page without text',
      encode('<!DOCTYPE html><script>alert("Hi")</script>'),
      'file-without-text',
      /web page/,
    ],
    ['bytes that are no text', bytes(1, 2, 3, 200, 0, 7), 'file-unsupported', /neither a document nor text/],
    [
      'an encrypted Office file',
      compoundFile(['EncryptionInfo', 'EncryptedPackage']),
      'file-encrypted',
      /password/,
    ],
    ['an encrypted Word 97 file', compoundFile(['WordDocument'], 0x0100), 'file-encrypted', /password/],
    [
      'an old Excel workbook',
      compoundFile(['Workbook']),
      'file-unsupported',
      /Excel workbook.*\.xls\).*\.xlsx/,
    ],
    ['a damaged Word 97 file', compoundFile(['WordDocument']), 'file-corrupt', /damaged/],
    ['a PDF that needs a password', pdf([question], { encrypted: true }), 'file-encrypted', /password/],
    [
      'a PDF without text',
      pdf([[{ from: [72, 72], to: [500, 500] }]]),
      'file-without-text',
      /No text.*300 dpi/,
    ],
    ['a Word document without text', docx(p(' ')), 'file-without-text', /Word document/],
    ['a damaged PDF', encode('%PDF-1.7\nnothing'), 'file-corrupt', /damaged/],
    ['a damaged Word document', docx(p('text')).slice(0, 300), 'file-corrupt', /damaged/],
    ['more than 50 MB', new Uint8Array(MAX_FILE_BYTES + 1), 'file-too-large', /larger than 50 MB/],
    ['more than 1,000 pages', pdf(Array.from({ length: 1001 }, () => [])), 'file-too-large', /1,001 pages/],
  ])('%s', async (_name, file, kind, message) => {
    await expect(inspectDocument(file, 'rfp.pdf')).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(message),
    });
  });
});
