import {
  labelColumn,
  type Quote,
  rowText,
  stemsIn,
  type Table,
  type TableRow,
  type Unit,
} from '../../../grounding/index.js';
import { importance, type Topic } from './topic.js';

/** What a table answers: its rows, as quotes, and what the columns are named that were read. */
export interface Rows {
  units: Unit[];
  quotes: Quote[];
  named: Set<string>;
  /** Whether nothing of the table is left out. */
  isWhole: boolean;
}

export type RowUnit = Unit & { row: NonNullable<Unit['row']> };

/**
 * Reads a table for a question: of the rows those that its label names best, of their cells those whose column the question
 * names. Where it names no row, the whole table is quoted.
 *
 * @param picked a row that speaks of the question
 * @param units of its passage that may be quoted
 */
export function rowsFor(topic: Topic, picked: Unit, units: Unit[]): Rows {
  const { said } = topic;
  const { table } = picked.row!;
  const ofTable = units.filter((unit): unit is RowUnit => unit.row?.table === table);
  const rows = ofTable.filter(({ row }) => hasCode(topic, row) ?? true);
  const labels = rows.map((unit) => shareOf(labelStems(table, unit.row.row), said));
  const best = Math.max(0, ...labels);
  const isCoded = rows.length > 0 && rows.length < ofTable.length;
  const named = best > 0 ? rows.filter((_, i) => labels[i] === best) : rows;
  const columns = named.length > 0 ? columnsFor(table, said, named) : null;
  const all = (table.header ?? picked.row!.row).cells.map((_, column) => column);
  const isWhole = named.length === ofTable.length && (columns === null || all.length === 2);
  const read = isWhole ? all : (columns ?? all);
  const names =
    isWhole || picked.row!.row.cells.length > 2 ? namesOf(table, isWhole ? null : read) : new Set<string>();
  const isCell = (best > 0 || isCoded) && columns !== null;
  const isNamed = isCell && named.every((unit) => isNamedCell(topic, unit));
  const quotes = runsOf(named).map((run) => ({
    ...quoteOf(table, run, read, names, isWhole),
    isCell,
    isNamed,
  }));
  return { units: named, quotes, named: names, isWhole };
}

/** Whether the question has all that a row's label says, and all that the column says which it asks for. */
export function isNamedCell(topic: Topic, { row }: Pick<RowUnit, 'row'>): boolean {
  const { said } = topic;
  const label = stemsIn(row.row.cells[labelColumn(row.table, row.row)]!);
  const columns = columnsFor(row.table, said, [{ row }]);
  const names = (columns ?? []).map((column) => stemsIn(row.table.header!.cells[column]!));
  const isSaid = (stems: Set<string>) => stems.size > 0 && [...stems].every((stem) => said.has(stem));
  const isRow = hasCode(topic, row) ?? isSaid(label);
  return isRow && names.length === 1 && isSaid(names[0]!);
}

/** What a label that counts or grades begins with: "A (vehicle immobile)", "P2", "Tier 3". */
const CODE = /^(?:\p{L}?(\d+)|(?:(\p{L}+)[- ])?(\d+|\p{Lu}))(?![\p{L}\d])/u;
/** A word and what it counts: "class A", "priority 2". */
const CODED = /(\p{L}+)[ #-]+\p{L}?(\d+|\p{Lu})(?![\p{L}\d])/gu;

export const codeOf = (label: string): string | null => {
  const [, number, , code] = CODE.exec(label) ?? [];
  return number ?? code ?? null;
};

/** Whether a row has the code that a question names by the name of its column; null where it names none. */
function hasCode({ text, said }: Topic, { table, row }: RowUnit['row']): boolean | null {
  const at = labelColumn(table, row);
  const label = row.cells[at]!;
  const code = codeOf(label);
  if (code === null) return null;
  const names = stemsIn(`${table.header?.cells[at] ?? ''} ${CODE.exec(label)?.[2] ?? ''}`);
  const asked = [...text.matchAll(CODED)].filter(([, word]) =>
    [...stemsIn(word!)].some((stem) => names.has(stem)),
  );
  // "P2 incidents" names it without its column.
  const isShort = /^\p{L}\d/u.test(label) && [...stemsIn(label)].some((stem) => said.has(stem));
  return asked.length === 0 && !isShort ? null : isShort || asked.some(([, , named]) => named === code);
}

/** What a row is about, and its cells that a question asks for; all of them where it names no column. */
export function askedIn(
  said: Set<string>,
  { row }: Pick<RowUnit, 'row'>,
): { label: string; cells: string[] } {
  const at = labelColumn(row.table, row.row);
  const columns = columnsFor(row.table, said, [{ row }]);
  const cells = row.row.cells.filter((_, column) => column !== at && (columns?.includes(column) ?? true));
  return { label: row.row.cells[at]!, cells };
}

/** The columns whose name the question has most of; null where it has none of any. */
function columnsFor({ header }: Table, said: Set<string>, rows: Pick<RowUnit, 'row'>[]): number[] | null {
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
