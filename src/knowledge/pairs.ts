import type { Block, ExtractedDocument, Span } from '../documents/index.js';
import { type PairColumns, pairColumns } from './pair-columns.js';

/** A row of a question/answer sheet that has an answer. */
export interface Pair extends Span {
  question: string;
  /** The cells of the answer: verbatim where they stand side by side, else one a line. */
  answer: string;
  /** Categories above or beside the question, outermost first. */
  sections: string[];
  /** The block that is its row. */
  block: Block;
}

/** A table that is a question/answer sheet. */
export interface PairSheet {
  /** Position of the block from which on its rows are no text by themselves: titles and instructions stand above. */
  from: number;
  pairs: Pair[];
}

interface Row {
  block: Block;
  cells: string[];
  spans: Span[];
}

/** How many rows of titles and instructions may stand above the names of the columns. */
const MOST_ROWS_ABOVE = 40;
const LONGEST_SECTION = 120;
/** What people leave in the cell of an answer that is still to come, and what a broken formula leaves. */
const NO_ANSWER =
  /^(?:[-–—_.?\s]*|tb[ad]|to be (?:determined|announced|provided|completed)|pending|open|#(?:n\/a|ref!|value!|name\?|null!|num!|div\/0!))\.?$/i;

/**
 * Finds the tables of a document that are question/answer sheets: a row names a column of questions and one of answers,
 * or there are two columns whose first one reads as questions.
 *
 * @returns by number of the table, its pairs in order; a table without any is not there
 */
export function pairsOf(document: ExtractedDocument): Map<number, PairSheet> {
  const found = new Map<number, PairSheet>();
  for (const [number, rows] of tablesOf(document)) {
    const sheet = namedPairs(rows, document.text) ?? unnamedPairs(rows, document.text);
    if (sheet && sheet.pairs.length > 0) found.set(number, sheet);
  }
  return found;
}

function tablesOf({ blocks, text }: ExtractedDocument): Map<number, Row[]> {
  const tables = new Map<number, Row[]>();
  for (const block of blocks) {
    if (!block.row || block.furniture !== null) continue;
    const spans = block.row.cells;
    const row = { block, spans, cells: spans.map(({ start, end }) => text.slice(start, end).trim()) };
    const rows = tables.get(block.row.table);
    if (rows) rows.push(row);
    else tables.set(block.row.table, [row]);
  }
  return tables;
}

/** The pairs of a sheet whose columns have names; null where it is none. */
function namedPairs(rows: Row[], text: string): PairSheet | null {
  const header = rows.slice(0, MOST_ROWS_ABOVE).findIndex(({ cells }) => pairColumns(cells) !== null);
  if (header < 0) return null;
  let columns = pairColumns(rows[header]!.cells)!;
  let section: string | null = null;
  /** The last text of each column of sections: a merged cell stands for the rows below it. */
  let categories = new Map<number, string>();
  const pairs: Pair[] = [];
  for (const row of rows.slice(header + 1)) {
    // A sheet may name its columns anew for each of its parts.
    const renamed = pairColumns(row.cells);
    if (renamed && isNaming(row, renamed)) {
      columns = renamed;
      categories = new Map();
      continue;
    }
    const title = sectionTitle(row, columns);
    if (title !== null) {
      section = title;
      categories = new Map();
      continue;
    }
    for (const column of columns.sections) {
      const name = oneLine(row.cells[column] ?? '');
      if (name !== '') categories.set(column, name);
    }
    const sections = [section, ...columns.sections.map((column) => categories.get(column))];
    const pair = pairOf(
      row,
      columns,
      sections.filter((name): name is string => Boolean(name)),
      text,
    );
    if (pair) pairs.push(pair);
  }
  return { from: rows[header]!.block.position, pairs };
}

/** Names are short; a question may well hold the word "question", and its answer the word "answer". */
const isNaming = ({ cells }: Row, { question, answers }: PairColumns) =>
  [question, ...answers].every((column) => (cells[column] ?? '').length <= 60) &&
  !/\?\s*$/.test(cells[question] ?? '');

/** The one text of a row that heads the rows below it; null for other rows. */
function sectionTitle({ cells }: Row, columns: PairColumns): string | null {
  const filled = cells.flatMap((cell, column) => (cell === '' ? [] : [column]));
  if (filled.length === 0 || columns.answers.some((column) => cells[column])) return null;
  const [only] = filled.filter((column) => !columns.ids.includes(column));
  if (filled.length > 2 || (filled.length === 2 && only === undefined)) return null;
  // A number and a text are a question without an answer, unless the text reads as a title.
  const title = cells[only ?? filled[0]!]!;
  if (title.length > LONGEST_SECTION || readsAsQuestion(title)) return null;
  if (filled.length === 2 && (only !== columns.question || /[.;]$/.test(title) || title.length > 60))
    return null;
  return oneLine(title);
}

function pairOf(row: Row, columns: PairColumns, sections: string[], text: string): Pair | null {
  const question = oneLine(row.cells[columns.question] ?? '');
  const given = columns.answers.filter((column) => !NO_ANSWER.test(row.cells[column] ?? ''));
  if (!/[\p{L}\p{N}]/u.test(question) || given.length === 0) return null;
  const spans = given.map((column) => row.spans[column]!);
  const [start, end] = [spans[0]!.start, spans.at(-1)!.end];
  const areNeighbors = spans.every(
    (span, i) => i === 0 || /^\s*\|?\s*$/.test(text.slice(spans[i - 1]!.end, span.start)),
  );
  const answer = areNeighbors
    ? text.slice(start, end)
    : spans.map((span) => text.slice(span.start, span.end)).join('\n');
  return { question, answer, sections, block: row.block, start, end };
}

/** From this share of the rows on the first column is one of questions. */
const MOST = 0.6;
const LEAST_PAIRS = 2;

/** The pairs of a table without names, which has two columns, or a third one of numbers before them. */
function unnamedPairs(rows: Row[], text: string): PairSheet | null {
  const [first] = rows;
  if (!first || rows.length < LEAST_PAIRS) return null;
  const width = Math.max(...rows.map(({ cells }) => cells.length));
  const isNumbered =
    width === 3 && rows.every(({ cells }) => /^[\p{L}]{0,3}[\d.\-–\s()]{0,8}$/u.test(cells[0] ?? ''));
  if (width !== 2 && !isNumbered) return null;
  const question = isNumbered ? 1 : 0;
  const columns: PairColumns = {
    question,
    answers: [question + 1],
    sections: [],
    ids: isNumbered ? [0] : [],
  };
  const filled = rows.filter(({ cells }) => cells[question] && cells[question + 1]);
  const asking = filled.filter(({ cells }) => readsAsQuestion(cells[question]!));
  if (asking.length < LEAST_PAIRS || asking.length < filled.length * MOST) return null;
  return { from: first.block.position, pairs: rows.flatMap((row) => pairOf(row, columns, [], text) ?? []) };
}

const ASKING =
  /^(?:(?:please |kindly )?(?:describe|explain|provide|list|state|specify|confirm|indicate|identify|detail|outline|summari[sz]e|discuss|give|attach|tell us)|what|who|whom|whose|which|when|where|why|how|do|does|did|is|are|was|were|can|could|will|would|should|shall|may|must|has|have|had|if (?:so|yes|not|no))\b/i;

/** Whether a text asks for something: it ends with a question mark or begins as people ask. */
export const readsAsQuestion = (text: string): boolean => {
  const start = text.replace(/^[\s([]*(?:\p{L}{0,3}[\d.-]{1,8}|\p{L}[.)])[\s.):\]]+/u, '');
  return /\?["”’)\s]*$/.test(text) || ASKING.test(start);
};

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
