import { columnLetters, rangeReference } from '../ooxml/workbook/references.js';
import type { Grid } from './grid.js';
import type { Header } from './headers.js';
import type { MarkColumn, Region } from './types.js';
import { asks, hasWords, isCode, type Role, wordsIn } from './words.js';

/** What stands in a column of a table, over its rows. */
interface Column {
  column: number;
  title: string;
  role: Role;
  filled: number;
  words: number;
  asking: number;
  codes: number;
  length: number;
  distinct: number;
}

/**
 * The regions of the table below a header: one for each column of answers, with the comments that belong to it.
 * @param last the last row that may belong to it
 */
export function regionsOfTable(grid: Grid, header: Header, last: number): Region[] {
  const rows = rowsOf(grid, header, last);
  if (rows.length === 0) return [];
  const columns = columnsOf(grid, header, rows);
  const question = questionColumn(grid, columns, rows, header);
  if (!question) return [];
  const asked = rows.filter((row) => hasWords(grid.text(row, question.column)));
  const others = columns.filter((column) => column !== question);
  const { answers, comments, evidence } = repliesOf(grid, header, others, asked, question);
  if (answers.length === 0 && header.marks.length === 0) return [];
  const isKnown =
    question.role === 'question' ||
    question.asking * 3 >= question.filled ||
    others.some(({ role }) => role === 'number');
  const strong = asked.some((row) => answers.some(({ column }) => grid.isStrong(row, column)));
  if (!isKnown && !strong && header.marks.length === 0) return [];
  const bottom = lastAsked(grid, asked, [...answers, ...comments], header);
  const firstOf = (role: Role) => others.find((column) => column.role === role && column.filled > 0);
  const number =
    firstOf('number') ??
    others.find(
      ({ column, codes, filled, distinct, role }) =>
        column < question.column &&
        role !== 'buyer' &&
        filled > 0 &&
        codes > filled * 0.7 &&
        distinct > filled * 0.8,
    );
  const shared = {
    sheet: grid.name,
    range: rangeReference({
      top: header.bottom + 1,
      bottom,
      left: Math.min(...columns.map(({ column }) => column)),
      right: Math.max(...columns.map(({ column }) => column), ...header.marks.map(({ column }) => column)),
    }),
    layout: 'ROWS' as const,
    number: lettersOrNull(number),
    question: columnLetters(question.column),
    section: lettersOrNull(sectionColumn(others, asked)),
    guidance: lettersOrNull(guidanceColumn(grid, others, question, answers, asked)),
  };
  if (header.marks.length > 0) {
    const marks = header.marks.map(
      ({ column, option }): MarkColumn => ({ column: columnLetters(column), option }),
    );
    const comment = comments[0] ?? answers[0];
    return [
      {
        ...shared,
        answer: null,
        comment: lettersOrNull(comment),
        evidence: lettersOrNull(evidence[0]),
        marks,
        heading: null,
        options: marks.map(({ option }) => option),
        confidence: 0.85,
      },
    ];
  }
  return answers.map((answer, at): Region => {
    const next = answers[at + 1]?.column ?? Number.POSITIVE_INFINITY;
    const mine = (list: Column[]) =>
      list.find(({ column }) => column > answer.column && column < next) ??
      (at === 0 ? list.find(({ column }) => column < answer.column) : undefined);
    return {
      ...shared,
      answer: columnLetters(answer.column),
      comment: lettersOrNull(mine(comments)),
      evidence: lettersOrNull(mine(evidence)),
      marks: [],
      heading: answer.title || null,
      options: commonOptions(grid, asked, answer.column),
      confidence: confidenceOf(grid, header, question, answer, asked),
    };
  });
}

const lettersOrNull = (column: Column | undefined) => (column ? columnLetters(column.column) : null);

/** So many rows that show nothing end a table, unless the sheet says itself what is to be filled in. */
const GAP = 4;

