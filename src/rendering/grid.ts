import {
  BorderStyle,
  type IParagraphOptions,
  Paragraph,
  type ParagraphChild,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  WidthType,
} from 'docx';
import { colors } from './theme.js';

export interface GridCell {
  children: ParagraphChild[];
  /** Characters in it, from which the widths of the columns are found. */
  length: number;
  alignment?: IParagraphOptions['alignment'];
}

interface GridShape {
  /** Twips from the left margin. */
  indent: number;
  /** Twips. */
  width: number;
  /** Share of the width for each column, in place of finding it from the contents. */
  shares?: number[];
}

const line = { style: BorderStyle.SINGLE, size: 4, color: colors.line };
const borders = {
  top: line,
  bottom: line,
  left: line,
  right: line,
  insideHorizontal: line,
  insideVertical: line,
};

/** A table whose first row is its header, repeated on each page. */
export function gridTable(rows: GridCell[][], { indent, width, shares }: GridShape): Table {
  const widths = columnWidths(shares ?? contentShares(rows), width);
  return new Table({
    width: { size: width, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders,
    margins: { top: 30, bottom: 30, left: 100, right: 100 },
    ...(indent > 0 ? { indent: { size: indent, type: WidthType.DXA } } : {}),
    rows: rows.map((cells, index) => gridRow(cells, widths, index === 0)),
  });
}

/** Word merges tables that touch; this stands between a table and what follows. */
export const spacer = () => new Paragraph({ style: 'Spacer' });

function gridRow(cells: GridCell[], widths: number[], isHeader: boolean): TableRow {
  return new TableRow({
    ...(isHeader ? { tableHeader: true } : {}),
    // A row with a long text must be allowed to break, or it leaves a blank page behind.
    ...(cells.every((cell) => cell.length < 600) ? { cantSplit: true } : {}),
    children: cells.map(
      (cell, column) =>
        new TableCell({
          width: { size: widths[column]!, type: WidthType.DXA },
          ...(isHeader ? { shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'E6ECF2' } } : {}),
          children: [
            new Paragraph({
              style: 'TableText',
              children: cell.children,
              ...(isHeader ? { keepNext: true } : {}),
              ...(cell.alignment ? { alignment: cell.alignment } : {}),
            }),
          ],
        }),
    ),
  });
}

/** Columns share the width by the length of their texts, damped so that a short column stays readable. */
function contentShares(rows: GridCell[][]): number[] {
  return (rows[0] ?? []).map((_, column) => {
    const longest = rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0);
    return Math.sqrt(Math.min(Math.max(longest, 6), 400));
  });
}

function columnWidths(shares: number[], width: number): number[] {
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => Math.max(Math.floor((width * share) / sum), 1));
}
