import {
  number,
  row,
  type Sheet,
  styles,
  text,
  textRows,
  workbookParts,
} from '../../formats/support/xlsx.js';
import { type HostileFile, joined, QUESTION, utf8 } from './hostile-file.js';
import { LAUGHS } from './zip-files.js';
import { packedSpaces, type ZipEntry, zip } from './zip-writer.js';

const asked = /protection of customer data/;
const asRfp = { kind: 'file-unsupported', says: /No cell of the workbook asks/ } as const;
const SHEET = 'xl/worksheets/sheet1.xml';
const QUESTIONS: Sheet = { name: 'Questions', rows: textRows([[QUESTION, 'Encrypted.']]) };

/** A workbook with one question, with parts added or replaced. */
function workbook(more: ZipEntry[] = [], sheets = [QUESTIONS]): Uint8Array {
  const names = new Set(more.map(({ name }) => name));
  const usual = Object.entries(workbookParts(sheets)).map(([name, content]) => ({ name, content }));
  return zip([...usual.filter(({ name }) => !names.has(name)), ...more]);
}

const withSheet = (sheet: Partial<Sheet>) => () => workbook([], [{ ...QUESTIONS, ...sheet }]);
const withPart = (name: string, content: string | Uint8Array) => () => workbook([{ name, content }]);
const relation = (id: string, target: string, more = '') =>
  `<Relationship Id="${id}" Type="x/worksheet" Target="${target}" ${more}/>`;
const relations = (...targets: string[]) => `<Relationships>${targets.join('')}</Relationships>`;
const RELATIONS = 'xl/_rels/workbook.xml.rels';

const bombs: HostileFile[] = [
  {
    name: 'a workbook that unpacks to 10 GB',
    filename: 'bomb.xlsx',
    content: () => workbook([{ name: SHEET, content: packedSpaces(2000), packed: true, claims: 0xfffffffe }]),
    expected: 'file-too-large',
    says: /unpacks to far more/,
    overHttp: true,
  },
  {
    name: 'a workbook whose sheet unpacks to 300 MB and claims 1,000 bytes',
    filename: 'liar.xlsx',
    content: () => workbook([{ name: SHEET, content: packedSpaces(300), packed: true, claims: 1000 }]),
    expected: 'file-corrupt',
  },
  {
    name: 'a workbook with an entity bomb, named as a Word document',
    filename: 'laughs.docx',
    content: withPart('xl/sharedStrings.xml', `${LAUGHS}<sst><si><t>&j;</t></si></sst>`),
    expected: 'file-corrupt',
    overHttp: true,
  },
  {
    name: 'a workbook with an external entity',
    filename: 'xxe.xlsx',
    content: withPart(SHEET, '<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>'),
    expected: 'file-corrupt',
  },
  {
    name: 'a sheet of a million empty rows',
    filename: 'empty.xlsx',
    content: withSheet({
      rows: `${QUESTIONS.rows}${Array.from({ length: 1_000_000 }, (_, i) => `<row r="${i + 2}" spans="1:16384" ht="15"/>`).join('')}`,
    }),
    expected: 'reads as xlsx',
    text: asked,
  },
  {
    name: 'a sheet of a million styled cells without anything in them',
    filename: 'styled.xlsx',
    content: withSheet({ rows: `${QUESTIONS.rows}${row(2, '<c s="1"/>'.repeat(100)).repeat(10_000)}` }),
    expected: 'reads as xlsx',
    text: asked,
  },
  {
    name: 'a text of 30,000 characters in 5,000 cells, written down once',
    filename: 'shared.xlsx',
    content: () =>
      workbook(
        [{ name: 'xl/sharedStrings.xml', content: `<sst><si><t>${'word '.repeat(6000)}</t></si></sst>` }],
        [{ name: 'A', rows: '<row><c t="s"><v>0</v></c></row>'.repeat(5000) }],
      ),
    expected: 'file-too-large',
    says: /characters of text/,
  },
  {
    name: 'cells along the diagonal of the largest sheet there is',
    filename: 'diagonal.xlsx',
    content: withSheet({
      rows: Array.from({ length: 15_000 }, (_, i) => {
        const letter = (n: number) => String.fromCharCode(65 + n);
        const column = `${letter(Math.floor(i / 676))}${letter(Math.floor(i / 26) % 26)}${letter(i % 26)}`;
        return row(i + 1, number(`${column}${i + 1}`, 1));
      }).join(''),
    }),
    expected: 'file-too-large',
    says: /1,000,000 cells/,
  },
];