function rowsOf(grid: Grid, header: Header, last: number): number[] {
  const rows: number[] = [];
  let before = header.bottom;
  for (const row of grid.rows) {
    if (row <= header.bottom) continue;
    if (row > last) break;
    const isApart = row - before > GAP;
    if (isApart && ![...header.titles.keys()].some((column) => grid.isStrong(row, column))) break;
    rows.push(row);
    before = row;
  }
  return rows;
}

function columnsOf(grid: Grid, header: Header, rows: number[]): Column[] {
  const marks = new Set(header.marks.map(({ column }) => column));
  const columns = new Set(header.titles.keys());
  for (const row of rows.slice(0, 200)) for (const { column } of grid.row(row)) columns.add(column);
  return [...columns]
    .filter((column) => !marks.has(column))
    .sort((a, b) => a - b)
    .map((column): Column => {
      const texts = rows.map((row) => grid.at(row, column)?.text ?? '').filter((text) => text !== '');
      return {
        column,
        title: header.titles.get(column) ?? '',
        role: header.roles.get(column) ?? 'other',
        filled: texts.length,
        words: texts.filter((text) => wordsIn(text) > 1 || /\p{Ll}{4}/u.test(text)).length,
        asking: texts.filter(asks).length,
        codes: texts.filter(isCode).length,
        length: texts.reduce((sum, text) => sum + Math.min(text.length, 300), 0) / Math.max(1, texts.length),
        distinct: new Set(texts).size,
      };
    });
}

/** The column that asks: by its name, by how its texts ask, and by their length. */
function questionColumn(grid: Grid, columns: Column[], rows: number[], header: Header): Column | null {
  const firstMark = header.marks[0]?.column ?? Number.POSITIVE_INFINITY;
  const candidates = columns.filter(
    (column) =>
      column.filled > 0 &&
      column.words * 2 >= column.filled &&
      column.codes * 2 < column.filled &&
      column.column < firstMark &&
      (column.role === 'question' || column.role === 'other' || column.role === 'section') &&
      !isEntered(grid, column.column, rows),
  );
  const score = (column: Column) =>
    named(column) +
    (2 * column.asking) / column.filled +
    Math.min(column.length, 120) / 120 +
    (2 * column.distinct) / Math.max(rows.length, 1);
  return candidates.reduce<Column | null>(
    (best, one) => (best && score(best) >= score(one) ? best : one),
    null,
  );
}

function named({ role, title }: Column): number {
  if (role === 'section') return -2;
  if (role !== 'question') return 0;
  if (/\bquestions?\b/i.test(title)) return 3;
  return /\bdescriptions?|details?|text\b/i.test(title) && !/\b(?:requirement|control|question)/i.test(title)
    ? 0.8
    : 2;
}

/** Whether most cells of the column are there to be filled in. */
function isEntered(grid: Grid, column: number, rows: number[]): boolean {
  const strong = rows.filter((row) => grid.isStrong(row, column)).length;
  return strong > 0 && strong * 2 >= rows.length;
}

function repliesOf(grid: Grid, header: Header, others: Column[], asked: number[], question: Column) {
  const open = (column: Column) =>
    asked.filter((row) => grid.entry(row, column.column) !== null && grid.isBlank(row, column.column)).length;
  const strong = (column: Column) => asked.filter((row) => grid.isStrong(row, column.column)).length;
  const lists = (column: Column) => asked.filter((row) => grid.entry(row, column.column) === 'list').length;
  const isProtected = asked.some((row) =>
    others.some(({ column }) => grid.entry(row, column) === 'unlocked'),
  );
  const free = others.filter(({ role }) => role !== 'buyer' && role !== 'number');

  // Lists that the buyer filled in for good ("Severity: High") ask nothing.
  const choices = free.filter(
    (column) =>
      lists(column) > 0 &&
      (column.role === 'answer' ||
        open(column) * 10 >= lists(column) * 3 ||
        isUniform(grid, column.column, asked)),
  );
  const taken = new Set(choices);
  const rest = free.filter(
    (column) =>
      !taken.has(column) &&
      (isProtected ? strong(column) > 0 : open(column) * 10 >= asked.length * 3) &&
      (isProtected || ['answer', 'comment', 'evidence'].includes(column.role)),
  );
  const evidence = rest.filter(({ role }) => role === 'evidence');
  const texts = rest.filter((column) => column.role !== 'evidence' && column.column > question.column);
  const before = rest.filter(
    (column) => column.role !== 'evidence' && column.column < question.column && column.role === 'answer',
  );
  const said = [...texts, ...before];
  if (choices.length > 0 || header.marks.length > 0)
    return { answers: choices, comments: said.filter(takesComments), evidence };
  const [answer = said[0] ?? evidence[0]] = said.filter(({ role }) => role === 'answer');
  const values = said.filter((column) => column !== answer && column.role === 'answer' && isProtected);
  return {
    answers: answer ? [answer, ...values].sort((a, b) => a.column - b.column) : [],
    comments: said.filter((column) => column !== answer && !values.includes(column)),
    evidence: evidence.filter((column) => column !== answer),
  };
}

