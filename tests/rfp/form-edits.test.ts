import { expect, test } from 'vitest';
import { NOTHING_FOUND } from '../../src/grounding/index.js';
import { cellText } from '../../src/rfp/questionnaire/cell-text.js';
import { type AnswerForForm, planEdits } from '../../src/rfp/questionnaire/edits.js';

const answer = (given: Partial<AnswerForForm>): AnswerForForm => ({
  ...{ position: 1, options: [], status: 'DRAFTED', text: 'We do. [1]', choice: null, comment: null },
  cells: {
    ...{ sheet: 'Form', reference: 'B2', answer: 'C2', comment: 'D2', evidence: null, marks: [] },
    ...{ listUnknown: false, isNumber: false },
  },
  ...given,
});

const written = (given: Partial<AnswerForForm>) =>
  planEdits([answer(given)]).edits.map(({ cell }) => [cell.ref, cell.value]);
const left = (given: Partial<AnswerForForm>) => planEdits([answer(given)]).notWritten.map(({ code }) => code);

test('a text goes into the cell of the answer as a reader sees it', () => {
  expect(written({})).toEqual([['C2', 'We do.']]);
  expect(written({ comment: 'Ask Ann.' })).toEqual([
    ['C2', 'We do.'],
    ['D2', 'Ask Ann.'],
  ]);
});

test('a choice goes into the cell of the answer, and beside it the comment, or else the text', () => {
  const options = ['Yes', 'No'];
  expect(written({ options, choice: 'Yes' })).toEqual([
    ['C2', 'Yes'],
    ['D2', 'We do.'],
  ]);
  expect(written({ options, choice: 'Yes', comment: 'Since 2020.' })).toEqual([
    ['C2', 'Yes'],
    ['D2', 'Since 2020.'],
  ]);
  expect(written({ options, choice: 'No', text: NOTHING_FOUND, status: 'EDITED' })).toEqual([['C2', 'No']]);
});

test('one mark is set and the others are cleared', () => {
  const marks = ['Yes', 'Partly', 'No'].map((option, i) => ({
    reference: `${'CDE'[i]}2`,
    option,
    mark: 'X',
  }));
  const cells = { ...answer({}).cells, answer: null, comment: null, marks };
  expect(written({ cells, options: ['Yes', 'Partly', 'No'], choice: 'Partly' })).toEqual([
    ['C2', null],
    ['D2', 'X'],
    ['E2', null],
  ]);
});

test('what is not answered leaves its cells as they are, and says why', () => {
  expect(left({ status: 'NEEDS_INPUT' })).toEqual(['NOT_ANSWERED']);
  expect(left({ status: 'PENDING' })).toEqual(['NOT_ANSWERED']);
  expect(left({ status: 'EDITED', text: NOTHING_FOUND })).toEqual(['NOT_ANSWERED']);
  expect(left({ status: 'EDITED', text: ' ' })).toEqual(['NOT_ANSWERED']);
  expect(left({ options: ['Yes', 'No'] })).toEqual(['NOT_CHOSEN']);
  expect(written({ status: 'NEEDS_INPUT', comment: 'Ask Ann.' })).toEqual([]);
});

test('a list that only the program of the file can work out takes what a person chose', () => {
  const cells = { ...answer({}).cells, listUnknown: true, comment: null };
  expect(left({ cells })).toEqual(['NOT_CHOSEN']);
  const [edit] = planEdits([answer({ cells, choice: 'Gold' })]).edits;
  expect(edit!.cell).toEqual({ sheet: 'Form', ref: 'C2', value: 'Gold', chosen: true });
});

test('a cell that takes numbers alone gets one', () => {
  const cells = { ...answer({}).cells, isNumber: true };
  expect(written({ cells, text: '1,200 [1]' })).toEqual([['C2', 1200]]);
  expect(written({ cells, text: 'about ten' })).toEqual([['C2', 'about ten']]);
});

test.each([
  ['**Yes.** We *do* so [1][2].', 'Yes. We do so.'],
  ['See [our site](https://example.com/a).', 'See our site (https://example.com/a).'],
  ['# Title\n\n* one\n* two\n\n> quoted [3]', 'Title\n\n- one\n- two\n\nquoted'],
  ['| a | b |\n|---|---|\n| 1 | 2 |', 'a | b\n1 | 2'],
  ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
  ['=1+1 &lt;b&gt; \\* `code`', '=1+1 <b> * code'],
])('%j is shown as %j', (markdown, shown) => {
  expect(cellText(markdown)).toBe(shown);
});
