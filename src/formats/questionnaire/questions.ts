import { cellReference, columnNumber, parseRange } from '../ooxml/workbook/references.js';
import type { Grid } from './grid.js';
import { cleanOptions, optionAs } from './options.js';
import type { FormQuestion, Region } from './types.js';
import { asks, hasWords, isCode, isPlaceholder, optionsIn, roleOf, wordsIn } from './words.js';

/** The columns of a region as numbers, 0 for none. */
const numbersOf = (region: Region) => ({
  number: columnNumber(region.number ?? ''),
  question: columnNumber(region.question),
  section: columnNumber(region.section ?? ''),
  guidance: columnNumber(region.guidance ?? ''),
  answer: columnNumber(region.answer ?? ''),
  comment: columnNumber(region.comment ?? ''),
  evidence: columnNumber(region.evidence ?? ''),
  marks: region.marks.map(({ column, option }) => ({ column: columnNumber(column), option })),
});

/**
 * What a region asks, from top to bottom.
 * @param regions all of the mapping: a row that is answered several times says what each answer is about
 */
export function questionsOf(grid: Grid, region: Region, regions: readonly Region[]): FormQuestion[] {
  const range = parseRange(region.range);
  if (!range) return [];
  const columns = numbersOf(region);
  const own = regions.filter(({ sheet }) => sheet === region.sheet);
  const several =
    own.filter(({ range, question }) => range === region.range && question === region.question).length > 1;
  const rows = grid.rows.filter((row) => row >= range.top && row <= range.bottom);
  const usual = usualRow(grid, rows, columns);
  const questions: FormQuestion[] = [];
  let section = titleAbove(grid, range.top, columns.question, own);
  const answered = new Set<number>();
  for (const row of rows) {
    // Below each question stands its answer.
    if (answered.has(row)) continue;
    const seen = lookAt(grid, row, columns, region, usual);
    if (seen.kind === 'title') section = seen.text;
    const last = questions.at(-1);
    if (seen.kind === 'guidance' && last)
      last.guidance = [last.guidance, seen.text].filter(Boolean).join('\n');
    if (seen.kind !== 'question') continue;
    if (region.layout === 'BELOW') answered.add(seen.answerRow);
    const inColumn = columns.section ? grid.text(row, columns.section) : '';
    questions.push({
      ...cellsOf(grid, seen.answerRow, columns, region),
      sheet: region.sheet,
      reference: cellReference(row, seen.column),
      text: seen.text,
      number: numberOf(grid, row, columns),
      section: inColumn || section,
      context: [seen.of, several ? region.heading : null].filter(Boolean).join(' – ') || null,
      guidance: (columns.guidance && grid.text(row, columns.guidance)) || null,
    });
  }
  return withoutDefaults(questions);
}

type Columns = ReturnType<typeof numbersOf>;

/** What most rows of a region look like. */
interface Usual {
  isStrong: boolean;
  isNumbered: boolean;
  stands: boolean;
}

function usualRow(grid: Grid, rows: number[], columns: Columns): Usual {
  const asked = rows.filter((row) => grid.at(row, columns.question));
  const most = (holds: (row: number) => boolean) => asked.filter(holds).length * 2 > asked.length;
  const targets = [columns.answer, ...columns.marks.map(({ column }) => column)].filter(Boolean);
  return {
    isStrong: asked.some((row) => targets.some((column) => grid.isStrong(row, column))),
    isNumbered: columns.number > 0 && asked.filter((row) => grid.at(row, columns.number)).length >= 2,
    stands: most((row) => grid.at(row, columns.question)!.stands),
  };
}

type Seen =
  | { kind: 'question'; text: string; of: string | null; column: number; answerRow: number }
  | { kind: 'title' | 'guidance'; text: string }
  | { kind: 'nothing' };

const NOTHING: Seen = { kind: 'nothing' };
const LONGEST_TITLE = 160;

