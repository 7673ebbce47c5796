import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type FormQuestion, readForm } from '../../src/formats/questionnaire/index.js';
import { type FormSheetSpec, formWorkbook } from './support/form-workbook.js';

const read = (...sheets: FormSheetSpec[]) => readForm(formWorkbook(...sheets), 'xlsx', null);
const asked = (...sheets: FormSheetSpec[]) => read(...sheets).questions;
const seen = ({ text, answer, comment }: FormQuestion) => [text, answer, comment];

const YES_NO = '"Yes,No,N/A"';

describe('a table under a header', () => {
  test('is asked by its columns for number, question, answer, comment and evidence', () => {
    const [first, ...rest] = asked({
      rows: [
        ['Vendor security questionnaire'],
        ['ID', 'Question', 'Guidance', 'Response', 'Comments', 'Evidence'],
        ['1.1', 'Do you encrypt data at rest?', 'Name the algorithm.'],
        ['1.2', 'Do you test your backups?'],
      ],
    });
    expect(rest).toHaveLength(1);
    expect(first).toMatchObject({
      text: 'Do you encrypt data at rest?',
      number: '1.1',
      section: 'Vendor security questionnaire',
      guidance: 'Name the algorithm.',
      reference: 'B3',
      answer: 'D3',
      comment: 'E3',
      evidence: 'F3',
      options: [],
      filled: null,
    });
  });

  test('may begin in the ninth row, below instructions', () => {
    const rows = [['Instructions'], ['Please read the notes below.'], [], [], [], [], [], []];
    const questions = asked({
      rows: [...rows, ['Ref', 'Requirement', 'Supplier response'], ['R1', 'The solution shall support SSO.']],
    });
    expect(questions.map(seen)).toEqual([['The solution shall support SSO.', 'C10', null]]);
  });

  test('of answers that are all there is asked nothing', () => {
    const rows = [
      ['No', 'Question', 'Answer'],
      ['1', 'When are proposals due?', 'On the first of May.'],
      ['2', 'May we visit the site?', 'Yes, on request.'],
    ];
    expect(asked({ rows })).toEqual([]);
  });

  test('keeps answers that somebody began to give, and asks the others', () => {
    const questions = asked({
      rows: [
        ['No', 'Question', 'Answer'],
        ['1', 'Who are you?', 'Northwind Ltd'],
        ['2', 'Where are you?', ''],
        ['3', 'How many are you?', '[Please fill in]'],
      ],
    });
    expect(questions.map(({ answer, filled }) => [answer, filled])).toEqual([
      ['C2', 'Northwind Ltd'],
      ['C3', null],
      ['C4', null],
    ]);
  });

  test('goes on below rows that name a section, also where the header is repeated there', () => {
    const questions = asked({
      rows: [
        ['*Company', '', '*Vendor Answers', '*Additional Information'],
        ['GNRL-01', 'Describe your organization.'],
        ['*Documentation', '', '*Vendor Answers', '*Additional Information'],
        ['DOCU-01', 'Do you have a SOC 2 report?'],
        ['DOCU-02', 'Do you have a disaster recovery plan?'],
      ],
      merges: ['A1:B1', 'A3:B3'],
      lists: { C4: YES_NO, C5: YES_NO },
    });
    expect(
      questions.map(({ number, section, answer, comment, options }) => [
        number,
        section,
        answer,
        comment,
        options.length,
      ]),
    ).toEqual([
      ['GNRL-01', 'Company', 'C2', 'D2', 0],
      ['DOCU-01', 'Documentation', 'C4', 'D4', 3],
      ['DOCU-02', 'Documentation', 'C5', 'D5', 3],
    ]);
  });

  test('with rows that are merged across or stand out has them as sections', () => {
    const questions = asked({
      rows: [
        ['ID', 'Question', 'Answer'],
        ['*Access control'],
        ['A1', 'Do you enforce MFA?'],
        ['*2', '*Backups'],
        ['2.1', 'Do you keep backups?'],
      ],
      merges: ['A2:C2'],
    });
    expect(questions.map(({ text, section }) => [section, text])).toEqual([
      ['Access control', 'Do you enforce MFA?'],
      ['Backups', 'Do you keep backups?'],
    ]);
  });

  test('takes the section from a column that repeats itself', () => {
    const questions = asked({
      rows: [
        ['Domain', 'Control', 'Requirement', 'Compliance', 'Remarks'],
        ['Access', 'AC-1', 'Access must be reviewed.'],
        ['Access', 'AC-2', 'Access must be revoked.'],
        ['Crypto', 'CR-1', 'Keys must be rotated.'],
      ],
    });
    expect(questions.map(({ section, number, comment }) => [section, number, comment])).toEqual([
      ['Access', 'AC-1', 'E2'],
      ['Access', 'AC-2', 'E3'],
      ['Crypto', 'CR-1', 'E4'],
    ]);
  });

  test('asks the same words twice where they stand twice', () => {
    const questions = asked({
      rows: [
        ['Section', 'Question', 'Answer'],
        ['Hosting', 'Where is the data?'],
        ['Backups', 'Where is the data?'],
      ],
    });
    expect(questions.map(({ section, answer }) => [section, answer])).toEqual([
      ['Hosting', 'C2'],
      ['Backups', 'C3'],
    ]);
  });
});

