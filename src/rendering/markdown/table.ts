import { AlignmentType, Paragraph } from 'docx';
import type { Tokens } from 'marked';
import { gridTable, spacer } from '../grid.js';
import { textRuns } from '../runs.js';
import type { Block, Surroundings } from './blocks.js';
import { inlineRuns } from './inline.js';

// Word opens no table with more columns than this.
const MAX_COLUMNS = 63;
const alignments = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT };

/** A Markdown table as a Word table; one too wide for Word stands as its source text. */
export function renderTable(table: Tokens.Table, place: Surroundings): Block[] {
  if (table.header.length > MAX_COLUMNS) {
    return [new Paragraph({ style: 'CodeBlock', children: textRuns(table.raw.trimEnd()) })];
  }
  const rows = [table.header, ...table.rows];
  const cells = rows.map((row, index) =>
    row.map((cell) => ({
      length: cell.text.length,
      children: inlineRuns(cell.tokens, index === 0 ? { bold: true } : {}),
      ...(cell.align ? { alignment: alignments[cell.align] } : {}),
    })),
  );
  return [
    gridTable(cells, { indent: place.indent, width: Math.round(place.width - place.indent) }),
    spacer(),
  ];
}