const lies: HostileFile[] = [
  {
    name: 'a sheet that claims to reach to XFD1048576, in one merged cell',
    filename: 'dimension.xlsx',
    content: withSheet({
      before: '<dimension ref="A1:XFD1048576"/><cols><col min="1" max="4294967295" hidden="0"/></cols>',
      behind: '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    }),
    expected: 'reads as xlsx',
    text: asked,
  },
  {
    name: 'cells beyond the last column and without a place',
    filename: 'beyond.xlsx',
    content: withSheet({ rows: row(1, text('ZZZZZ1', QUESTION)) }),
    expected: 'file-corrupt',
  },
  {
    name: 'one sheet under a hundred names',
    filename: 'twice.xlsx',
    content: () =>
      workbook([
        {
          name: 'xl/workbook.xml',
          content: `<workbook xmlns:r="r"><sheets>${Array.from({ length: 100 }, (_, i) => `<sheet name="S${i}" r:id="rId${i}"/>`).join('')}</sheets></workbook>`,
        },
        {
          name: RELATIONS,
          content: relations(
            ...Array.from({ length: 100 }, (_, i) => relation(`rId${i}`, 'worksheets/sheet1.xml')),
          ),
        },
      ]),
    expected: 'reads as xlsx',
    text: /^S0\n\n[^\n]+$/,
  },
  {
    name: 'sheets on another server and outside the archive',
    filename: 'outside.xlsx',
    content: withPart(
      RELATIONS,
      relations(
        relation('rId1', 'http://127.0.0.1:9/sheet.xml', 'TargetMode="External"'),
        relation('rId2', '../../../../etc/passwd'),
      ),
    ),
    expected: 'file-corrupt',
  },
  {
    name: 'a workbook with the content types of a Word document, macros and links',
    filename: 'types.xlsm',
    content: () =>
      workbook([
        {
          name: '[Content_Types].xml',
          content:
            '<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        },
        { name: 'xl/vbaProject.bin', content: 'Sub Auto_Open() Shell "calc" End Sub' },
        { name: 'xl/externalLinks/externalLink1.xml', content: '<externalLink>secret</externalLink>' },
      ]),
    expected: 'reads as xlsx',
    text: asked,
    withoutText: /calc|secret/,
    asRfp,
    overHttp: true,
  },
  {
    name: 'number formats that pad without end and mean nothing',
    filename: 'formats.xlsx',
    content: () =>
      workbook(
        [
          {
            name: 'xl/styles.xml',
            content: styles([`0${'0'.repeat(100_000)}`, '[&lt;=1]&quot;', '* ', '0'.repeat(250)]),
          },
        ],
        [
          {
            name: 'A',
            rows: row(1, text('E1', QUESTION) + [0, 1, 2, 3].map((i) => number('A1', '1e308', i)).join('')),
          },
        ],
      ),
    expected: 'reads as xlsx',
    text: asked,
  },
  {
    name: 'elements nested 100,000 deep in a sheet',
    filename: 'deep.xlsx',
    content: withPart(SHEET, `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`),
    expected: 'file-corrupt',
  },
  {
    name: 'a workbook whose sheets are all hidden',
    filename: 'hidden.xlsx',
    content: withSheet({ state: 'veryHidden' }),
    expected: 'file-without-text',
    says: /sheets show/,
  },
  {
    name: 'a workbook without sheets',
    filename: 'none.xlsx',
    content: withPart('xl/workbook.xml', '<workbook/>'),
    expected: 'file-corrupt',
  },
];

const separated: HostileFile[] = [
  {
    name: 'a CSV file of formulas',
    filename: 'formulas.csv',
    content: () =>
      utf8(`Question,Answer\n"${QUESTION}","=cmd|'/C calc'!A0"\n@SUM(1),=HYPERLINK("http://127.0.0.1")\n`),
    expected: 'reads as csv',
    text: /=cmd\|'\/C calc'!A0/,
  },
  {
    name: 'a CSV file with a quote that never ends, 5 MB long',
    filename: 'quote.csv',
    content: () => utf8(`a,b\n"${`${QUESTION}\n`.repeat(80_000)}`),
    expected: 'reads as csv',
    text: asked,
  },
  {
    name: 'a CSV file of two million separators in one line',
    filename: 'separators.csv',
    content: () => utf8(`${','.repeat(2_000_000)}x\n`),
    expected: 'reads as csv',
    thenRefused: 'file-too-large',
  },
  {
    name: 'a CSV file that is a program',
    filename: 'program.csv',
    content: () => joined('\x7fELF', '\x02\x01\x01\0'.repeat(100)),
    expected: 'file-unsupported',
  },
];

export const workbookFiles: HostileFile[] = [...bombs, ...lies, ...separated];