function lookAt(grid: Grid, row: number, columns: Columns, region: Region, usual: Usual): Seen {
  const cell = grid.at(row, columns.question);
  const merge = grid.merge(row, columns.question);
  const text = grid.text(row, columns.question);
  const answerRow = region.layout === 'BELOW' ? (merge?.bottom ?? row) + 1 : row;
  const targets = [columns.answer, ...columns.marks.map(({ column }) => column)].filter(Boolean);
  const entries = targets.map((column) => grid.entry(answerRow, column)).filter((entry) => entry !== null);
  const single = onlyText(grid, row);
  if (single !== null && isTitle(grid, row, single, columns, usual, entries.length > 0))
    return { kind: 'title', text: single };
  if (!hasWords(text)) return NOTHING;
  const filled = columns.answer ? (grid.at(answerRow, columns.answer)?.text ?? '') : '';
  // The names of the columns once more, with what the next rows are about.
  if (
    filled !== '' &&
    filled === region.heading &&
    ['answer', 'comment', 'evidence'].includes(roleOf(filled))
  )
    return asks(text) ? NOTHING : { kind: 'title', text };
  const isNumbered = !usual.isNumbered || (columns.number > 0 && grid.text(row, columns.number) !== '');
  const isWeak = usual.isStrong && !entries.some((entry) => entry !== 'text');
  if (entries.length === 0 || (isWeak && !(isNumbered && asks(text)))) {
    if (!cell) return NOTHING;
    const isShort = text.length <= LONGEST_TITLE && wordsIn(text) <= 14 && !/[.?!]$/.test(text);
    const lacksNumber = usual.isNumbered && !isNumbered && wordsIn(text) <= 8;
    return isShort && ((cell.stands && !usual.stands) || lacksNumber)
      ? { kind: 'title', text }
      : { kind: 'guidance', text };
  }
  if (merge && merge.bottom > merge.top) {
    const part = partOf(grid, row, columns, merge.top, merge.bottom);
    if (part) return { kind: 'question', text: part.text, of: text, column: part.column, answerRow };
    // Merged with its answer it is one; merged beside several cells, the first of them is for the answer.
    if (!cell) return NOTHING;
  }
  return { kind: 'question', text, of: null, column: columns.question, answerRow };
}

/** What a row shows, where that is one text alone. */
function onlyText(grid: Grid, row: number): string | null {
  const cells = grid.row(row).filter(({ text }) => !/^\[.*\]$/s.test(text));
  const worded = cells.filter(({ text }) => hasWords(text));
  return worded.length === 1 &&
    cells.length <= 2 &&
    cells.every((cell) => cell === worded[0] || isCode(cell.text) || cell.isNumber)
    ? worded[0]!.text
    : null;
}

function isTitle(
  grid: Grid,
  row: number,
  text: string,
  columns: Columns,
  usual: Usual,
  hasEntry: boolean,
): boolean {
  if (text.length > LONGEST_TITLE || /\?\s*$/.test(text)) return false;
  const cell = grid.words(row).find((one) => one.text === text);
  if (!cell) return false;
  const replies = [columns.answer, columns.marks[0]?.column ?? 0].filter(Boolean);
  const spans = replies.some((column) => column > cell.column && grid.right(row, cell.column) >= column);
  if (spans) return true;
  // Beside a question over several rows it is a part of that.
  if (
    cell.column !== columns.question &&
    !grid.at(row, columns.question) &&
    grid.text(row, columns.question) !== ''
  )
    return false;
  if (cell.column !== columns.question)
    return cell.column !== columns.comment && !replies.includes(cell.column);
  if (hasEntry && usual.isStrong) return false;
  if (asks(text) && !cell.stands) return false;
  const number = columns.number ? grid.text(row, columns.number) : '';
  const lacksNumber = usual.isNumbered && number === '';
  return (cell.stands && !usual.stands) || (lacksNumber && !asks(text) && wordsIn(text) <= 10);
}

/** The part of a merged question that a row asks: a text of its own beside it. */
function partOf(grid: Grid, row: number, columns: Columns, top: number, bottom: number) {
  const known = new Set([
    columns.number,
    columns.guidance,
    columns.section,
    columns.comment,
    columns.evidence,
  ]);
  const first = Math.min(...[columns.answer, ...columns.marks.map(({ column }) => column)].filter(Boolean));
  for (let column = columns.question + 1; column < first; column++) {
    if (known.has(column) || column <= grid.right(row, columns.question)) continue;
    const texts: string[] = [];
    for (let at = top; at <= bottom; at++) texts.push(grid.at(at, column)?.text ?? '');
    const own = grid.at(row, column)?.text ?? '';
    if (own !== '' && hasWords(own) && texts.filter((text) => text !== '').length >= 2)
      return { text: own, column };
  }
  return null;
}

