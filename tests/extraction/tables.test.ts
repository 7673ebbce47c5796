import { describe, expect, test } from 'vitest';
import { extractLocally } from '../../src/rfp/extraction/index.js';
import { documentOf, heading, item } from './support.js';

/** A table without a marked header, under a heading. */
function table(title: string, ...rows: string[][]) {
  const document = documentOf(heading(title), ...rows.map((cells) => ({ cells })));
  for (const { row } of document.blocks) if (row) row.isHeader = false;
  return extractLocally(document).questions;
}

const lines = (questions: ReturnType<typeof table>) =>
  questions.map(({ number, section, text }) => [number, section, text]);

describe('a header that nobody marked is none of the rows', () => {
  test.each(['No.', 'Nr.', 'S. No.', 'Ref.', 'Req. No.', '#'])('with %s over the numbers', (header) => {
    const questions = table(
      'Questionnaire',
      [header, 'Question', 'Answer'],
      ['1', 'Do you keep logs?', ''],
      ['2', 'Describe your alarms.', ''],
    );
    expect(questions.map(({ number, text }) => `${number} ${text}`)).toEqual([
      '1 Do you keep logs?',
      '2 Describe your alarms.',
    ]);
  });
});

describe('a row that names a section', () => {
  const rows = [
    ['B1', 'Who operates the data centre?', ''],
    ['B2', 'Is there a second site?', ''],
  ];

  test('stands in the column of numbers', () => {
    expect(
      lines(
        table(
          'Questions',
          ['ID', 'Question', 'Answer'],
          ['Operations', '', ''],
          ...rows,
          ['Training', '', ''],
          ['C1', 'Who teaches?', ''],
        ),
      ),
    ).toEqual([
      ['B1', 'Operations', 'Who operates the data centre?'],
      ['B2', 'Operations', 'Is there a second site?'],
      ['C1', 'Training', 'Who teaches?'],
    ]);
  });

  test('goes over the whole width', () => {
    expect(lines(table('Questions', ['ID', 'Question', 'Answer'], ['Part B – Operations'], ...rows))).toEqual(
      rows.map(([id, text]) => [id, 'Part B – Operations', text]),
    );
  });

  test('has the number above those of its rows', () => {
    expect(
      lines(
        table(
          'Questions',
          ['No.', 'Question', 'Answer'],
          ['2', 'Operations', ''],
          ['2.1', 'Who operates the data centre?', ''],
          ['2.2', 'Is there a second site?', ''],
        ),
      ),
    ).toEqual([
      ['2.1', 'Operations', 'Who operates the data centre?'],
      ['2.2', 'Operations', 'Is there a second site?'],
    ]);
  });

  test('ends with its table', () => {
    const document = documentOf(
      heading('Questions'),
      ...[['ID', 'Question', 'Answer'], ['Operations', '', ''], ...rows].map((cells) => ({ cells })),
      'How many people work for you?',
    );
    expect(extractLocally(document).questions.at(-1)).toMatchObject({
      section: 'Questions',
      text: 'How many people work for you?',
    });
  });
});

test.each([
  ['Priority', ['Must', 'Should', 'Could']],
  ['MoSCoW', ['M', 'S', 'M']],
  ['Class', ['Mandatory', 'Desirable', 'Mandatory']],
])('how much a row matters (%s) is no requirement, the row is one', (header, ranks) => {
  const wanted = ['Export of every list', 'A calendar for teams', 'Search in attachments'];
  const questions = table(
    'Functions',
    ['Area', 'Description', header],
    ...wanted.map((text, at) => ['Work', text, ranks[at]!]),
  );
  expect(questions.map(({ kind, text }) => [kind, text])).toEqual(
    wanted.map((text) => ['requirement', text]),
  );
});

test('an empty column named "Detail" takes the answers to "Information sought"', () => {
  const questions = table(
    'References',
    ['Sr.No', 'Information Sought', 'Detail'],
    ['1', 'Name of the client', ''],
    ['2', 'Year of completion', ''],
    ['3', 'Value of the order', ''],
  );
  expect(questions.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    'question: Name of the client',
    'question: Year of completion',
    'question: Value of the order',
  ]);
});

describe('the same questions', () => {
  const asked = ['Who hosts it?', 'What does it cost?', 'How is it backed up?', 'Who supports it?'];

  test('are asked of each of two products', () => {
    const document = documentOf(
      heading('1 The ledger', 1, '1'),
      ...asked.map((text, at) => item(text, `1.${at + 1}`)),
      heading('2 The planner', 1, '2'),
      ...asked.map((text, at) => item(text, `2.${at + 1}`)),
    );
    expect(extractLocally(document).questions.map(({ number }) => number)).toEqual([
      '1.1',
      '1.2',
      '1.3',
      '1.4',
      '2.1',
      '2.2',
      '2.3',
      '2.4',
    ]);
  });

  test('are asked of each product where their sections begin to count anew', () => {
    const product = (name: string) => [heading(name), ...asked.map((text, at) => item(text, `${at + 1}.`))];
    const document = documentOf(...product('Ledger'), ...product('Planner'));
    expect(extractLocally(document).questions).toHaveLength(8);
  });

  test('are asked once where a checklist gathers those of several sections', () => {
    const document = documentOf(
      heading('Hosting'),
      ...asked.slice(0, 2).map((text) => item(text)),
      heading('Operations'),
      ...asked.slice(2).map((text) => item(text)),
      heading('Summary of questions'),
      ...asked.map((text) => item(text)),
    );
    expect(extractLocally(document).questions).toHaveLength(4);
  });
});

test.each([
  ['贵公司是否通过认证？请说明日期？', 2],
  ['ما هي مدة الضمان؟ كم عدد المكاتب؟', 2],
  ['データはどこに保存されますか？', 1],
])('a question mark of another script asks: %s', (text, count) => {
  const { questions } = extractLocally(documentOf(heading('1'), text));
  expect(questions.map(({ kind }) => kind)).toEqual(Array(count).fill('question'));
});