describe('a list of answers', () => {
  test('is found in the rule of the cell, in a range of a hidden sheet, and behind a name', () => {
    const questions = asked(
      {
        rows: [['Question', 'Answer'], ['Do you log access?'], ['How mature is it?']],
        lists: { B2: '"Yes,No"', B3: 'Lists!$A$1:$A$3' },
      },
      { name: 'Lists', state: 'hidden', rows: [['Initial'], ['Managed'], ['Optimized']] },
    );
    expect(questions.map(({ options }) => options)).toEqual([
      ['Yes', 'No'],
      ['Initial', 'Managed', 'Optimized'],
    ]);
  });

  test('that only Excel can work out is left to a person', () => {
    const [question] = asked({
      rows: [
        ['Question', 'Type', 'Answer'],
        ['Which one?', 'x', ''],
      ],
      lists: { C2: 'INDIRECT(B2)' },
    });
    expect(question).toMatchObject({ answer: 'C2', options: [], listUnknown: true });
  });

  test('makes an answer of each column that has one, with the comment that stands behind it', () => {
    const questions = asked({
      rows: [
        ['No', 'Control', 'Applicable?', 'Justification', 'Implementation status', 'Comments'],
        ['A.5', 'Policies for information security'],
        ['A.6', 'Segregation of duties'],
      ],
      lists: { 'C2:C3': '"Yes,No"', 'E2:E3': '"Open,Done"' },
    });
    expect(questions.map(({ text, context, answer, comment }) => [text, context, answer, comment])).toEqual([
      ['Policies for information security', 'Applicable?', 'C2', 'D2'],
      ['Policies for information security', 'Implementation status', 'E2', 'F2'],
      ['Segregation of duties', 'Applicable?', 'C3', 'D3'],
      ['Segregation of duties', 'Implementation status', 'E3', 'F3'],
    ]);
  });

  test('offers no “Select…”, and a default that stands everywhere is no answer', () => {
    const questions = asked({
      rows: [
        ['Question', 'Answer'],
        ...['One?', 'Two?', 'Three?', 'Four?'].map((text) => [text, 'Not in place']),
      ],
      lists: { 'B2:B5': '"-- Select --,In place,Not in place"' },
    });
    expect(questions).toHaveLength(4);
    for (const { options, filled } of questions) {
      expect(options).toEqual(['In place', 'Not in place']);
      expect(filled).toBeNull();
    }
  });

  test('of what the buyer says of a row (its severity) asks nothing', () => {
    const questions = asked({
      rows: [
        ['ID', 'Check', 'Severity', 'Status'],
        ['1', 'Is logging enabled?', 'High', ''],
        ['2', 'Is backup enabled?', 'Low', ''],
      ],
      lists: { 'C2:C3': '"High,Low"', 'D2:D3': '"Open,Done"' },
    });
    expect(questions.map(({ answer }) => answer)).toEqual(['D2', 'D3']);
  });

  test('reaches no further than there is something asked, however far its rule does', () => {
    const questions = asked({
      rows: [['Question', 'Answer'], ['Do you log access?']],
      lists: { 'B2:B1048576': YES_NO },
    });
    expect(questions.map(({ answer }) => answer)).toEqual(['B2']);
  });
});

