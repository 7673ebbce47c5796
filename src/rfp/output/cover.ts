import {
  BorderStyle,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { oneLine } from './clean.js';
import type { Block } from './markdown/index.js';
import { textRuns } from './runs.js';
import { colors, leading } from './theme.js';
import type { ResponseDocument } from './types.js';

const LABEL_WIDTH = 2_300;
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const hairline = { style: BorderStyle.SINGLE, size: 4, color: colors.line };

export const responseTitle = 'Response to Request for Proposals';

/** The title page: what this is, for whom, by whom, when, and under which reference. */
export function renderCover(doc: ResponseDocument, width: number): Block[] {
  const facts: [string, string | null][] = [
    ['Prepared for', doc.clientName],
    ['Sector', doc.industry],
    ['Prepared by', doc.vendorName],
    ['Date', longDate(doc.generatedAt)],
    ['In response to', doc.sourceFilename],
    ['Reference', doc.workflowId],
  ];
  return [
    new Paragraph({
      spacing: { before: 2_600, after: 260, ...leading(240) },
      border: { top: { style: BorderStyle.SINGLE, size: 36, space: 22, color: colors.accent } },
      children: [
        new TextRun({ text: oneLine(doc.vendorName, 120), size: 22, bold: true, color: colors.quiet }),
      ],
    }),
    new Paragraph({ style: 'Title', children: textRuns(responseTitle) }),
    new Paragraph({ style: 'CoverClient', children: textRuns(oneLine(doc.clientName, 200)) }),
    new Table({
      width: { size: width, type: WidthType.DXA },
      columnWidths: [LABEL_WIDTH, width - LABEL_WIDTH],
      layout: TableLayoutType.FIXED,
      borders: {
        top: hairline,
        bottom: hairline,
        left: none,
        right: none,
        insideHorizontal: hairline,
        insideVertical: none,
      },
      margins: { top: 70, bottom: 70, left: 0, right: 100 },
      rows: facts.flatMap(([label, value]) => (value ? [factRow(label, value, width)] : [])),
    }),
    new Paragraph({}),
  ];
}

function factRow(label: string, value: string, width: number): TableRow {
  const cell = (text: string, size: number, bold: boolean) =>
    new TableCell({
      width: { size, type: WidthType.DXA },
      children: [
        new Paragraph({
          style: 'TableText',
          children: textRuns(oneLine(text, 200), { bold, ...(bold ? { color: colors.quiet } : {}) }),
        }),
      ],
    });
  return new TableRow({
    cantSplit: true,
    children: [cell(label, LABEL_WIDTH, true), cell(value, width - LABEL_WIDTH, false)],
  });
}

/** "November 20, 2026", in UTC. */
export function longDate(at: Date): string {
  return at.toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' });
}
