import { docx, p } from '../../formats/support/docx.js';
import { type HostileFile, joined, QUESTION } from './hostile-file.js';
import { main, part, TYPES, word } from './word.js';
import { overlapping, packedSpaces, type ZipEntry, zip } from './zip-writer.js';

const asked = /protection of customer data/;
const MAIN = 'word/document.xml';
const withMain = (content: string | Uint8Array) => () => word([{ name: MAIN, content }]);
const withEntry = (entry: ZipEntry) => () => word([entry]);
const fullOfSpaces = (megabytes: number, claims = megabytes * 1024 * 1024): ZipEntry => ({
  name: MAIN,
  content: packedSpaces(megabytes, main('@').split('@') as [string, string]),
  packed: true,
  claims,
});

const bombs: HostileFile[] = [
  {
    name: 'a Word document that unpacks to 2 GB',
    filename: 'bomb.docx',
    content: () => word([fullOfSpaces(2000)]),
    expected: 'file-too-large',
    says: /unpacks to far more/,
    overHttp: true,
  },
  {
    name: 'a Word document that unpacks to 300 MB and claims 1,000 bytes',
    filename: 'liar.docx',
    content: () => word([fullOfSpaces(300, 1000)]),
    expected: 'file-corrupt',
    overHttp: true,
  },
  {
    name: 'one packed entry under 1,000 names',
    filename: 'overlap.docx',
    content: () =>
      overlapping(
        Array.from({ length: 1000 }, (_, i) => `word/header${1000 + i}.xml`),
        { name: 'word/header9999.xml', content: packedSpaces(20), packed: true, claims: 20 * 1024 * 1024 },
        [
          { name: '[Content_Types].xml', content: TYPES },
          { name: MAIN, content: main(p(QUESTION)) },
        ],
      ),
    expected: 'file-corrupt',
  },
  {
    name: 'a zip of 30,000 entries',
    filename: 'entries.docx',
    content: () => word(Array.from({ length: 30_000 }, (_, i) => ({ name: `x/${i}`, content: '' }))),
    expected: 'file-too-large',
  },
  {
    name: 'three million empty paragraphs',
    filename: 'empty.docx',
    content: () => word([{ name: MAIN, content: main('<w:p/>'.repeat(3_000_000)) }]),
    expected: 'file-too-large',
    bounds: { memoryBytes: 160 * 1024 * 1024 },
  },
  {
    name: 'a paragraph of 12 MB',
    filename: 'paragraph.docx',
    content: () => word([], p(`${QUESTION} `.repeat(210_000))),
    expected: 'file-too-large',
    says: /characters of text/,
  },
  {
    name: 'a Word document in a Word document in a Word document',
    filename: 'nested.docx',
    content: () => {
      const innermost = word([], p('The innermost secret.'));
      const inner = word(
        [{ name: 'word/embeddings/inner.docx', content: innermost }],
        p('The inner secret.'),
      );
      return word([{ name: 'word/embeddings/outer.docx', content: inner }]);
    },
    expected: 'reads as docx',
    text: asked,
    withoutText: /secret/,
    overHttp: true,
  },
  {
    name: 'a zip of zips of zips',
    filename: 'nested.zip',
    content: () => {
      let content: Uint8Array = word();
      for (let i = 0; i < 8; i++)
        content = zip([
          { name: 'inner.zip', content },
          { name: 'copy.zip', content },
        ]);
      return content;
    },
    expected: 'file-unsupported',
    says: /zip archive.*Unpack/,
    overHttp: true,
  },
];

export const LAUGHS = `<?xml version="1.0"?><!DOCTYPE lol [<!ENTITY a "${'ha'.repeat(50)}">${'bcdefghij'
  .split('')
  .map((name, i) => `<!ENTITY ${name} "${`&${'abcdefghi'[i]};`.repeat(10)}">`)
  .join('')}]>`;

