import { deflateSync } from 'node:zlib';
import { type HostileFile, joined, QUESTION } from './hostile-file.js';
import { deflated, encryptedPdf, onePage, type PdfObject, pdfOf, show, stream } from './pdf-writer.js';

const good = () => pdfOf(onePage());
const withPage = (parts: Parameters<typeof onePage>[0]) => () => pdfOf(onePage(parts));
const asked = /protection of customer data/;

/** Every object shown ten times by the one before it. */
function exponential(): PdfObject[] {
  const form = (index: number) =>
    stream(
      index < 12 ? '/X Do '.repeat(10) : show('a'),
      `/Type /XObject /Subtype /Form /BBox [0 0 612 792] ${formResources(index)}`,
    );
  const formResources = (index: number) =>
    `/Resources << /Font << /F 5 0 R >> /XObject << /X ${Math.min(index + 7, 18)} 0 R >> >>`;
  return Array.from({ length: 13 }, (_, index) => form(index));
}

const toUnicode = (code: string) =>
  stream(
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n' +
      '1 begincodespacerange <00> <FF> endcodespacerange\n' +
      `1 beginbfchar <58> <${code}> endbfchar endcmap end end`,
  );
const oddFont =
  '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 6 0 R >>';

const tree = (levels: number): PdfObject[] => {
  const last = 6 + levels;
  const nodes = Array.from({ length: levels }, (_, index) => {
    const child = index + 1 < levels ? 7 + index : 3;
    return `<< /Type /Pages /Kids [${child} 0 R] /Count 1 /Parent ${index === 0 ? 2 : 5 + index} 0 R >>`;
  });
  return last > 6 ? nodes : [];
};

/** The objects of `onePage` in an object stream, found through an xref stream whose `Prev` is itself. */
function ringOfTables(): Uint8Array {
  const base = Buffer.from(good());
  const at = base.lastIndexOf('xref\n0');
  const text = base.toString('latin1');
  return joined(text.replace('/Root 1 0 R', `/Root 1 0 R /Prev ${at}`));
}

const bombs: HostileFile[] = [
  {
    name: 'a page whose content unpacks to 4 GB',
    filename: 'bomb.pdf',
    content: withPage({
      content: stream(
        deflateSync(
          deflateSync(
            deflateSync(Buffer.alloc(64 * 1024 * 1024))
              .toString('latin1')
              .repeat(60),
          ),
        ),
        '/Filter [/FlateDecode /FlateDecode /FlateDecode]',
      ),
    }),
    expected: 'file-without-text',
  },
  {
    name: 'forms that show one another 10 to the power of 12 times',
    filename: 'laughs.pdf',
    content: withPage({
      content: stream('/X Do'),
      resources: '/XObject << /X 6 0 R >>',
      more: exponential(),
    }),
    expected: 'file-too-large',
    bounds: { inspectTimeoutMs: 2000 },
  },
  {
    name: 'a form that shows itself',
    filename: 'self.pdf',
    content: withPage({
      content: stream(`/X Do ${show(QUESTION)}`),
      resources: '/XObject << /X 6 0 R >>',
      more: [
        stream(
          '/X Do',
          '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>',
        ),
      ],
    }),
    expected: 'reads as pdf',
    text: asked,
  },
  {
    name: 'an image of 100,000 by 100,000 pixels',
    filename: 'image.pdf',
    content: withPage({
      content: stream(`/I Do ${show(QUESTION)}`),
      resources: '/XObject << /I 6 0 R >>',
      more: [
        stream(
          'x',
          '/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceRGB',
        ),
      ],
    }),
    expected: 'reads as pdf',
    text: asked,
  },
  {
    name: 'a character map over four billion codes',
    filename: 'cmap.pdf',
    content: withPage({
      font: oddFont,
      more: [
        stream(
          'begincmap 1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange\n' +
            '1 beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange endcmap',
        ),
      ],
    }),
    expected: 'reads as pdf',
  },
  {
    name: 'arrays nested 200,000 deep',
    filename: 'nested.pdf',
    content: withPage({ page: `/A ${'['.repeat(200_000)}${']'.repeat(200_000)}` }),
    expected: 'file-corrupt',
  },
  {
    name: '5,000 letters thrown over one page',
    filename: 'confetti.pdf',
    content: withPage({
      content: deflated(
        Array.from({ length: 5_000 }, (_, i) => show('x', (i * 7919) % 600, (i * 104_729) % 780)).join('\n'),
      ),
    }),
    expected: 'reads as pdf',
  },
];

