import { NOT_TEXT } from './content-controls.js';
import { around, below, childOf, type Node, type PartText } from './part-tree.js';
import type { FormSubAnswer, FormTable, FormTableCell } from './types.js';

export interface FoundCell extends FormTableCell {
  node: Node;
  /** Why text cannot be put into it. */
  refusal: { code: 'MERGED' | 'RICH_VALUE'; reason: string } | null;
  labels: Map<string, { paragraph: Node; offset: number; answer: FormSubAnswer }>;
}

const TABLES = new Set(['tbl']);

/** The tables of a body in the order in which they begin, with the cells of each row. */
export function findTables(root: Node, text: PartText): FoundCell[][][] {
  return [...below(root, 'tbl')].map((table, t) =>
    [...below(table, 'tr', TABLES)].map((row, r) => {
      let column = 1;
      return [...below(row, 'tc', TABLES)].map((node, c) => {
        const cell = describeCell(node, `cell:t${t + 1}r${r + 1}c${c + 1}`, column, text);
        column += cell.span;
        return cell;
      });
    }),
  );
}

export const asTables = (tables: FoundCell[][][]): FormTable[] =>
  tables.map((rows) => ({
    rows: rows.map((cells) =>
      cells.map(({ node: _node, refusal: _refusal, labels: _labels, ...cell }) => cell),
    ),
  }));

function describeCell(node: Node, place: string, column: number, text: PartText): FoundCell {
  const properties = childOf(node, 'tcPr');
  const merge = childOf(properties, 'vMerge');
  const continues = merge !== null && (text.attribute(merge, 'val') ?? 'continue') === 'continue';
  const has = (name: string) => !below(node, name).next().done;
  const refusal = continues
    ? { code: 'MERGED' as const, reason: 'The cell continues the one above it.' }
    : has('tbl') || has('sdt') || NOT_TEXT.some(has)
      ? {
          code: 'RICH_VALUE' as const,
          reason: 'The cell holds a table, a control or a picture, which a text would replace.',
        }
      : null;
  const span = Math.min(63, Math.max(1, Number(text.valOf(properties, 'gridSpan')) || 1));
  const labels: FoundCell['labels'] = new Map();
  if (!refusal)
    for (const [i, paragraph] of paragraphsOf(node).entries()) {
      const label = labelOf(text.shown(paragraph));
      if (!label) continue;
      const answer = { place: `${place}p${i + 1}`, label: label.label, value: label.value };
      labels.set(answer.place, { paragraph, offset: label.offset, answer });
    }
  return {
    place,
    text: text.shown(node).replace(/^\n+/, ''),
    column,
    span,
    writable: refusal === null,
    answers: [...labels.values()].map(({ answer }) => answer),
    node,
    refusal,
    labels,
  };
}

export const paragraphsOf = (cell: Node): Node[] => cell.children.filter(({ name }) => name === 'p');

/** The place of the cell that a node stands in, among cells by their nodes. */
export function cellAround(node: Node, cells: ReadonlyMap<Node, string>): string | null {
  const cell = around(node, 'tc');
  return cell ? (cells.get(cell) ?? null) : null;
}

const LONGEST_LABEL = 80;

/** "Name: ____" as its label, where the answer begins, and what is entered; null where the text is none. */
export function labelOf(line: string): { label: string; offset: number; value: string } | null {
  const match = /^([^:\n]*[\p{L}\p{N})][^:\n]{0,3}):(?=\s|_|$)/u.exec(line);
  if (!match || match[1]!.length > LONGEST_LABEL) return null;
  const offset = match[0].length;
  const value = line
    .slice(offset)
    .replace(/[_\u2026.]{3,}/g, ' ')
    .trim();
  return { label: match[1]!.trim(), offset, value };
}