describe('check marks', () => {
  test('below “Response” over “Yes”, “In part”, “No” and “N/A” are one answer', () => {
    const [question, ...rest] = asked({
      rows: [
        ['Consensus assessment'],
        [],
        ['Control ID', 'Question', 'Response', '', '', '', 'Notes'],
        ['', '', 'Yes', 'In-part', 'No', 'N/A', ''],
        ['AIS-01', 'Do you use a secure development life cycle?'],
        ['AIS-02', 'Do you review code?'],
      ],
      merges: ['A3:A4', 'B3:B4', 'C3:F3', 'G3:G4'],
    });
    expect(rest).toHaveLength(1);
    expect(question).toMatchObject({
      text: 'Do you use a secure development life cycle?',
      number: 'AIS-01',
      answer: null,
      comment: 'G5',
      options: ['Yes', 'In-part', 'No', 'N/A'],
      marks: [
        { reference: 'C5', option: 'Yes', mark: 'X' },
        { reference: 'D5', option: 'In-part', mark: 'X' },
        { reference: 'E5', option: 'No', mark: 'X' },
        { reference: 'F5', option: 'N/A', mark: 'X' },
      ],
    });
  });

  test('in one header row are found too, and one that is set is an answer', () => {
    const questions = asked({
      rows: [
        ['#', 'Requirement', 'Compliant', 'Partially compliant', 'Not compliant', 'Remarks'],
        ['1', 'The system shall keep logs.', '', 'X'],
        ['2', 'The system shall export logs.'],
      ],
    });
    expect(questions.map(({ filled, comment }) => [filled, comment])).toEqual([
      ['Partially compliant', 'F2'],
      [null, 'F3'],
    ]);
  });

  test('of evaluators are not the vendor’s', () => {
    const questions = asked({
      rows: [
        ['#', 'Requirement', 'Response', 'Evaluator use only', ''],
        ['', '', '', 'Pass', 'Fail'],
        ['1', 'The system shall keep logs.'],
      ],
      merges: ['A1:A2', 'B1:B2', 'C1:C2', 'D1:E1'],
    });
    expect(questions.map(({ answer }) => answer)).toEqual(['C3']);
  });
});

describe('a protected sheet', () => {
  test('is answered in its unlocked cells, whatever stands above them', () => {
    const questions = asked({
      isProtected: true,
      rows: [
        ['Nr', 'Thema', 'Angabe', 'Bemerkung'],
        ['1', 'Welche Zertifikate haben Sie?', '~', '~'],
        ['2', 'Wo stehen Ihre Server?', '~', '~'],
      ],
    });
    expect(questions.map(seen)).toEqual([
      ['Welche Zertifikate haben Sie?', 'C2', 'D2'],
      ['Wo stehen Ihre Server?', 'C3', 'D3'],
    ]);
  });

  test('without any is asked nothing', () => {
    expect(
      asked({ isProtected: true, rows: [['Question', 'Answer'], ['Who are you?'], ['Name:', '']] }),
    ).toEqual([]);
  });

  test('whose rows to fill in are free of questions asks none', () => {
    const rows = [
      ['Role', 'Rate', 'Hours'],
      ['~Sample PM', '~55', '~5000'],
      ['~', '~', '~'],
    ];
    expect(asked({ isProtected: true, rows })).toEqual([]);
  });
});

