import { type Reading, readingOf } from './answer.js';
import { askingColumns, isColumnName, type PairColumns, pairColumns } from './columns.js';
import type { Legend } from './legend.js';
import { readsAsQuestion } from './question.js';
import type { Row } from './rows.js';
import { isMark } from './verdict.js';

/** How many rows of titles and instructions may stand above the names of the columns. */
export const MOST_ROWS_ABOVE = 40;

export interface Header {
  /** Index of its first row. */
  at: number;
  /** How many rows it has: 2 where names stand under a common one. */
  size: number;
  reading: Reading;
}

/** The first rows that name the columns of a question/answer sheet, or one whose answers are codes; null without. */
export function headerOf(rows: readonly Row[], legend: Legend): Header | null {
  for (let at = 0; at < Math.min(rows.length, MOST_ROWS_ABOVE); at++) {
    const [columns, size] = namesAt(rows, at);
    if (columns === null) continue;
    const body = rows.slice(at + size);
    // "Phone support | No | Yes" is a row of a table of plans.
    if (columns.marks.size > 0 && !columns.demands && !areMarked(body, columns)) continue;
    const reading = readingOf(columns, body, legend);
    if (columns.answered || reading.codes.size > 0) return { at, size, reading };
  }
  return null;
}

/** Whether marks are what stands in the columns that are to be marked. */
function areMarked(body: readonly Row[], { marks }: PairColumns): boolean {
  const cells = body.flatMap((row) => [...marks.keys()].flatMap((column) => row.cells[column] || []));
  const marked = cells.filter((cell) => isMark(cell));
  return marked.length > 0 && marked.length * 2 > cells.length;
}

function namesAt(rows: readonly Row[], at: number): [PairColumns | null, number] {
  const top = rows[at]!.cells;
  const below = rows[at + 1]?.cells;
  if (below && isSecondLine(top, below)) {
    const leaves = joined(top, below, (_above, name) => name);
    const columns = askingColumns(
      joined(top, below, (above, name) => `${above} ${name}`),
      leaves,
    );
    if (columns) return [columns, 2];
  }
  return [askingColumns(top) ?? unnamedQuestions(top, rows.slice(at + 1, at + 1 + SAMPLE)), 1];
}

/** Rows in which a column without a name shows that it asks. */
const SAMPLE = 50;
const MOST_ASK = 0.6;

/** The columns where the questions stand in one without a name, left of their answers: "Company | | Answer". */
function unnamedQuestions(names: readonly string[], body: readonly Row[]): PairColumns | null {
  const asking = names.findIndex((name, column) => {
    const cells = name === '' ? body.flatMap((row) => row.cells[column] || []) : [];
    return cells.length > 1 && cells.filter(readsAsQuestion).length >= cells.length * MOST_ASK;
  });
  const columns = pairColumns(names.map((name, column) => (column === asking ? 'Question' : name)));
  return columns?.question === asking && columns.answers.every((column) => column > asking) ? columns : null;
}

/** "Yes | No | Remarks" under "Response": names alone, and nothing under the name of what is asked. */
function isSecondLine(top: readonly string[], below: readonly string[]): boolean {
  const filled = below.flatMap((cell, column) => (cell === '' ? [] : [column]));
  return (
    filled.length > 1 &&
    filled.every((column) => isColumnName(below[column]!)) &&
    // What is merged down, and what is merged across.
    top.some((cell, column) => cell !== '' && !below[column]) &&
    filled.some((column) => top[column])
  );
}

/** A merged name stands in its first column and is that of those to its right. */
function joined(
  top: readonly string[],
  below: readonly string[],
  join: (above: string, name: string) => string,
): string[] {
  let above = '';
  return Array.from({ length: Math.max(top.length, below.length) }, (_, column) => {
    above = top[column] || above;
    return below[column] ? join(above, below[column]) : (top[column] ?? '');
  });
}
