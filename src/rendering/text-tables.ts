/** A piece of a text: running text, or the rows of a table in it. */
export type TextPart = { text: string } | { rows: string[][]; source: string; isMarkdown: boolean };

const MOST_COLUMNS = 30;
/** What stands before the items of a list, which tabs set apart, too. */
const MARK = /^(?:[-*+•]|\(?[a-z0-9]{1,4}[.)])$/i;
const DELIMITER = /^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$/;

/**
 * Finds tables in a text: two or more rows whose cells are set apart by tabs, as readers of documents write them, or by
 * bars. The last cell of a row goes on over lines up to an empty one.
 */
export function partsOfText(text: string): TextPart[] {
  const lines = text.split('\n');
  const parts: TextPart[] = [];
  let plain: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const table = rowsAt(lines, at, '\t') ?? rowsAt(lines, at, '|');
    if (!table) {
      plain.push(lines[at]!);
      at++;
      continue;
    }
    if (plain.length > 0) parts.push({ text: plain.join('\n') });
    plain = [];
    const source = lines.slice(at, table.next);
    const isMarkdown = DELIMITER.test(source[1]!);
    parts.push({ rows: table.rows, source: source.join('\n'), isMarkdown });
    at = table.next;
  }
  if (plain.length > 0) parts.push({ text: plain.join('\n') });
  return parts;
}

function rowsAt(lines: string[], at: number, mark: '\t' | '|'): { rows: string[][]; next: number } | null {
  const columns = cellsOf(lines[at]!, mark).length;
  if (columns < 2 || columns > MOST_COLUMNS || /^\s/.test(lines[at]!)) return null;
  const rows: string[][] = [];
  let next = at;
  while (next < lines.length && lines[next]!.trim() !== '') {
    const line = lines[next]!;
    const cells = cellsOf(line, mark);
    if (cells.length === columns) {
      if (mark === '\t' || !DELIMITER.test(line)) rows.push(cells);
    } else if (mark === '\t' && cells.length < columns) {
      // A cell of several lines.
      const last = rows.at(-1)!;
      const [first, ...rest] = cells as [string, ...string[]];
      if (last.length + rest.length > columns) break;
      last[last.length - 1] += `\n${first}`;
      last.push(...rest);
    } else break;
    next++;
  }
  if (rows.length < 2 || rows.every(([first]) => MARK.test(first!))) return null;
  return { rows, next };
}

function cellsOf(line: string, mark: '\t' | '|'): string[] {
  if (mark === '\t') return line.split('\t').map((cell) => cell.trim());
  const inner = line.trim().replace(/^\||(?<!\\)\|$/g, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** Rows as a table in Markdown, the first one as its header. @param inCell writes what a cell says as Markdown */
export function markdownTable(rows: string[][], inCell: (text: string) => string): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const line = (row: string[]) =>
    `| ${Array.from({ length: columns }, (_, at) => cell(row[at] ?? '', inCell)).join(' | ')} |`;
  const [header, ...rest] = rows as [string[], ...string[][]];
  return [line(header), `|${' --- |'.repeat(columns)}`, ...rest.map(line)].join('\n');
}

const cell = (text: string, inCell: (text: string) => string) =>
  text
    .split('\n')
    .map((line) => inCell(line).replaceAll('|', '\\|'))
    .join('<br>');
