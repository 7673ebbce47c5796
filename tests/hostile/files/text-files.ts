import { type HostileFile, joined, MB, QUESTION, repeated, utf8 } from './hostile-file.js';

const asked = /protection of customer data/;
const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
const bigEndian = (text: string) => new Uint8Array(Buffer.from(utf16(text)).swap16());

const MARKS = [
  '(',
  '* ',
  '> ',
  '[',
  '`',
  '#',
  '1.',
  '|-',
  '\t',
  '_',
  '**a ',
  '- [ ] ',
  '.\u00a0',
  '1.1.',
  '../',
  '~',
];

const sizes: HostileFile[] = [
  {
    name: '200 MB of spaces',
    filename: 'spaces.txt',
    content: () => repeated(new Uint8Array(MB).fill(32), 200 * MB),
    expected: 'file-too-large',
    says: /larger than 50 MB/,
    large: true,
    overHttp: true,
  },
  {
    name: '40 MB of spaces',
    filename: 'spaces.txt',
    content: () => repeated(new Uint8Array(MB).fill(32), 40 * MB),
    expected: 'file-empty',
  },
  {
    name: 'one line of 50 MB',
    filename: 'line.txt',
    content: () => repeated(utf8(`${QUESTION} `.repeat(10_000)), 50 * MB - 1000),
    expected: 'file-too-large',
    says: /characters of text; at most/,
    large: true,
    overHttp: true,
  },
  {
    name: '8 MB of line breaks',
    filename: 'breaks.txt',
    content: () => repeated(utf8('\r\n'.repeat(50_000)), 8 * MB),
    expected: 'file-empty',
  },
  {
    name: 'one word of 4 MB',
    filename: 'word.txt',
    content: () => repeated(new Uint8Array(MB).fill(97), 4 * MB),
    expected: 'reads as text',
  },
  {
    name: 'each mark of Markdown, 200,000 characters of it in a row',
    filename: 'marks.md',
    content: () =>
      utf8(
        `# Questions\n\n${MARKS.map((mark) => mark.repeat(200_000 / mark.length)).join('\n\n')}\n\n${QUESTION}\n`,
      ),
    expected: 'reads as markdown',
    text: asked,
  },
];

const encodings: HostileFile[] = [
  {
    name: 'text with a NUL byte',
    filename: 'nul.txt',
    content: () => utf8(`What is\0 this?\n${QUESTION}`),
    expected: 'file-unsupported',
    overHttp: true,
  },
  {
    name: 'UTF-16 with a NUL deep inside',
    filename: 'nul16.txt',
    content: () => utf16(`${`${QUESTION}\n`.repeat(4000)}\0${`${QUESTION}\n`.repeat(4000)}`),
    expected: 'file-unsupported',
    overHttp: true,
  },
  {
    name: 'broken UTF-8, which is read as Windows-1252',
    filename: 'broken.txt',
    content: () => joined(utf8(`${QUESTION}\n`), '\xc3\x28 \xe2\x82 \xf0\x28\x8c\xbc'),
    expected: 'reads as text',
    text: asked,
    overHttp: true,
  },
  {
    name: 'overlong UTF-8 for a slash and a NUL',
    filename: 'overlong.txt',
    content: () => joined(utf8(`${QUESTION}\n`), '\xc0\xaf\xc0\x80'),
    expected: 'reads as text',
    text: asked,
  },
  {
    name: 'UTF-16, little-endian',
    filename: 'le.txt',
    content: () => utf16(QUESTION),
    expected: 'reads as text',
    text: asked,
    overHttp: true,
  },
  {
    name: 'UTF-16, big-endian, with half a character at the end',
    filename: 'be.txt',
    content: () => joined(bigEndian(`${QUESTION}\n`), '\xd8\x00'),
    expected: 'reads as text',
    text: asked,
    overHttp: true,
  },
  {
    name: 'UTF-16 of an odd number of bytes',
    filename: 'odd.txt',
    content: () => joined(utf16(QUESTION), 'x'),
    expected: 'reads as text',
    text: asked,
  },
  {
    name: 'UTF-16 without a byte order mark',
    filename: 'bare.txt',
    content: () => utf16(QUESTION).slice(2),
    expected: 'file-unsupported',
  },
  {
    name: 'UTF-32',
    filename: 'utf32.txt',
    content: () => joined('\xff\xfe\0\0', ...[...QUESTION].map((char) => `${char}\0\0\0`)),
    expected: 'file-unsupported',
  },
  {
    name: 'two byte order marks',
    filename: 'marks.txt',
    content: () => utf8(`\ufeff\ufeff${QUESTION}`),
    expected: 'reads as text',
    text: asked,
  },
  {
    name: 'terminal escapes',
    filename: 'escapes.txt',
    content: () => utf8(`\x1b]0;owned\x07\x1b[2J${'\x1b[31m'.repeat(50)}What?`),
    expected: 'file-unsupported',
  },
];

const tricks: HostileFile[] = [
  {
    name: 'right-to-left overrides and isolates',
    filename: 'bidi.txt',
    content: () => utf8(`\u202e\u2066${QUESTION}\u2069\u202c\nמה שם החברה שלכם?\n`),
    expected: 'reads as text',
    text: asked,
    overHttp: true,
  },
  {
    name: 'zero-width characters between all letters',
    filename: 'zero.txt',
    content: () => utf8([...`${QUESTION}\n`].join('\u200b')),
    expected: 'reads as text',
    text: asked,
    overHttp: true,
  },
  {
    name: 'nothing but zero-width characters',
    filename: 'invisible.txt',
    content: () => utf8('\u200b\u200c\u200d\u2060\ufeff'.repeat(1000)),
    expected: 'file-without-text',
    overHttp: true,
  },
  {
    name: 'a letter under 100,000 accents',
    filename: 'zalgo.txt',
    content: () => utf8(`${QUESTION}\nWhat is e${'\u0301'.repeat(100_000)}?`),
    expected: 'reads as text',
    text: asked,
  },
  {
    name: 'markup, scripts, formulas and commands as text',
    filename: 'markup.txt',
    content: () =>
      utf8(
        `1. <script>alert(1)</script> ]]> </w:t> & "quotes"?\n2. =cmd|'/c calc'!A0\n3. '; DROP TABLE workflow; --\n4. \${jndi:ldap://127.0.0.1/x}\n5. ${QUESTION}\n`,
      ),
    expected: 'reads as text',
    text: /alert\(1\)/,
    overHttp: true,
  },
];

export const textFiles: HostileFile[] = [...sizes, ...encodings, ...tricks];
