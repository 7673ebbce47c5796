import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { extractDocument, type SourceFormat } from '../../src/formats/index.js';
import { passagesOf } from '../../src/knowledge/index.js';
import { pairColumns } from '../../src/knowledge/pairs/columns.js';
import { readsAsQuestion } from '../../src/knowledge/pairs/index.js';
import { docx, p } from '../formats/support/docx.js';
import { textRows, xlsx } from '../formats/support/xlsx.js';

const encode = (text: string) => new TextEncoder().encode(text);

async function passages(bytes: Uint8Array, format: SourceFormat) {
  const document = await extractDocument(bytes, format);
  const found = passagesOf(document);
  for (const { text, question, start, end } of found) {
    if (question === null) expect(document.text.slice(start, end)).toBe(text);
  }
  return found;
}

const csv = async (rows: string[][]) => {
  const source = rows.map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\n');
  const found = await passages(encode(`${source}\n`), 'csv');
  return found.map(({ question, text, section }) => [question, text, section]);
};

describe('a question/answer sheet is recognised by the names of its columns', () => {
  test.each([
    [['Question', 'Answer'], 0, [1]],
    [['#', 'Question / comment', 'GSA Response'], 1, [2]],
    [['Q. No.', 'Questions', 'Category', 'Vendor response'], 1, [3]],
    [['Question ID', 'Question type', 'Question text', 'Response', 'Comments'], 2, [3, 4]],
    [['Req ID', 'Requirement', 'Compliant (Y/N)', 'Explanation'], 1, [2, 3]],
    [['Control ID', 'Control Domain', 'CSP Question', 'Yes/No', 'Notes'], 2, [3, 4]],
    [['Bidder’s Query', 'Clause', 'Authority’s Reply'], 0, [2]],
    [['Item', 'Question', 'Comments'], 1, [2]],
    [['Response', 'Question'], 1, [0]],
  ])('%j', (names, question, answers) => {
    expect(pairColumns(names)).toMatchObject({ question, answers });
  });

  test.each([
    [['Item', 'Price', 'Comments']],
    [['Question', 'Points', 'Weight']],
    [['Question no.', 'Answer']],
    [['Requirement', 'Response due date', 'Owner']],
    [['Feature', 'Description']],
    [['Question']],
    [['Please answer each question.', '']],
  ])('%j are other columns', (names) => {
    expect(pairColumns(names)).toBeNull();
  });
});

describe('the rows of a question/answer sheet become pairs', () => {
  test('one for each row with an answer; the others give nothing', async () => {
    expect(
      await csv([
        ['Question', 'Answer'],
        ['Do you encrypt?', 'Yes, with AES-256.'],
        ['Do you patch?', ''],
        ['Do you log?', 'TBD'],
        ['Who audits you?', '#REF!'],
        ['Where is the data?', 'N/A'],
      ]),
    ).toEqual([
      ['Do you encrypt?', 'Yes, with AES-256.', null],
      ['Where is the data?', 'N/A', null],
    ]);
  });

  test('a verdict and its comments are one answer', async () => {
    expect(
      await csv([
        ['ID', 'Requirement', 'Yes/No', 'Comments'],
        ['1', 'Supports SSO', 'Yes', 'SAML and OIDC'],
        ['2', 'Runs on premises', 'No', ''],
      ]),
    ).toEqual([
      ['Supports SSO', 'Yes. SAML and OIDC', null],
      ['Runs on premises', 'No', null],
    ]);
  });

  test('cells of an answer that stand apart are put together, and their place reaches over both', async () => {
    const rows = [
      ['Compliant', 'Requirement', 'Weight', 'Comments'],
      ['Yes', 'Supports SSO', '5', 'SAML'],
    ];
    const [passage] = await passages(encode(rows.map((cells) => cells.join(',')).join('\n')), 'csv');
    expect(passage).toMatchObject({ question: 'Supports SSO', text: 'Yes. SAML', start: 38, end: 61 });
  });

  test('rows that head others, and columns of categories, are the section', async () => {
    expect(
      await csv([
        ['No.', 'Domain', 'Question', 'Answer'],
        ['', '', 'Data protection', ''],
        ['1', 'Keys', 'Who holds them?', 'You do.'],
        ['2', '', 'How often do they change?', 'Yearly.'],
        ['3', 'Access', 'Is there SSO?', 'Yes.'],
        ['Company', '', '', ''],
        ['4', 'Facts', 'When was it founded?', '1998.'],
      ]),
    ).toEqual([
      ['Who holds them?', 'You do.', 'Data protection > Keys'],
      ['How often do they change?', 'Yearly.', 'Data protection > Keys'],
      ['Is there SSO?', 'Yes.', 'Data protection > Access'],
      ['When was it founded?', '1998.', 'Company > Facts'],
    ]);
  });

  test('titles and instructions above the names stay text', async () => {
    const found = await csv([
      ['Vendor questionnaire 2026', '', ''],
      ['Please fill in every yellow cell.', '', ''],
      ['#', 'Question', 'Answer'],
      ['1', 'Do you encrypt?', 'Yes.'],
    ]);
    expect(found).toEqual([
      [null, 'Vendor questionnaire 2026\nPlease fill in every yellow cell.', null],
      ['Do you encrypt?', 'Yes.', null],
    ]);
  });

  test('a sheet may name its columns anew', async () => {
    expect(
      await csv([
        ['Question', 'Answer', ''],
        ['Which answer to the question?', 'This one.', ''],
        ['ID', 'Requirement', 'Response'],
        ['R1', 'Supports SSO', 'Yes.'],
      ]),
    ).toEqual([
      ['Which answer to the question?', 'This one.', null],
      ['Supports SSO', 'Yes.', null],
    ]);
  });

  test('a questionnaire that nobody has answered stays a table', async () => {
    const found = await csv([
      ['Question', 'Answer'],
      ['Do you encrypt?', ''],
      ['Do you patch?', ''],
    ]);
    expect(found).toHaveLength(1);
    expect(found[0]![1]).toContain('Do you patch?');
  });
});

