import { Document, HeadingLevel, Paragraph } from 'docx';
import { type Press, renderItem } from './answer.js';
import { legalStrings, oneLine } from './clean.js';
import { nameForClient } from './client-names.js';
import { renderContents } from './contents.js';
import { type Cover, renderCover, responseTitle } from './cover.js';
import type { Block } from './markdown/index.js';
import { ListNumbers } from './numbering.js';
import { renderOpenPoints } from './open-points.js';
import { packDocument } from './package.js';
import { pageSetup } from './page-setup.js';
import { Bookmarks, openPointsAnchor, sectionAnchor, textRuns } from './runs.js';
import { isOpen } from './status.js';
import { responseStyles } from './styles.js';
import { type Paper, pageGeometry } from './theme.js';
import type { ContentsEntry, ResponseDocument, ResponseSection } from './types.js';

/**
 * The response as a Word document: title page, contents, one Heading 1 a section, one Heading 2 a question
 * with its answer and sources, and the open points. Sections without items are left out. Any text is accepted;
 * characters that XML cannot hold are removed.
 */
export async function renderResponse(
  response: ResponseDocument,
  { paper = 'letter' }: { paper?: Paper } = {},
): Promise<Buffer> {
  const doc = legalStrings(response);
  const sections = doc.sections.filter((section) => section.items.length > 0);
  const cover = coverOf(doc);
  const page = pageGeometry(paper);
  const press: Press = { width: page.textWidth, lists: new ListNumbers(), bookmarks: new Bookmarks() };

  const children = [
    ...renderCover(cover, page.textWidth),
    ...renderContents(contentsOf(sections), page.textWidth),
    ...sections.flatMap((section, index) =>
      renderSection(section, { index, newPage: index === 0 || spacious(sections) }, press),
    ),
    ...renderOpenPoints({ ...doc, sections }, press),
  ];
  const document = new Document({
    title: oneLine(`${responseTitle}: ${doc.clientName}`, 250),
    subject: oneLine(nameForClient(doc.sourceFilename), 250),
    creator: oneLine(doc.vendorName, 250),
    lastModifiedBy: oneLine(doc.vendorName, 250),
    styles: responseStyles(page),
    sections: [{ ...pageSetup(page, cover), children }],
  });
  return packDocument(document, { lists: press.lists, page, at: doc.generatedAt });
}

/** Whether sections are long enough to begin a page each; many short ones would leave it mostly blank. */
function spacious(sections: ResponseSection[]): boolean {
  const items = sections.reduce((count, section) => count + section.items.length, 0);
  return items / sections.length >= 4;
}

function renderSection(
  section: ResponseSection,
  { index, newPage }: { index: number; newPage: boolean },
  press: Press,
): Block[] {
  const heading = new Paragraph({
    heading: HeadingLevel.HEADING_1,
    ...(newPage ? { pageBreakBefore: true } : { spacing: { before: 560 } }),
    children: press.bookmarks.around(sectionAnchor(index), textRuns(titleOf(section))),
  });
  return [heading, ...section.items.flatMap((item) => renderItem(item, press))];
}

function contentsOf(sections: ResponseSection[]): ContentsEntry[] {
  const open = sections.flatMap((section) => section.items).filter(isOpen).length;
  return [
    ...sections.map((section, index) => ({
      title: titleOf(section),
      level: 1 as const,
      note: itemRange(section),
      anchor: sectionAnchor(index),
    })),
    {
      title: 'Open points',
      level: 1,
      note: open === 0 ? 'none' : `${open} to complete`,
      anchor: openPointsAnchor,
    },
  ];
}

/** "items 4 to 9": readers look an item up by its number as often as by its section. */
function itemRange({ items }: ResponseSection): string {
  const first = items[0]!.position;
  const last = items.at(-1)!.position;
  return first === last ? `item ${first}` : `items ${first} to ${last}`;
}

const titleOf = ({ title }: ResponseSection) => oneLine(title ?? '', 200) || 'General';

const coverOf = (doc: ResponseDocument): Cover => ({
  title: responseTitle,
  clientName: doc.clientName,
  industry: doc.industry,
  vendorName: doc.vendorName,
  at: doc.generatedAt,
  kind: null,
  inResponseTo: nameForClient(doc.sourceFilename) || null,
});