describe('what is no answer', () => {
  test('formulas in the column of the answers are not asked', () => {
    const questions = asked({
      rows: [
        ['Question', 'Answer'],
        ['Computed?', '=A1'],
        ['Open?', ''],
        ['Open too?', ''],
      ],
    });
    expect(questions.map(({ answer }) => answer)).toEqual(['B3', 'B4']);
  });

  test('a rule that only shows a prompt makes no list and no question', () => {
    const questions = asked({
      rows: [
        ['Some title', ''],
        ['Data', 'x'],
      ],
      prompts: { 'A1:B9': 'Write carefully.' },
    });
    expect(questions).toEqual([]);
  });

  test('hidden and very hidden sheets are not asked, also where they are named like one that is seen', () => {
    const rows = [['Question', 'Answer'], ['Who are you?']];
    const form = read(
      { name: 'Form', rows },
      { name: 'Form ', state: 'veryHidden', rows },
      { name: 'FORM', state: 'hidden', rows },
    );
    expect(form.questions.map(({ sheet }) => sheet)).toEqual(['Form']);
    expect(form.sheets.map(({ state, questions }) => [state, questions])).toEqual([
      ['visible', 1],
      ['veryHidden', 0],
      ['hidden', 0],
    ]);
  });

  test('hidden columns are neither read nor written', () => {
    const questions = asked({
      rows: [
        ['ID', 'Question', 'Answer', 'Answer code', 'Comments'],
        ['1', 'Who are you?'],
        ['2', 'Where are you?'],
      ],
      hiddenColumns: ['A', 'D'],
    });
    expect(questions.map(({ number, answer, comment }) => [number, answer, comment])).toEqual([
      [null, 'C2', 'E2'],
      [null, 'C3', 'E3'],
    ]);
  });

  test('tables of data ask nothing', () => {
    const rows = [
      ['Sport', 'Quarter', 'Sales'],
      ['Golf', 'Q3', '15'],
      ['Tennis', 'Q4', ''],
    ];
    expect(asked({ rows })).toEqual([]);
  });
});

describe('fields outside of tables', () => {
  test('are texts that ask, with a blank cell beside them', () => {
    const questions = asked({
      rows: [
        ['Vendor information'],
        ['Company name:', ''],
        ['Contact e-mail', ''],
        ['Do you have a data protection officer?', ''],
        ['Note:', ''],
        ['Version:', '3.1'],
      ],
    });
    expect(questions.map(seen)).toEqual([
      ['Company name:', 'B2', null],
      ['Contact e-mail', 'B3', null],
      ['Do you have a data protection officer?', 'B4', null],
    ]);
    expect(questions[0]!.section).toBe('Vendor information');
  });

  test('may have their cell below', () => {
    const questions = asked({
      rows: [['Describe your incident process:'], [''], ['Should telemetry be collected?'], ['']],
      lists: { A2: '"Yes,No"', A4: '"Yes,No"' },
    });
    expect(questions.map(seen)).toEqual([
      ['Describe your incident process:', 'A2', null],
      ['Should telemetry be collected?', 'A4', null],
    ]);
  });

  test('a list beside a text needs no header', () => {
    const questions = asked({
      rows: [
        ['1', 'Daten werden verschlüsselt gespeichert', ''],
        ['2', 'Zugriffe werden protokolliert', ''],
      ],
      lists: { 'C1:C2': '"Ja,Nein"' },
    });
    expect(questions.map(({ number, text, answer, options }) => [number, text, answer, options])).toEqual([
      ['1', 'Daten werden verschlüsselt gespeichert', 'C1', ['Ja', 'Nein']],
      ['2', 'Zugriffe werden protokolliert', 'C2', ['Ja', 'Nein']],
    ]);
  });
});

describe('merged cells', () => {
  test('a question over several rows with parts beside it is asked by its parts', () => {
    const questions = asked({
      rows: [
        ['No', 'Question', 'Part', 'Answer'],
        ['1', 'Which of these do you have?', 'A security policy', ''],
        ['', '', 'A privacy policy', ''],
        ['2', 'Who owns them?', '', ''],
      ],
      merges: ['A2:A3', 'B2:B3'],
    });
    expect(questions.map(({ text, context, answer }) => [context, text, answer])).toEqual([
      ['Which of these do you have?', 'A security policy', 'D2'],
      ['Which of these do you have?', 'A privacy policy', 'D3'],
      [null, 'Who owns them?', 'D4'],
    ]);
  });

  test('a question merged with room for a long answer is asked once', () => {
    const questions = asked({
      rows: [['No', 'Question', 'Answer'], ['1', 'Describe your approach.'], [], [], ['2', 'Who are you?']],
      merges: ['B2:B4', 'C2:C4'],
    });
    expect(questions.map(({ answer }) => answer)).toEqual(['C2', 'C5']);
  });

  test('a merge over a million rows is a matter of looks', () => {
    const questions = asked({
      rows: [
        ['', 'Question', 'Answer'],
        ['', 'Who are you?'],
      ],
      merges: ['A1:A1048576'],
    });
    expect(questions.map(({ answer }) => answer)).toEqual(['C2']);
  });
});