function numberOf(grid: Grid, row: number, columns: Columns): string | null {
  const number = columns.number ? grid.text(row, columns.number) : '';
  return number !== '' && number.length <= 60 ? number : null;
}

function cellsOf(grid: Grid, row: number, columns: Columns, region: Region) {
  const at = (column: number) =>
    column && grid.entry(row, column) !== null ? cellReference(row, column) : null;
  const answer = at(columns.answer);
  const list = answer && grid.entry(row, columns.answer) === 'list' ? grid.form.optionsAt(answer) : null;
  const named = region.options.length > 0 && list === null ? region.options : optionsIn(region.heading ?? '');
  const isList = columns.answer > 0 && grid.entry(row, columns.answer) === 'list';
  const marks = columns.marks.flatMap(({ column, option }) => {
    const reference = at(column);
    return reference ? [{ reference, option, mark: markFor(grid, row, column) }] : [];
  });
  const options =
    marks.length > 0
      ? marks.map(({ option }) => option)
      : cleanOptions(list ?? (isList ? [] : sameAsList(named, region)));
  const marked = columns.marks.filter(
    ({ column }) => grid.text(row, column) !== '' && !grid.isBlank(row, column),
  );
  const shown = columns.answer ? grid.text(row, columns.answer) : '';
  const said = marked.length === 1 ? marked[0]!.option : shown !== '' && !isPlaceholder(shown) ? shown : null;
  const commented = columns.comment ? grid.text(row, columns.comment) : '';
  return {
    options,
    listUnknown: isList && list === null,
    answer,
    comment: at(columns.comment),
    evidence: at(columns.evidence),
    marks,
    isNumber: answer !== null && /^(?:whole|decimal)$/.test(grid.form.validationAt(answer)?.kind ?? ''),
    filled: said === null ? null : optionAs(said, options),
    filledComment: commented !== '' && !isPlaceholder(commented) ? commented : null,
  };
}

/** What marks a cell: what its list offers, else an X. */
function markFor(grid: Grid, row: number, column: number): string {
  const offered =
    grid.entry(row, column) === 'list'
      ? cleanOptions(grid.form.optionsAt(cellReference(row, column)) ?? [])
      : [];
  return offered[0] ?? 'X';
}

/** Cells without a list in a column of lists take any text. */
const sameAsList = (named: string[], region: Region) =>
  region.options.length > 0 && optionsIn(region.heading ?? '').length === 0 ? [] : named;

/** The same value nearly everywhere is what the form came with. */
function withoutDefaults(questions: FormQuestion[]): FormQuestion[] {
  const filled = questions.filter(({ filled }) => filled !== null);
  const [first] = filled;
  const isDefault =
    filled.length >= 3 &&
    filled.length >= questions.length * 0.8 &&
    first !== undefined &&
    first.options.length > 0 &&
    filled.every((one) => one.filled === first.filled);
  return isDefault ? questions.map((question) => ({ ...question, filled: null })) : questions;
}

const ROWS_ABOVE = 40;

/** The title that stands above a region: the header of its questions where each part has one of its own, else a line above. */
function titleAbove(grid: Grid, top: number, question: number, regions: readonly Region[]): string | null {
  const heads = regions.map((region) =>
    grid.text((parseRange(region.range)?.top ?? 0) - 1, columnNumber(region.question)),
  );
  const head = grid.text(top - 1, question);
  if (
    hasWords(head) &&
    roleOf(head) === 'other' &&
    !asks(head) &&
    new Set(heads.filter((one) => roleOf(one) === 'other')).size > 1
  )
    return head;
  for (let row = top - 1; row > 0 && row >= top - ROWS_ABOVE; row--) {
    const text = onlyText(grid, row);
    if (text !== null && text.length <= LONGEST_TITLE && !/[:?.]\s*$/.test(text) && wordsIn(text) <= 20)
      return text.split('\n')[0]!;
  }
  return null;
}
