import type { Block, ExtractedDocument, Span } from '../../formats/index.js';
import type { Speaker } from '../voice/index.js';
import { answerIn, type Reading, readingOf } from './answer.js';
import { askingColumns, isColumnName, type PairColumns, pairColumns } from './columns.js';
import { headerOf, MOST_ROWS_ABOVE } from './header.js';
import { type Legend, legendOf } from './legend.js';
import { readsAsQuestion } from './question.js';
import { oneLine, type Row, tablesOf } from './rows.js';
import { isMark, verdictOf } from './verdict.js';

/** A row of a question/answer sheet that has an answer. */
export interface Pair extends Span {
  question: string;
  /** One cell verbatim; of several, and of codes, what they say together: "No. Cloud only." */
  answer: string;
  /** Who answers. */
  speaker: Speaker;
  /** Categories above or beside the question, outermost first. */
  sections: string[];
  /** The block that is its row. */
  block: Block;
}

/** A table that is a question/answer sheet. */
export interface PairSheet {
  /** Position of the block from which on its rows are no text by themselves: titles and instructions stand above. */
  from: number;
  /** None where nobody has answered, or no answer can be read: its rows are then the words of whoever asks. */
  pairs: Pair[];
}

/** Rows of a part of a sheet by which its codes are recognised. */
const PART = 200;
const LONGEST_SECTION = 120;

/**
 * Finds the tables of a document that are question/answer sheets: rows that name a column of questions and one of
 * answers, or two columns whose first one reads as questions; and those that only ask.
 *
 * @returns by number of the table
 */
export function pairsOf(document: ExtractedDocument): Map<number, PairSheet> {
  const { legend, blocks } = legendOf(document);
  const found = new Map<number, PairSheet>();
  for (const [number, rows] of tablesOf(document)) {
    // A table of codes explains, and answers nothing.
    if (rows.filter(({ block }) => blocks.has(block)).length * 2 > rows.length) continue;
    const sheet =
      namedPairs(rows, document.text, legend) ?? unnamedPairs(rows, document.text) ?? asking(rows);
    if (sheet) found.set(number, sheet);
  }
  return found;
}

/** The pairs of a sheet whose columns have names; null where it is none. */
function namedPairs(rows: Row[], text: string, legend: Legend): PairSheet | null {
  const header = headerOf(rows, legend);
  if (!header) return null;
  let { reading } = header;
  let { columns } = reading;
  const body = rows.slice(header.at + header.size);
  let section: string | null = null;
  /** The last text of each column of sections: a merged cell stands for the rows below it. */
  let categories = new Map<number, string>();
  const pairs: Pair[] = [];
  for (const [i, row] of body.entries()) {
    // A sheet may name its columns anew for each of its parts.
    const renamed = pairColumns(row.cells);
    if (renamed && isNaming(row, renamed)) {
      columns = renamed;
      reading = readingOf(columns, body.slice(i + 1, i + 1 + PART), legend);
      categories = new Map();
      continue;
    }
    const title = sectionTitle(row, columns) ?? namingTitle(row, columns);
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
      reading,
      sections.filter((name): name is string => Boolean(name)),
      text,
    );
    if (pair) pairs.push(pair);
  }
  return { from: rows[header.at]!.block.position, pairs };
}

/** Names are short; a question may well hold the word "question", and its answer the word "answer". */
const isNaming = ({ cells }: Row, { question, answers, marks }: PairColumns) =>
  // A row of verdicts reads like names of columns to be marked.
  (marks.size === 0 || (cells[question] ?? '').split(/\s+/).length <= 3) &&
  [question, ...answers].every((column) => (cells[column] ?? '').length <= 60) &&
  !/\?\s*$/.test(cells[question] ?? '');

/** The title in a row that names its columns of answers once more: "AI policy | Answer | Additional information". */
function namingTitle({ cells }: Row, { question, answers }: PairColumns): string | null {
  const names = answers.flatMap((column) => cells[column] || []);
  const areNames = names.every((name) => isColumnName(name) && verdictOf(name) === null);
  const isNaming = areNames && (new Set(names).size > 1 || ALONE.test(names[0] ?? ''));
  const title = cells[question] || (cells.find((cell) => cell !== '') ?? '');
  return isNaming && !names.includes(title) && !readsAsQuestion(title) ? oneLine(title) : null;
}