const loops: HostileFile[] = [
  {
    name: 'a page tree that holds itself',
    filename: 'loop.pdf',
    content: withPage({ pages: '<< /Type /Pages /Kids [2 0 R] /Count 1 >>' }),
    expected: 'file-corrupt',
    overHttp: true,
  },
  {
    name: 'a page tree that holds itself beside a page',
    filename: 'loop.pdf',
    content: withPage({ pages: '<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>' }),
    expected: 'file-corrupt',
  },
  {
    name: 'a page tree of 3,000 levels',
    filename: 'deep.pdf',
    content: withPage({ pages: '<< /Type /Pages /Kids [6 0 R] /Count 1 >>', more: tree(3000) }),
    expected: 'reads as pdf',
    text: asked,
  },
  {
    name: 'a page that is its own parent',
    filename: 'parent.pdf',
    content: () => {
      const objects = onePage();
      objects[2] = '<< /Type /Page /Parent 3 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>';
      return pdfOf(objects);
    },
    expected: 'reads as pdf',
    text: asked,
  },
  {
    name: 'an object that refers to itself as catalog',
    filename: 'root.pdf',
    content: () => pdfOf(['1 0 R', ...onePage().slice(1)]),
    expected: 'file-corrupt',
    overHttp: true,
  },
  {
    name: 'a cross-reference table whose predecessor is itself',
    filename: 'ring.pdf',
    content: ringOfTables,
    expected: 'reads as pdf',
    text: asked,
  },
  {
    name: 'a stream whose length is the stream',
    filename: 'length.pdf',
    content: withPage({ content: `<< /Length 4 0 R >>\nstream\n${show(QUESTION)}\nendstream` }),
    expected: 'reads as pdf',
  },
];

const counts: HostileFile[] = [
  {
    name: '10,000 pages',
    filename: 'pages.pdf',
    content: withPage({
      pages: `<< /Type /Pages /Kids [${'3 0 R '.repeat(10_000)}] /Count 10000 >>`,
    }),
    expected: 'file-too-large',
    says: /10,000 pages; at most 1,000/,
    overHttp: true,
  },
  {
    name: 'one page that claims to be two billion',
    filename: 'count.pdf',
    content: withPage({ pages: '<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>' }),
    expected: 'reads as pdf',
  },
  {
    name: 'a page count that is negative',
    filename: 'count.pdf',
    content: withPage({ pages: '<< /Type /Pages /Kids [3 0 R] /Count -1 >>' }),
    expected: 'file-corrupt',
  },
  {
    name: 'a page count that is text',
    filename: 'count.pdf',
    content: withPage({ pages: '<< /Type /Pages /Kids [3 0 R] /Count (many) >>' }),
    expected: 'reads as pdf',
  },
  ...(
    [
      ['of a light year', '[0 0 1e30 1e30]'],
      ['of no size', '[0 0 0 0]'],
      ['of names', '[/A /B /C /D]'],
      ['that starts at minus two billion', '[-2147483648 -2147483648 2147483647 2147483647]'],
    ] as const
  ).map(
    ([what, box]): HostileFile => ({
      name: `a page box ${what}`,
      filename: 'box.pdf',
      content: withPage({ box }),
      expected: 'reads as pdf',
      text: asked,
    }),
  ),
];

