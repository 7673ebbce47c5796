import { p } from '../../formats/support/docx.js';
import { compoundFile } from '../../formats/support/ole.js';
import { type HostileFile, joined, QUESTION, utf8 } from './hostile-file.js';
import { onePage, pdfOf } from './pdf-writer.js';
import { main, TYPES, word } from './word.js';
import { zip } from './zip-writer.js';

const asked = /protection of customer data/;
const pdf = () => pdfOf(onePage());

/** Two files in one: which one it is must not depend on who looks. */
const polyglots: HostileFile[] = [
  {
    name: 'a PDF with a Word document behind it',
    filename: 'both.docx',
    content: () => joined(pdf(), word([], p('The secret of the archive.'))),
    expected: 'reads as pdf',
    text: asked,
    withoutText: /secret/,
    overHttp: true,
  },
  {
    name: 'a Word document whose first entry is a PDF',
    filename: 'both.pdf',
    content: () =>
      zip([
        { name: 'a.pdf', content: pdf(), stored: true },
        { name: '[Content_Types].xml', content: TYPES },
        { name: 'word/document.xml', content: main(p('The secret of the archive.')) },
      ]),
    expected: 'reads as pdf',
    withoutText: /secret/,
    overHttp: true,
  },
  {
    name: 'a picture with a Word document behind it',
    filename: 'picture.docx',
    content: () => joined('GIF89a=1;', word()),
    expected: 'file-too-large',
    says: /million/,
    asRfp: { kind: 'file-unsupported', says: /GIF/ },
    overHttp: true,
  },
  {
    name: 'a web page with a PDF header in it',
    filename: 'page.html',
    content: () => utf8('<!DOCTYPE html><script>alert(1)</script>%PDF-1.7 <p>What?</p>'),
    expected: 'file-corrupt',
  },
  {
    name: 'a program with a PDF in its first 1,024 bytes',
    filename: 'program.exe',
    content: () => joined('MZ', '\0'.repeat(200), pdf()),
    expected: 'reads as pdf',
  },
  {
    name: 'a script with an archive behind it',
    filename: 'install.docx',
    content: () => joined('#!/bin/sh\nrm -rf "$HOME"\nexit\n', word()),
    expected: 'file-unsupported',
    says: /script/,
    overHttp: true,
  },
  {
    name: 'a Word document and a workbook in one archive',
    filename: 'both.xlsx',
    content: () => word([{ name: 'xl/workbook.xml', content: '<workbook/>' }]),
    expected: 'reads as docx',
    text: asked,
  },
  {
    name: 'two main parts in one archive',
    filename: 'twice.docx',
    content: () =>
      zip([
        { name: '[Content_Types].xml', content: TYPES },
        { name: 'word/document.xml', content: main(p('The first.')) },
        { name: 'word/document.xml', content: main(p(QUESTION)) },
      ]),
    expected: 'reads as docx',
    text: asked,
  },
];

/** Changes 32-bit words of a compound file, by byte offset. */
function patched(changes: [at: number, value: number][]): Uint8Array {
  const file = Buffer.from(compoundFile(['WordDocument', '1Table']));
  for (const [at, value] of changes) file.writeUInt32LE(value, at);
  return new Uint8Array(file);
}

const TABLE = 512;
const DIRECTORY = 1024;
const old: HostileFile[] = [
  {
    name: 'a Word 97 file whose directory goes in a circle',
    filename: 'ring.doc',
    content: () =>
      patched([
        [TABLE + 4, 2],
        [TABLE + 8, 1],
      ]),
    expected: 'file-corrupt',
    overHttp: true,
  },
  {
    name: 'a Word 97 file whose text goes in a circle',
    filename: 'text.doc',
    content: () =>
      patched([
        [TABLE + 8, 3],
        [TABLE + 12, 2],
      ]),
    expected: 'file-corrupt',
  },
  {
    name: 'a Word 97 file whose entries are their own neighbors',
    filename: 'tree.doc',
    content: () =>
      patched([
        [DIRECTORY + 76, 1],
        [DIRECTORY + 128 + 68, 1],
        [DIRECTORY + 128 + 72, 1],
      ]),
    expected: 'file-corrupt',
  },
  {
    name: 'a Word 97 file that claims two billion sectors of tables',
    filename: 'tables.doc',
    content: () => patched([[44, 0x7fffffff]]),
    expected: 'file-corrupt',
  },
  {
    name: 'a Word 97 file that chains two billion tables',
    filename: 'chain.doc',
    content: () =>
      patched([
        [44, 0x7ffffff],
        [68, 2],
        [72, 0x7fffffff],
      ]),
    expected: 'file-corrupt',
  },
  {
    name: 'a Word 97 file with sectors of 2 GB',
    filename: 'sectors.doc',
    content: () => {
      const file = Buffer.from(patched([]));
      file.writeUInt16LE(31, 30);
      return new Uint8Array(file);
    },
    expected: 'file-corrupt',
  },
  {
    name: 'a Word 97 file with a stream of 2 GB',
    filename: 'stream.doc',
    content: () => patched([[DIRECTORY + 128 + 120, 0x7fffffff]]),
    expected: 'file-corrupt',
  },
  {
    name: 'a Word 97 file that is encrypted',
    filename: 'locked.doc',
    content: () => compoundFile(['WordDocument'], 0x0100),
    expected: 'file-encrypted',
    overHttp: true,
  },
];

const names: HostileFile[] = [
  {
    name: 'a program named as a PDF',
    filename: 'program.pdf',
    content: () => joined('\x7fELF', '\x02\x01\x01\0'.repeat(100)),
    expected: 'file-unsupported',
    overHttp: true,
  },
  {
    name: 'a vector drawing with scripts',
    filename: 'drawing.txt',
    content: () => utf8('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    expected: 'file-unsupported',
  },
  {
    name: 'rich text with an embedded object, named as a Word document',
    filename: 'rtf.doc',
    content: () => utf8('{\\rtf1\\object\\objocx{\\*\\objdata 0105}}'),
    expected: 'file-unsupported',
    says: /RTF/,
    overHttp: true,
  },
  {
    name: 'nothing',
    filename: 'nothing.pdf',
    content: () => new Uint8Array(),
    expected: 'file-empty',
    overHttp: true,
  },
];

export const otherFiles: HostileFile[] = [...polyglots, ...old, ...names];
