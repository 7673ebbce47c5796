import { labelColumn, rowText, type Table, type TableRow } from './tables.js';
import { importance, type Topic } from './topic.js';
import { type Quote, stemsIn, type Unit } from './units.js';

/** What a table answers: its rows, as quotes, and what the columns are named that were read. */
export interface Rows {
  units: Unit[];
  quotes: Quote[];
  named: Set<string>;
  /** Whether nothing of the table is left out. */
  isWhole: boolean;
}

type RowUnit = Unit & { row: NonNullable<Unit['row']> };

/**
 * Reads a table for a question: of the rows those that its label names best, of their cells those whose column the question
 * names. Where it names no row, the whole table is quoted.
 *
 * @param picked a row that speaks of the question
 * @param units of its passage that may be quoted
 */
export function rowsFor({ said }: Topic, picked: Unit, units: Unit[]): Rows {
  const { table } = picked.row!;
  const rows = units.filter((unit): unit is RowUnit => unit.row?.table === table);
  const labels = rows.map((unit) => shareOf(labelStems(table, unit.row.row), said));
  const best = Math.max(0, ...labels);
  const named = best > 0 ? rows.filter((_, i) => labels[i] === best) : rows;
  const columns = columnsFor(table, said, named);
  const all = (table.header ?? picked.row!.row).cells.map((_, column) => column);
  const isWhole = named.length === rows.length && (columns === null || all.length === 2);
  const read = isWhole ? all : (columns ?? all);
  const names =
    isWhole || picked.row!.row.cells.length > 2 ? namesOf(table, isWhole ? null : read) : new Set<string>();
  const isCell = best > 0 && columns !== null;
  const quotes = runsOf(named).map((run) => ({ ...quoteOf(table, run, read, names, isWhole), isCell }));
  return { units: named, quotes, named: names, isWhole };
}

/** The columns whose name the question has most of; null where it has none of any. */
function columnsFor({ header }: Table, said: Set<string>, rows: RowUnit[]): number[] | null {
  if (header === null) return null;
  const label = labelColumn({ header, rows: [] }, rows[0]!.row.row);
  const ofRows = new Set(rows.flatMap(({ row }) => [...labelStems(row.table, row.row)]));
  const shares = header.cells.map((name, column) => {
    const stems = [...stemsIn(name)].filter(
      (stem) => said.has(stem) && (rows.length > 1 || !ofRows.has(stem)),
    );
    return column === label ? 0 : stems.reduce((sum, stem) => sum + importance(stem), 0);
  });
  const best = Math.max(...shares);
  return best > 0 ? shares.flatMap((share, column) => (share === best ? [column] : [])) : null;
}

/** How much of what is said a label has; of two that have as much, the shorter one is meant. */
function shareOf(stems: Set<string>, said: Set<string>): number {
  const held = [...stems].reduce((sum, stem) => sum + (said.has(stem) ? importance(stem) : 0), 0);
  return held + held / (100 * stems.size);
}

/** "P2" under "Priority" is also said "priority 2". */
export function labelStems(table: Table, row: TableRow): Set<string> {
  const at = labelColumn(table, row);
  const label = row.cells[at]!;
  const [, letter, number] = /^(\p{L})[- ]?(\d+)\b/u.exec(label) ?? [];
  const name = table.header?.cells[at] ?? '';
  const isShort = letter !== undefined && name.toLowerCase().startsWith(letter.toLowerCase());
  return new Set([...stemsIn(label), ...(isShort ? [number!] : [])]);
}

const namesOf = ({ header }: Table, columns: number[] | null): Set<string> =>
  stemsIn(
    (header?.cells ?? []).filter((_, i) => columns === null || i === 0 || columns.includes(i)).join(' '),
  );

/** Rows that follow one another. */
function runsOf(rows: RowUnit[]): RowUnit[][] {
  const runs: RowUnit[][] = [];
  for (const row of rows) {
    const open = runs.at(-1);
    if (open?.at(-1)?.index === row.index - 1) open?.push(row);
    else runs.push([row]);
  }
  return runs;
}

function quoteOf(
  table: Table,
  run: RowUnit[],
  columns: number[],
  names: Set<string>,
  isWhole: boolean,
): Quote {
  const [first, last] = [run[0]!, run.at(-1)!];
  const stems = new Set([...run.flatMap((unit) => [...unit.stems]), ...names]);
  const { header } = table;
  const start = isWhole && header !== null ? header.start : first.start;
  const lines = run.map(({ row }) => rowText(table, row.row, columns));
  const shown = lines.length === 1 ? lines[0]! : lines.map((line) => `- ${line}`).join('\n');
  const also =
    !isWhole && header !== null && names.size > 0 ? { start: header.start, end: header.end } : null;
  return {
    hit: first.hit,
    start,
    end: last.end,
    units: run,
    stems,
    shown: isWhole && isMarkdown(first) ? null : shown,
    also,
  };
}

/** Rows between bars are a table wherever the answer is shown. */
const isMarkdown = ({ text }: Unit) => text.includes('|');