const damaged: HostileFile[] = [
  {
    name: 'a PDF that lacks its last bytes',
    filename: 'nearly.pdf',
    content: () => good().slice(0, -20),
    expected: 'reads as pdf',
    text: asked,
  },
  {
    name: 'a PDF cut off before its tables',
    filename: 'cut.pdf',
    content: () => good().slice(0, -200),
    expected: 'file-corrupt',
  },
  {
    name: 'a PDF cut off in its first page',
    filename: 'half.pdf',
    content: () => good().slice(0, 150),
    expected: 'file-corrupt',
    says: /damaged.*save it again/,
    overHttp: true,
  },
  {
    name: 'a PDF header and nothing else',
    filename: 'header.pdf',
    content: () => joined('%PDF-1.7\n'),
    expected: 'file-corrupt',
  },
  {
    name: 'a PDF that needs a password',
    filename: 'locked.pdf',
    content: () => encryptedPdf('secret'),
    expected: 'file-encrypted',
    says: /password/,
    overHttp: true,
  },
  {
    name: 'an encrypted PDF that opens without a password',
    filename: 'rights.pdf',
    content: () => encryptedPdf(''),
    expected: 'reads as pdf',
    text: asked,
    overHttp: true,
  },
  {
    name: 'a PDF under rights management',
    filename: 'managed.pdf',
    content: () =>
      pdfOf(onePage({ more: ['<< /Filter /MicrosoftIRMServices /V 4 >>'] }), {
        trailer: '/Encrypt 6 0 R /ID [<00> <00>]',
      }),
    expected: 'file-encrypted',
  },
  {
    name: 'letters that stand for NUL',
    filename: 'nul.pdf',
    content: withPage({
      content: stream(show(`${QUESTION}X`)),
      font: oddFont,
      more: [toUnicode('0000')],
    }),
    expected: 'reads as pdf',
  },
  {
    name: 'letters that stand for half a character',
    filename: 'surrogate.pdf',
    content: withPage({
      content: stream(show('XXXX What is a XXXX? ')),
      font: oddFont,
      more: [toUnicode('D800')],
    }),
    expected: 'reads as pdf',
  },
  {
    name: 'text far off the page',
    filename: 'far.pdf',
    content: withPage({ content: stream(show(QUESTION, 1e9, -1e9)) }),
    expected: 'file-without-text',
  },
];

/** Read through only after the upload: a refusal then is the end of the run, not of the upload. */
export const readLater: HostileFile = {
  name: 'a PDF whose second page is not there',
  filename: 'second.pdf',
  content: withPage({ pages: '<< /Type /Pages /Kids [3 0 R 99 0 R] /Count 2 >>' }),
  expected: 'reads as pdf',
  thenRefused: 'file-corrupt',
};

const scripts: HostileFile[] = [
  {
    name: 'scripts, a launch action and an embedded program',
    filename: 'active.pdf',
    content: withPage({
      catalog:
        '/OpenAction << /S /JavaScript /JS (app.launchURL\\("http://127.0.0.1:9/"\\)) >> ' +
        '/Names << /EmbeddedFiles << /Names [(evil.exe) 6 0 R] >> /JavaScript << /Names [(x) 8 0 R] >> >> ' +
        '/AA << /WC << /S /Launch /F (cmd.exe) >> >>',
      more: [
        '<< /Type /Filespec /F (../../evil.exe) /EF << /F 7 0 R >> >>',
        stream('MZ this program asks: what is the secret word?', '/Type /EmbeddedFile'),
        '<< /S /JavaScript /JS (while\\(true\\){}) >>',
      ],
    }),
    expected: 'reads as pdf',
    text: asked,
    withoutText: /secret word|launchURL|while/,
    overHttp: true,
  },
];

export const pdfFiles: HostileFile[] = [...damaged, ...loops, ...counts, ...bombs, ...scripts, readLater];
