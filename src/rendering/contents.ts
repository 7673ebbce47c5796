import { InternalHyperlink, LeaderType, Paragraph, SimpleField, Tab, TabStopType, TextRun } from 'docx';
import { oneLine } from './clean.js';
import type { Block } from './markdown/index.js';
import { colors } from './theme.js';
import type { ContentsEntry } from './types.js';

/**
 * The table of contents. Its entries are written out, each a link with a PAGEREF field, so the reader is
 * never asked to update anything. The number that a field shows until an application lays the document out
 * is set by `setPageNumbers`; Word refreshes PAGEREF whenever it prints or exports, LibreOffice on opening.
 */
export function renderContents(entries: ContentsEntry[], width: number): Block[] {
  return [
    new Paragraph({ style: 'ContentsTitle', pageBreakBefore: true, children: [new TextRun('Contents')] }),
    ...entries.map(
      (entry) =>
        new Paragraph({
          style: `TOC${entry.level}`,
          tabStops: [{ type: TabStopType.RIGHT, position: width, leader: LeaderType.DOT }],
          children: [
            new InternalHyperlink({
              anchor: entry.anchor,
              children: [
                new TextRun({ text: oneLine(entry.title, 70) }),
                ...(entry.note
                  ? [new TextRun({ text: `   ${entry.note}`, size: 16, color: colors.quiet })]
                  : []),
                new TextRun({ children: [new Tab()] }),
                new SimpleField(`PAGEREF ${entry.anchor} \\h`, '0'),
              ],
            }),
          ],
        }),
    ),
  ];
}

/** Sets what the PAGEREF fields of a document show before they are laid out: bookmark -> page from 1. */
export function setPageNumbers(documentXml: string, pages: ReadonlyMap<string, number>): string {
  return documentXml.replace(
    /(<w:fldSimple w:instr="PAGEREF (\w+) \\h">.*?<w:t[^>]*>)0(<\/w:t>)/g,
    (_, before: string, anchor: string, after: string) => `${before}${pages.get(anchor) ?? 1}${after}`,
  );
}