const xml: HostileFile[] = [
  {
    name: 'entities that grow to a billion',
    filename: 'laughs.docx',
    content: withMain(main(p('&j;'), LAUGHS)),
    expected: 'file-corrupt',
    overHttp: true,
  },
  {
    name: 'an external entity that reads a file',
    filename: 'xxe.docx',
    content: withMain(
      main(
        p('&x; What is it?'),
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
      ),
    ),
    expected: 'file-corrupt',
    overHttp: true,
  },
  {
    name: 'an external entity in the styles, which asks another server',
    filename: 'styles.docx',
    content: withEntry({
      name: 'word/styles.xml',
      content: `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x">%x;]><styles/>`,
    }),
    expected: 'file-corrupt',
  },
  {
    name: 'elements nested 100,000 deep',
    filename: 'deep.docx',
    content: withMain(main(`${'<w:sdt>'.repeat(100_000)}${'</w:sdt>'.repeat(100_000)}`)),
    expected: 'file-corrupt',
  },
  {
    name: 'a NUL written as a character reference',
    filename: 'nul.docx',
    content: withMain(main(p('What is &#0; this?'))),
    expected: 'file-corrupt',
  },
  {
    name: 'half a character written as a character reference',
    filename: 'surrogate.docx',
    content: withMain(main(p('What is &#xD800; this?'))),
    expected: 'file-corrupt',
  },
  {
    name: 'broken UTF-8 in the text',
    filename: 'utf8.docx',
    content: () => {
      const [before, after] = main(p(`${QUESTION} @`)).split('@');
      return word([{ name: MAIN, content: joined(before!, '\xff\xfe\xc3', after!) }]);
    },
    expected: 'reads as docx',
    text: asked,
  },
  {
    name: 'a main part in UTF-16',
    filename: 'utf16.docx',
    content: withMain(new Uint8Array(Buffer.from(`\ufeff${main(p(QUESTION))}`, 'utf16le'))),
    expected: 'reads as docx',
    text: asked,
  },
  {
    name: 'notes, styles and lists that refer to themselves',
    filename: 'rings.docx',
    content: () =>
      docx(
        `<w:p><w:pPr><w:pStyle w:val="A"/><w:numPr><w:ilvl w:val="2147483648"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>${QUESTION}</w:t><w:footnoteReference w:id="1"/></w:r></w:p>`,
        {
          'word/footnotes.xml': part(
            'footnotes',
            '<w:footnote w:id="1"><w:p><w:r><w:t>Note.</w:t><w:footnoteReference w:id="1"/></w:r></w:p></w:footnote>',
          ),
          'word/styles.xml': part(
            'styles',
            '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>',
          ),
          'word/numbering.xml': part(
            'numbering',
            '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="A"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
          ),
        },
      ),
    expected: 'reads as docx',
    text: asked,
  },
  {
    name: 'a cell over two billion columns and a list that starts at two billion',
    filename: 'spans.docx',
    content: () =>
      word(
        [],
        `<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2147483647"/></w:tcPr>${p(QUESTION)}</w:tc><w:tc>${p('b')}</w:tc></w:tr></w:tbl>`,
      ),
    expected: 'reads as docx',
    text: asked,
  },
];

const PATHS = [
  '../../../../tmp/hostile',
  '/tmp/hostile',
  '..\\..\\hostile',
  'C:\\hostile',
  'word/../../hostile',
];

const archives: HostileFile[] = [
  ...PATHS.map(
    (name): HostileFile => ({
      name: `an entry named ${name}`,
      filename: 'paths.docx',
      content: withEntry({ name, content: 'escaped' }),
      expected: 'file-corrupt',
      ...(name.startsWith('../..') && { overHttp: true }),
    }),
  ),
  {
    name: 'an entry that is a link to /etc/passwd',
    filename: 'link.docx',
    content: withEntry({ name: 'word/styles.xml', content: '/etc/passwd', mode: 0o120777 }),
    expected: 'file-corrupt',
  },
  {
    name: 'a zip whose entries are encrypted',
    filename: 'locked.docx',
    content: withEntry({ name: MAIN, content: 'xxxxxxxxxxxxxxxx', flags: 1 }),
    expected: 'file-encrypted',
    overHttp: true,
  },
  {
    name: 'a Word document cut off half-way',
    filename: 'half.docx',
    content: () => word().slice(0, 400),
    expected: 'file-corrupt',
    overHttp: true,
  },
  {
    name: 'a Word document whose main part is a program',
    filename: 'program.docx',
    content: withMain(joined('MZ\x90\x00', 'x'.repeat(500))),
    expected: 'file-corrupt',
  },
  {
    name: 'a Word document that declares no content types',
    filename: 'types.docx',
    content: () => zip([{ name: MAIN, content: main(p(QUESTION)) }]),
    expected: 'file-unsupported',
  },
  {
    name: 'a Word document with the content types of a workbook',
    filename: 'types.docx',
    content: withEntry({
      name: '[Content_Types].xml',
      content: `<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
    }),
    expected: 'reads as docx',
    text: asked,
  },
  {
    name: 'a Word document with macros and a template from another server',
    filename: 'macros.docm',
    content: () =>
      word([
        { name: 'word/vbaProject.bin', content: 'Sub AutoOpen() Shell "calc" End Sub' },
        {
          name: 'word/_rels/settings.xml.rels',
          content:
            '<Relationships><Relationship Id="r1" Type="attachedTemplate" Target="http://127.0.0.1:9/t.dotm" TargetMode="External"/></Relationships>',
        },
      ]),
    expected: 'reads as docx',
    text: asked,
    withoutText: /calc|127/,
    overHttp: true,
  },
  {
    name: 'a Word document of zero-width characters',
    filename: 'invisible.docx',
    content: () => word([], p('\u200b\u200d\u2060\ufeff'.repeat(50))),
    expected: 'file-without-text',
  },
];

export const zipFiles: HostileFile[] = [...bombs, ...xml, ...archives];
