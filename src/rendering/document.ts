import { Document, Paragraph } from 'docx';
import { legalStrings, oneLine } from './clean.js';
import { renderContents } from './contents.js';
import { type Cover, renderCover } from './cover.js';
import { type Block, renderText } from './markdown/index.js';
import { ListNumbers } from './numbering.js';
import { packDocument } from './package.js';
import { pageSetup } from './page-setup.js';
import { Bookmarks, textRuns } from './runs.js';
import { documentStyles } from './styles.js';
import { type Paper, pageGeometry } from './theme.js';
import type { ContentsEntry } from './types.js';

/** A document that people wrote, or that was drafted for them, as it is printed. */
export interface TextDocument {
  title: string;
  clientName: string | null;
  industry?: string | null;
  vendorName: string;
  /** What it is, for the title page ("Proposal", "RFP response"). */
  kindLabel: string;
  generatedAt: Date;
  markdown: string;
}

// From here on a list of contents helps more than it delays.
const FEWEST_ENTRIES = 4;
const MOST_ENTRIES = 400;
const BOTH_LEVELS = 60;

/**
 * A document as a Word file: title page, contents where it has headings enough, and its text, in the dress of
 * the response. Any text is accepted; comments are not shown, and characters that XML cannot hold are removed.
 */
export async function renderDocument(
  input: TextDocument,
  { paper = 'letter' }: { paper?: Paper } = {},
): Promise<Uint8Array> {
  const doc = legalStrings(input);
  const page = pageGeometry(paper);
  const lists = new ListNumbers();
  const bookmarks = new Bookmarks();
  const { blocks, contents } = renderText(doc.markdown, doc.title, {
    width: page.textWidth,
    lists,
    bookmarks,
  });
  const cover = coverOf(doc);
  const document = new Document({
    title: oneLine(doc.title, 250),
    subject: oneLine(`${doc.kindLabel}: ${doc.clientName ?? ''}`, 250),
    creator: oneLine(doc.vendorName, 250),
    lastModifiedBy: oneLine(doc.vendorName, 250),
    styles: documentStyles(page),
    sections: [
      {
        ...pageSetup(page, cover),
        children: [
          ...renderCover(cover, page.textWidth),
          ...renderListed(contents, page.textWidth),
          new Paragraph({ style: 'Spacer', pageBreakBefore: true }),
          ...blocks,
        ],
      },
    ],
  });
  return packDocument(document, { lists, page, at: doc.generatedAt });
}

/** Its title page. */
export const coverOf = (doc: TextDocument): Cover => ({
  title: doc.title,
  clientName: doc.clientName,
  industry: doc.industry ?? null,
  vendorName: doc.vendorName,
  at: doc.generatedAt,
  kind: doc.kindLabel,
  inResponseTo: null,
});

/** The contents; where there is too much for two levels, or for a list at all, it is said what is left out. */
function renderListed(contents: ContentsEntry[], width: number): Block[] {
  const outer = contents.filter(({ level }) => level === 1);
  const entries = contents.length > BOTH_LEVELS && outer.length >= FEWEST_ENTRIES ? outer : contents;
  if (entries.length < FEWEST_ENTRIES) return [];
  const left = entries.length - MOST_ENTRIES;
  return [
    ...renderContents(entries.slice(0, MOST_ENTRIES), width),
    ...(left > 0 ? [new Paragraph({ style: 'TOC1', children: textRuns(`and ${left} more`) })] : []),
  ];
}
