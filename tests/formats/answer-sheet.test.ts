import { expect, test } from 'vitest';
import {
  type AnswerRow,
  diffAnswerSheet,
  patchWorkbook,
  readAnswerSheet,
  readWorkbookForm,
  writeAnswerSheet,
} from '../../src/formats/index.js';
import { HARD_TEXTS } from './ooxml/support/answers.js';
import { textRows, xlsx } from './support/xlsx.js';

const answer = (key: string, text: string, comment = ''): AnswerRow => ({
  key,
  number: '1.1',
  question: 'Do you encrypt?',
  answer: text,
  comment,
  sources: 'policy.pdf, page 3',
  status: 'APPROVED',
});

/** The workbook with other texts in its answers, by row of the sheet. */
async function edited(rows: AnswerRow[], texts: Record<number, string | null>) {
  const file = await writeAnswerSheet(rows);
  const edits = Object.entries(texts).map(([row, value]) => ({ sheet: 'Answers', ref: `C${row}`, value }));
  return readAnswerSheet(patchWorkbook(file, edits).file);
}

test('what nobody changed is no change, however hard its text is to write', async () => {
  const rows = HARD_TEXTS.map((text, i) => answer(`key${i}`, text, text));
  const returned = readAnswerSheet(await writeAnswerSheet(rows));
  expect(returned.map(({ key }) => key)).toEqual(rows.map(({ key }) => key));
  expect(diffAnswerSheet(returned, rows)).toEqual({ changes: [], conflicts: [], problems: [] });
});

test('no text is a formula in the workbook, nor after it was saved as something else', async () => {
  const [sheet] = readWorkbookForm(
    await writeAnswerSheet([answer('k', '=1+1', '@x'), answer('-k', '+1')]),
  ).sheets;
  const cells = [...sheet!.cells()];
  expect(cells.filter(({ formula }) => formula)).toEqual([]);
  expect(cells.map(({ value }) => value)).toEqual(expect.arrayContaining(["'=1+1", "'@x", "'+1", "'-k"]));
  expect(readAnswerSheet(await writeAnswerSheet([answer('-k', "'=1")]))[0]).toMatchObject({
    key: '-k',
    answer: "'=1",
  });
});

test('what was changed in the workbook alone is a change; what was changed on both sides is a conflict that shows both', async () => {
  const rows = ['a', 'b', 'c', 'd', 'e'].map((key) => answer(key, `Old ${key}`));
  const returned = await edited(rows, { 2: 'New a', 3: 'New b', 4: 'Same c', 6: null });
  const now = rows.map((row) => ({
    ...row,
    answer: { b: 'Their b', c: 'Same c', d: 'Their d' }[row.key] ?? row.answer,
  }));
  expect(diffAnswerSheet(returned, now)).toEqual({
    changes: [
      { key: 'a', row: 2, field: 'answer', before: 'Old a', after: 'New a' },
      { key: 'e', row: 6, field: 'answer', before: 'Old e', after: '' },
    ],
    conflicts: [{ key: 'b', row: 3, field: 'answer', before: 'Their b', after: 'New b' }],
    problems: [],
  });
});

test('rows that name no answer, or one twice, are told with their number and change nothing', async () => {
  const file = await writeAnswerSheet(['a', 'b', 'c'].map((key) => answer(key, 'Old')));
  const { file: changed } = patchWorkbook(file, [
    { sheet: 'Answers', ref: 'G2', value: 'z' },
    { sheet: 'Answers', ref: 'G3', value: 'c' },
    { sheet: 'Answers', ref: 'C9', value: 'Where does this go?' },
  ]);
  const { problems, changes } = diffAnswerSheet(
    readAnswerSheet(changed),
    ['a', 'b', 'c'].map((key) => answer(key, 'Old')),
  );
  expect(changes).toEqual([]);
  expect(problems.map(({ row }) => row)).toEqual([2, 4, 9]);
});

test('a text that no cell holds is left out and never taken back', async () => {
  const rows = [answer('a', 'x'.repeat(40_000))];
  const returned = await edited(rows, { 2: 'Shorter' });
  expect(diffAnswerSheet(returned, rows)).toEqual({ changes: [], conflicts: [], problems: [] });
});

test('another workbook is refused with what is missing', () => {
  expect(() => readAnswerSheet(xlsx([{ name: 'A', rows: textRows([['Question', 'Answer']]) }]))).toThrow(
    /“Key \(do not change\)”/,
  );
});