const ALONE = /^(?:answers?|responses?|comments?|antwort(?:en)?|réponses?|respuestas?)$/i;

/** The one text of a row that heads the rows below it; null for other rows. */
function sectionTitle({ cells }: Row, columns: PairColumns): string | null {
  const filled = cells.flatMap((cell, column) => (cell === '' ? [] : [column]));
  if (filled.length === 0 || [...columns.answers, ...columns.marks.keys()].some((column) => cells[column]))
    return null;
  const [only] = filled.filter((column) => !columns.ids.includes(column));
  if (filled.length > 2 || (filled.length === 2 && only === undefined)) return null;
  // A number and a text are a question without an answer, unless the text reads as a title.
  const title = cells[only ?? filled[0]!]!;
  // A legend in the midst of a sheet heads nothing.
  if (title.length > LONGEST_SECTION || readsAsQuestion(title) || /=.*=/.test(title)) return null;
  if (filled.length === 2 && (only !== columns.question || /[.;]$/.test(title) || title.length > 60))
    return null;
  return oneLine(title);
}

function pairOf(row: Row, reading: Reading, sections: string[], text: string): Pair | null {
  const { question: column, speaker } = reading.columns;
  const question = oneLine(row.cells[column] ?? '');
  const said = /[\p{L}\p{N}]/u.test(question) ? answerIn(row, reading, text) : null;
  return said && { ...said, question, speaker, sections, block: row.block };
}

/** From this share of the rows on the first column is one of questions. */
const MOST = 0.6;
const LEAST_PAIRS = 2;

/** The pairs of a table without names, which has two columns, or a third one of numbers before them. */
function unnamedPairs(rows: Row[], text: string): PairSheet | null {
  const [first] = rows;
  if (!first || rows.length < LEAST_PAIRS) return null;
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const isNumbered =
    width === 3 && rows.every(({ cells }) => /^[\p{L}]{0,3}[\d.\-–\s()]{0,8}$/u.test(cells[0] ?? ''));
  if (width !== 2 && !isNumbered) return null;
  const question = isNumbered ? 1 : 0;
  const columns: PairColumns = {
    question,
    answers: [question + 1],
    answered: true,
    demands: true,
    verdicts: [],
    marks: new Map(),
    asks: true,
    speaker: 'US',
    sections: [],
    ids: isNumbered ? [0] : [],
  };
  const filled = rows.filter(({ cells }) => cells[question] && cells[question + 1]);
  const asking = filled.filter(({ cells }) => readsAsQuestion(cells[question]!));
  if (asking.length < LEAST_PAIRS || asking.length < filled.length * MOST) return null;
  const reading = { columns, codes: new Map() };
  return { from: first.block.position, pairs: rows.flatMap((row) => pairOf(row, reading, [], text) ?? []) };
}

/** Shorter cells are values, such as those of "Minimum requirement": "8 GB". */
const WORDS_OF_A_DEMAND = 4;

/** A table that asks or demands, and answers nowhere: by the names of its columns, or by marks under no name. */
function asking(rows: Row[]): PairSheet | null {
  for (const [at, { cells, block }] of rows.slice(0, MOST_ROWS_ABOVE).entries()) {
    const columns = askingColumns(cells);
    if (!columns) continue;
    const body = rows.slice(at + 1);
    const asked = body.flatMap((row) => row.cells[columns.question] || []);
    const worded = asked.filter(
      (cell) => cell.split(/\s+/).length >= WORDS_OF_A_DEMAND || /[.;]$/.test(cell),
    );
    const isAsking = columns.asks
      ? asked.some(readsAsQuestion)
      : worded.length * 2 >= asked.length || body.some((row) => row.cells.some(isTick));
    return columns.demands && asked.length > 0 && isAsking ? { from: block.position, pairs: [] } : null;
  }
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const marked = Array.from({ length: width }, (_, column) =>
    rows.map(({ cells }) => cells[column] ?? ''),
  ).filter(
    (cells) => cells.some((cell) => cell !== '') && cells.every((cell) => cell === '' || isTick(cell)),
  );
  return marked.length > 0 ? { from: rows[0]!.block.position, pairs: [] } : null;
}

const isTick = (cell: string) => isMark(cell) && !/^(?:1|\p{L}{2,})$/u.test(cell);