describe('two columns without names', () => {
  test('are pairs where the first one reads as questions', async () => {
    expect(
      await csv([
        ['1', 'Do you encrypt data?', 'Yes.'],
        ['2', 'Describe your backups.', 'Daily.'],
      ]),
    ).toEqual([
      ['Do you encrypt data?', 'Yes.', null],
      ['Describe your backups.', 'Daily.', null],
    ]);
  });

  test('are a table where it does not', async () => {
    const found = await csv([
      ['Priority one', '15 minutes'],
      ['Priority two', '1 hour'],
      ['What else?', 'Nothing'],
    ]);
    expect(found.map(([question]) => question)).toEqual([null]);
  });

  test.each(['How?', '1.2 Please describe it', '(a) Is it so', 'Who signs', 'Q12: Does it run on premises'])(
    '%j asks',
    (text) => expect(readsAsQuestion(text)).toBe(true),
  );
  test.each(['Encryption', 'Priority one', 'The vendor is large.', 'Doing business'])('%j does not', (text) =>
    expect(readsAsQuestion(text)).toBe(false),
  );
});

describe('sheets are found in every format, and verdicts with them', () => {
  const rows = [
    ['Requirement', 'Our response', '', ''],
    ['', 'Yes', 'No', 'Remarks'],
    ['Messages are read aloud.', '', 'X', 'Not yet.'],
  ];
  const cell = (text: string) => `<w:tc>${p(text)}</w:tc>`;
  const heading = (text: string) => p(text, '<w:outlineLvl w:val="0"/>');
  const [above, below, answered] = rows.map((cells) => cells.map((text) => `<td>${text}</td>`).join(''));

  test.each<[SourceFormat, Uint8Array]>([
    ['xlsx', xlsx([{ name: 'Security', rows: textRows(rows) }])],
    ['html', encode(`<h1>Security</h1><table><tr>${above}<tr>${below}<tr>${answered}</table>`)],
    [
      'markdown',
      encode(
        `# Security\n\n${rows
          .toSpliced(1, 0, ['-', '-', '-', '-'])
          .map((cells) => `|${cells.join('|')}|`)
          .join('\n')}\n`,
      ),
    ],
    [
      'docx',
      docx(
        `${heading('Security')}<w:tbl>${rows.map((cells) => `<w:tr>${cells.map(cell).join('')}</w:tr>`).join('')}</w:tbl>`,
      ),
    ],
  ])('%s', async (format, bytes) => {
    const found = await passages(bytes, format);
    expect(found.map(({ question, text, section }) => [question, text, section])).toEqual([
      ['Messages are read aloud.', 'No. Not yet.', 'Security'],
    ]);
  });
});

const folder = resolve(import.meta.dirname, '../../../shared/data/rfps');
describe.skipIf(!existsSync(folder))('real workbooks (skipped where the data sets are absent)', () => {
  test('every answered question of the bidders is a pair', async () => {
    const found = await passages(new Uint8Array(readFileSync(`${folder}/gsa_coe_vendor_qa.xlsx`)), 'xlsx');
    const pairs = found.filter(({ question }) => question !== null);
    expect(pairs).toHaveLength(312);
    expect(pairs[2]).toMatchObject({
      text: 'There is no incumbent for the contract.',
      section: 'Form Responses 1',
      question: expect.stringMatching(/^Is there an incumbent for this Contract\?/),
    });
  });

  test('a cost sheet has none', async () => {
    const found = await passages(
      new Uint8Array(readFileSync(`${folder}/alaska_aries_cost_proposal.xlsx`)),
      'xlsx',
    );
    expect(found.filter(({ question }) => question !== null)).toEqual([]);
  });
});