/** Beside a choice: "Status" and the like take no text. */
const takesComments = ({ role, title }: Column) =>
  role !== 'answer' ||
  /\b(?:answers?|responses?|repl(?:y|ies)|descri\w+|details?|text|vendor|supplier|bidder|offeror|provider)\b/i.test(
    title,
  );

/** The same value throughout is a default ("Not started"). */
function isUniform(grid: Grid, column: number, rows: number[]): boolean {
  const texts = rows.map((row) => grid.text(row, column)).filter((text) => text !== '');
  return texts.length >= 3 && new Set(texts).size === 1;
}

/** The last row with a cell to be filled in. */
function lastAsked(grid: Grid, asked: number[], replies: Column[], { marks }: Header): number {
  const columns = [...replies.map(({ column }) => column), ...marks.map(({ column }) => column)];
  return (
    asked.filter((row) => columns.some((column) => grid.entry(row, column) !== null)).at(-1) ?? asked.at(-1)!
  );
}

/** A column that names the section of its rows repeats itself. */
const sectionColumn = (others: Column[], asked: number[]) =>
  others.find(
    ({ role, filled, distinct }) =>
      role === 'section' &&
      filled > 0 &&
      (distinct < filled || filled * 2 < asked.length || asked.length < 3),
  );

/** What helps to answer: named so, or a longer text beside a short question. */
function guidanceColumn(grid: Grid, others: Column[], question: Column, answers: Column[], asked: number[]) {
  const guides = others.filter(
    (column) => column.filled > 0 && !answers.includes(column) && !isEntered(grid, column.column, asked),
  );
  return (
    guides.find(({ role }) => role === 'guidance') ??
    guides.find(
      ({ role, words, filled, length, title }) =>
        role === 'question' &&
        words * 2 >= filled &&
        length > question.length &&
        /\bdescription|detail|specification|text/i.test(title),
    )
  );
}

/** What may be chosen, where it is the same in each cell of a column. */
function commonOptions(grid: Grid, rows: number[], column: number): string[] {
  let common: string[] | null = null;
  for (const row of rows) {
    if (grid.entry(row, column) !== 'list') continue;
    const options = grid.form.optionsAt(`${columnLetters(column)}${row}`) ?? [];
    if (common && (common.length !== options.length || common.some((option, at) => option !== options[at])))
      return [];
    common = options;
  }
  return common ?? [];
}

function confidenceOf(grid: Grid, header: Header, question: Column, answer: Column, asked: number[]): number {
  const strong = asked.filter((row) => grid.isStrong(row, answer.column)).length / asked.length;
  const asking = question.asking / Math.max(1, question.filled);
  const namedAnswer = answer.role === 'answer' ? 0.15 : 0;
  const namedQuestion = question.role === 'question' ? 0.15 : 0.05;
  const base = 0.45 + 0.3 * Math.min(1, strong * 1.5) + namedAnswer + namedQuestion + 0.1 * asking;
  return Math.min(0.98, Math.round((header.titles.size > 2 ? base : base - 0.05) * 100) / 100);
}
