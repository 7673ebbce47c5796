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

const LABEL_WIDTH = 2_300;
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const hairline = { style: BorderStyle.SINGLE, size: 4, color: colors.line };

export const responseTitle = 'Response to Request for Proposals';

/** What the title page and the running heads say. */
export interface Cover {
  title: string;
  clientName: string | null;
  industry: string | null;
  vendorName: string;
  at: Date;
  /** What it is ("Proposal"), where the title does not say so. */
  kind: string | null;
  /** Name of the document that it responds to. */
  inResponseTo: string | null;
}

/** What the title page says in lines of label and value, without those that have none. */
export function factsOf(cover: Cover): [string, string][] {
  const facts: [string, string | null][] = [
    ['Prepared for', cover.clientName],
    ['Sector', cover.industry],
    ['Prepared by', cover.vendorName],
    ['Date', longDate(cover.at)],
    ['Document', cover.kind],
    ['In response to', cover.inResponseTo],
  ];
  return facts.flatMap(([label, value]) => (value ? [[label, value]] : []));
}

/** The client below the title; empty where the title names it. */
export const clientLine = ({ title, clientName }: Cover): string =>
  clientName && !title.toLowerCase().includes(clientName.trim().toLowerCase())
    ? oneLine(clientName, 200)
    : '';

/** The title page: what this is, for whom, by whom, and when. */
export function renderCover(cover: Cover, width: number): Block[] {
  const client = clientLine(cover);
  return [
    new Paragraph({
      spacing: { before: 2_600, after: 260, ...leading(240) },
      border: { top: { style: BorderStyle.SINGLE, size: 36, space: 22, color: colors.accent } },
      children: [
        new TextRun({ text: oneLine(cover.vendorName, 120), size: 22, bold: true, color: colors.quiet }),
      ],
    }),
    new Paragraph({
      style: 'Title',
      // As far from the table as the client's line is.
      ...(client ? {} : { spacing: { after: 480 } }),
      children: textRuns(oneLine(cover.title, 200)),
    }),
    ...(client ? [new Paragraph({ style: 'CoverClient', children: textRuns(client) })] : []),
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
      rows: factsOf(cover).map(([label, value]) => factRow(label, value, width)),
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
