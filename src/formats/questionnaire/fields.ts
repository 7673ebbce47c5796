import { columnLetters, rangeReference } from '../ooxml/workbook/references.js';
import type { Grid, Shown } from './grid.js';
import type { Layout, Region } from './types.js';
import { asks, hasWords, isCode, isFieldLabel, isOption, wordsIn } from './words.js';

/** A text with the cell that waits for its answer. */
interface Field {
  label: Shown;
  row: number;
  answer: number;
  comment: number | null;
  number: number | null;
  layout: Layout;
  strong: boolean;
}

/** The regions of what is asked outside of tables: a text with room beside or below it. */
export function regionsOfFields(
  grid: Grid,
  isTaken: (row: number) => boolean,
  isAnswered: (row: number) => boolean,
): Region[] {
  const fields: Field[] = [];
  for (const row of grid.rows) if (!isTaken(row)) fields.push(...fieldsIn(grid, row, !isAnswered(row)));
  return groupsOf(fields).map((group) => regionOf(grid, group));
}

/** Texts of a row of data ask nothing, however they end. */
const MOST_TEXTS = 3;

/** @param weakToo also where only the words of a text say that there is something to fill in */
function fieldsIn(grid: Grid, row: number, weakToo: boolean): Field[] {
  const found: Field[] = [];
  const used = new Set<number>();
  for (const cell of grid.row(row)) {
    if (!hasWords(cell.text) || isOption(cell.text) || cell.text.length > 1000) continue;
    // What is there to be filled in names nothing.
    if (grid.isStrong(row, cell.column)) continue;
    const field = fieldOf(grid, cell, weakToo);
    if (!field || (field.layout === 'ROWS' && used.has(field.answer))) continue;
    if (field.layout === 'ROWS') used.add(field.answer);
    found.push(field);
  }
  return found;
}

function fieldOf(grid: Grid, cell: Shown, weakToo: boolean): Field | null {
  const beside = besideOf(grid, cell);
  if (beside?.strong) return beside;
  const below = belowOf(grid, cell);
  const field = below?.strong ? below : (beside ?? below);
  if (!field || field.strong) return field;
  const isData = grid.row(cell.row).filter(({ text }) => !isFieldLabel(text)).length > MOST_TEXTS;
  return weakToo && !isData ? field : null;
}

/** Blank columns between a text and the cell for its answer are a matter of looks. */
const MOST_BETWEEN = 3;

function besideOf(grid: Grid, label: Shown): Field | null {
  const { row, column } = label;
  const from = grid.right(row, column) + 1;
  for (let at = from; at < from + MOST_BETWEEN; at++) {
    const other = grid.at(row, at);
    const strong = grid.isStrong(row, at);
    if (strong) {
      if (!isAsked(grid, label, at)) return null;
      return {
        label,
        row,
        answer: at,
        comment: commentAfter(grid, row, at),
        number: numberBefore(grid, label),
        layout: 'ROWS',
        strong: true,
      };
    }
    if (other) {
      // Guidance stands between a question and its cell at times.
      if (asks(label.text) && hasWords(other.text) && !isFieldLabel(other.text)) continue;
      return null;
    }
    if (at === from && isRoom(grid, row, at) && isNamed(grid, label) && !isStacked(grid, label))
      return {
        label,
        row,
        answer: at,
        comment: null,
        number: numberBefore(grid, label),
        layout: 'ROWS',
        strong: false,
      };
  }
  return null;
}

/** A label with something else below it is the head of a column, unless it says that it asks. */
const isNamed = (grid: Grid, { row, column, text }: Shown) =>
  isFieldLabel(text) &&
  (/[:?]\s*\*?$/.test(text) ||
    (grid.at(row + 1, column) ?? null) === null ||
    isFieldLabel(grid.at(row + 1, column)!.text));

/** An empty cell that nobody has locked, and that is not the margin before a value of the form's own. */
function isRoom(grid: Grid, row: number, column: number): boolean {
  if (grid.entry(row, column) !== 'text') return false;
  const next = grid.right(row, column) + 1;
  const after = grid.at(row, next);
  return !grid.isFormula(row, next) && (after === null || isFieldLabel(after.text));
}

