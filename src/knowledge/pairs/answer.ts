import type { Span } from '../../formats/index.js';
import type { PairColumns } from './columns.js';
import { givenIn } from './given.js';
import { familyOf, type Legend } from './legend.js';
import type { Row } from './rows.js';
import { isMark, markedColumn } from './verdict.js';

const CODE = /^[\p{L}\d]{1,3}$/u;
/** "Yes.", "Not compliant", "Partially, see below": what stands before its remark as a sentence of its own. */
const SHORT = 60;

/** Rows by which codes are recognised. */
const SAMPLE = 500;

/** How the answers of one table are read. */
export interface Reading {
  columns: PairColumns;
  /** Columns of codes, with what each code stands for. */
  codes: ReadonlyMap<number, Legend>;
}

/** Finds which columns hold codes, and what they stand for: by the document's legend, or because everybody knows. */
export function readingOf(columns: PairColumns, rows: readonly Row[], legend: Legend): Reading {
  const sample = rows.slice(0, SAMPLE);
  const width = Math.max(0, ...sample.map(({ cells }) => cells.length));
  const known = new Set([columns.question, ...columns.ids, ...columns.marks.keys()]);
  const codes = new Map<number, Legend>();
  for (let column = 0; column < width; column++) {
    if (known.has(column)) continue;
    const values = sample.map(({ cells }) => cells[column] ?? '').filter((cell) => cell !== '');
    const short = values.filter((cell) => CODE.test(cell));
    // A legend in the table itself, or a title, may stand in the column too.
    if (short.length === 0 || short.length < values.length * 0.7) continue;
    if (short.every((code) => legend.has(code.toUpperCase()))) codes.set(column, legend);
    else if (columns.answers.includes(column)) {
      const family = familyOf(short, columns.verdicts.includes(column));
      if (family) codes.set(column, family);
    }
  }
  return { columns, codes };
}

/**
 * What a row answers: its verdict first, then its answer and remarks in the order of the sheet.
 * @returns null where nothing is answered, or a verdict cannot be read
 */
export function answerIn(
  row: Row,
  { columns, codes }: Reading,
  text: string,
): (Span & { answer: string }) | null {
  const parts: (Span & { part: string })[] = [];
  if (columns.marks.size > 0) {
    const column = markedColumn(row.cells, [...columns.marks.keys()]);
    if (column === null) return null;
    parts.push({ ...row.spans[column]!, part: columns.marks.get(column)! });
  }
  const isVerdict = (column: number) => codes.has(column) || columns.verdicts.includes(column);
  const others = [...new Set([...columns.answers, ...codes.keys()])];
  others.sort((a, b) => Number(isVerdict(b)) - Number(isVerdict(a)) || a - b);
  for (const column of others) {
    const cell = row.cells[column] ?? '';
    const code = codes.get(column)?.get(cell.toUpperCase());
    // Without its verdict a row must not be read by its remarks.
    if (code === undefined && isUnread(cell, columns.asks && !codes.has(column))) return null;
    const given = code ?? givenIn(cell);
    if (given !== null) parts.push({ ...row.spans[column]!, part: given });
  }
  if (parts.length === 0) return null;
  const start = Math.min(...parts.map((part) => part.start));
  const end = Math.max(...parts.map((part) => part.end));
  return {
    answer: verbatim(parts, text) ?? together([...new Set(parts.map(({ part }) => part))]),
    start,
    end,
  };
}

/** A mark, or a code that nothing explains. A number alone answers a question, and no requirement. */
function isUnread(cell: string, mayCount: boolean): boolean {
  if (/^\d+$/.test(cell)) return !mayCount;
  if (/^\p{L}{1,2}$/u.test(cell)) return !/^(?:no|na|ja|si|sí|sì|ok)$/i.test(cell);
  return isMark(cell) && !/\p{L}{2}/u.test(cell);
}

/** One cell is quoted as it stands. */
const verbatim = (parts: readonly (Span & { part: string })[], text: string): string | null => {
  const [only] = parts;
  return parts.length === 1 && text.slice(only!.start, only!.end).trim() === only!.part ? only!.part : null;
};

/** "No" and "Cloud only." are "No. Cloud only."; longer texts stand one a line. */
function together(parts: readonly string[]): string {
  return parts.reduce((before, part) => {
    const isShort = before.length <= SHORT && !before.includes('\n');
    if (!isShort) return `${before}\n${part}`;
    return /[.!?:;,]["”’)]?$/.test(before) ? `${before} ${part}` : `${before}. ${part}`;
  });
}