describe('a mapping', () => {
  const sheet: FormSheetSpec = {
    rows: [
      ['ID', 'Question', 'Answer', 'Comments'],
      ['1', 'Who are you?'],
      ['2', 'Where are you?'],
    ],
    lists: { 'C2:C3': YES_NO },
  };

  test('says where it was found and how sure that is', () => {
    const { regions, confidence } = read(sheet);
    expect(regions).toHaveLength(1);
    expect(regions[0]).toMatchObject({
      sheet: 'Sheet1',
      range: 'A2:D3',
      number: 'A',
      question: 'B',
      answer: 'C',
      comment: 'D',
      options: ['Yes', 'No', 'N/A'],
    });
    expect(confidence).toBeGreaterThan(0.9);
    const unsure = read({ rows: [['Contact:', '']] });
    expect(unsure.confidence).toBeLessThan(confidence);
  });

  test('that a person corrected says what is asked', () => {
    const [region] = read(sheet).regions;
    const { questions } = readForm(formWorkbook(sheet), 'xlsx', [
      { ...region!, answer: 'D', comment: null, range: 'A3:D3' },
    ]);
    expect(questions.map(seen)).toEqual([['Where are you?', 'D3', null]]);
  });

  test('has the fingerprint of its headers, however many rows there are', () => {
    const more = { ...sheet, rows: [...sheet.rows, ['3', 'When are you?']], lists: { 'C2:C4': YES_NO } };
    const other = { ...sheet, rows: [['ID', 'Question', 'Reply', 'Comments'], ...sheet.rows.slice(1)] };
    expect(read(more).fingerprint).toBe(read(sheet).fingerprint);
    expect(read(other).fingerprint).not.toBe(read(sheet).fingerprint);
  });
});

const folder = '../shared/data/questionnaires';

describe.skipIf(!existsSync(folder))('real workbooks', () => {
  const form = (name: string) => readForm(readFileSync(`${folder}/${name}`), 'xlsx', null);
  const perSheet = (name: string) =>
    form(name)
      .sheets.filter(({ questions }) => questions > 0)
      .map(({ name, questions }) => [name, questions]);

  test('a maturity model asks its 90 questions with four options each, and who answers', () => {
    const { questions } = form('samm-toolbox-2.0.xlsx');
    const listed = questions.filter(({ options }) => options.length > 0);
    expect(listed).toHaveLength(90);
    expect(
      listed.every(({ options, guidance, comment }) => options.length === 4 && guidance && comment),
    ).toBe(true);
    expect(questions.filter(({ options }) => options.length === 0).map(({ text }) => text.trim())).toEqual([
      'Organization:',
      'Team/Application:',
      'Interview Date:',
      'Team Lead:',
      'Contributors:',
    ]);
  });

  test('a statement of applicability asks two things of each control', () => {
    const { questions } = form('iso27001-soa.xlsx');
    expect(questions).toHaveLength(32);
    expect(questions.filter(({ answer }) => answer?.startsWith('F'))).toHaveLength(16);
    expect(new Set(questions.map(({ section }) => section)).size).toBe(4);
  });

  test('a test checklist of 342,000 cells asks for the result of each of its tests', () => {
    const tests = perSheet('wstg.xlsx').filter(([name]) => /^\d+$/.test(String(name)));
    expect(tests).toHaveLength(12);
    expect(tests.reduce((sum, [, questions]) => sum + Number(questions), 0)).toBe(105);
  });

  test('a catalogue, a pivot table and sheets without questions ask nothing', () => {
    const names = [
      'nist-800-171-simplerisk.xlsx',
      'traits/pivot.xlsm',
      'traits/prefixed-x-namespace.xlsx',
      'traits/preserve.xlsx',
      'traits/sheet_visibility-strict.xlsx',
      'traits/sheet_visibility-veryHidden.xlsx',
    ];
    expect(names.map((name) => form(name).questions.length)).toEqual(names.map(() => 0));
  });
});