/** A cell with a list or without a lock belongs to the text before it, unless that says what is in the cell ("Version | 2"). */
function isAsked(grid: Grid, label: Shown, answer: number): boolean {
  const entry = grid.entry(label.row, answer);
  if (isCode(label.text) && !asks(label.text)) return false;
  const isApart = answer > grid.right(label.row, label.column) + 1;
  if (isApart && !grid.isBlank(label.row, answer) && !isFieldLabel(label.text) && !asks(label.text))
    return false;
  return (
    entry === 'list' || grid.isBlank(label.row, answer) || isFieldLabel(label.text) || wordsIn(label.text) > 1
  );
}

function belowOf(grid: Grid, label: Shown): Field | null {
  const { column } = label;
  const row = (grid.merge(label.row, column)?.bottom ?? label.row) + 1;
  const beside = grid.right(label.row, column) + 1;
  // Names of columns stand side by side.
  if (grid.at(label.row, beside) || !/\?\s*\*?$|:\s*\*?$/.test(label.text)) return null;
  const strong = grid.isStrong(row, column);
  const takesText =
    grid.entry(row, column) === 'text' && grid.isBlank(row, column) && /\?\s*\*?$/.test(label.text);
  if ((!strong && !takesText) || (!strong && grid.row(row).length > 0)) return null;
  return {
    label,
    row: label.row,
    answer: column,
    comment: null,
    number: numberBefore(grid, label),
    layout: 'BELOW',
    strong,
  };
}

/** A question with the next one right below it and room on neither side is a line of a text. */
const isStacked = (grid: Grid, { row, column, text }: Shown) =>
  text.length > 60 &&
  !/\?\s*\*?$/.test(text) &&
  grid.row(row).length === 1 &&
  (grid.at(row + 1, column)?.text.length ?? 0) > 60;

const commentAfter = (grid: Grid, row: number, answer: number): number | null => {
  const next = grid.right(row, answer) + 1;
  const isRoom = grid.entry(row, next) === 'unlocked' && grid.isBlank(row, next);
  return isRoom ? next : null;
};

function numberBefore(grid: Grid, { row, column }: Shown): number | null {
  const before = grid
    .row(row)
    .filter((cell) => cell.column < column)
    .at(-1);
  return before && isCode(before.text) && !before.formula ? before.column : null;
}

const ROWS_APART = 4;

/** Fields below each other that are laid out alike. */
function groupsOf(fields: Field[]): Field[][] {
  const groups: Field[][] = [];
  for (const field of fields) {
    const group = groups.find(([first, ...rest]) => {
      const last = rest.at(-1) ?? first!;
      return (
        first!.layout === field.layout &&
        first!.label.column === field.label.column &&
        first!.answer === field.answer &&
        first!.strong === field.strong &&
        field.row - last.row <= ROWS_APART &&
        field.row > last.row
      );
    });
    if (group) group.push(field);
    else groups.push([field]);
  }
  return groups;
}

function regionOf(grid: Grid, group: Field[]): Region {
  const [first] = group as [Field];
  const last = group.at(-1)!;
  const columns = group.flatMap(({ label, answer, comment, number }) => [
    label.column,
    answer,
    comment ?? answer,
    number ?? answer,
  ]);
  const comment = group.find((field) => field.comment !== null)?.comment ?? null;
  const number = group.find((field) => field.number !== null)?.number ?? null;
  const asking =
    group.filter(({ label }) => asks(label.text) || isFieldLabel(label.text)).length / group.length;
  return {
    sheet: grid.name,
    range: rangeReference({
      top: first.row,
      bottom: last.row + (first.layout === 'BELOW' ? 1 : 0),
      left: Math.min(...columns),
      right: Math.max(...columns),
    }),
    layout: first.layout,
    number: number === null ? null : columnLetters(number),
    question: columnLetters(first.label.column),
    section: null,
    guidance: null,
    answer: columnLetters(first.answer),
    comment: comment === null ? null : columnLetters(comment),
    evidence: null,
    marks: [],
    heading: null,
    options: [],
    confidence: Math.round((first.strong ? 0.65 + 0.25 * asking : 0.45 + 0.1 * asking) * 100) / 100,
  };
}
