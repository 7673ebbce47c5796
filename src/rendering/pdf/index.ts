import type { MarkedToken } from 'marked';
import pdfmake from 'pdfmake';
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { legalStrings, oneLine } from '../clean.js';
import { type Cover, clientLine, factsOf } from '../cover.js';
import { coverOf, type TextDocument } from '../document.js';
import { withoutTitle } from '../markdown/index.js';
import { parseMarkdown } from '../markdown/parse.js';
import { colors, type Paper } from '../theme.js';
import { renderBlocks } from './blocks.js';
import { fonts } from './fonts.js';
import { Glyphs } from './glyphs.js';
import { PdfHeadings } from './headings.js';
import { textRuns } from './inline.js';

const MARGINS = { left: 65, right: 65, top: 75, bottom: 65 };
const widths: Record<Paper, number> = { letter: 612, a4: 595.28 };
const FEWEST_ENTRIES = 4;
const BOTH_LEVELS = 60;
const MOST_ENTRIES = 400;

/**
 * A document as a PDF: title page, contents where it has headings enough, and its text, with bookmarks. Fonts are
 * embedded; nothing is fetched. What they cannot print is said on the title page.
 */
export async function renderPdf(
  input: TextDocument,
  { paper = 'letter' }: { paper?: Paper } = {},
): Promise<Uint8Array> {
  const doc = legalStrings(input);
  const cover = coverOf(doc);
  const glyphs = new Glyphs();
  const tokens = withoutTitle(parseMarkdown(doc.markdown), doc.title);
  const depths = (tokens as MarkedToken[]).flatMap((token) =>
    token.type === 'heading' ? [token.depth] : [],
  );
  const headings = new PdfHeadings(depths.reduce((top, depth) => Math.min(top, depth), 6));
  const width = widths[paper] - MARGINS.left - MARGINS.right;
  const blocks = renderBlocks(tokens, { width, depth: 0, look: {}, glyphs, headings });
  const contents = contentsOf(headings);
  const front = titlePage(cover, glyphs);
  const notes = glyphs.notes().map(
    (text): Content => ({
      text: textRuns(text, glyphs),
      fontSize: 9,
      color: `#${colors.warning}`,
      margin: [0, 14, 0, 0],
    }),
  );
  const definition: TDocumentDefinitions = {
    content: [...front, ...notes, ...contents, { text: '', pageBreak: 'before' }, ...blocks],
    pageSize: paper === 'letter' ? 'LETTER' : 'A4',
    pageMargins: [MARGINS.left, MARGINS.top, MARGINS.right, MARGINS.bottom],
    defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.25, color: `#${colors.ink}` },
    header: (page) => (page === 1 ? null : head(cover, glyphs)),
    footer: (page, pages) => (page === 1 ? null : foot(cover, page, pages, glyphs)),
    info: {
      title: oneLine(doc.title, 250),
      author: oneLine(doc.vendorName, 250),
      subject: oneLine(`${doc.kindLabel}: ${doc.clientName ?? ''}`, 250),
      creator: 'Bidwright',
      creationDate: doc.generatedAt,
    },
    language: 'en-US',
    displayTitle: true,
  };
  pdfmake.setFonts(fonts);
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => fontFiles.has(path));
  return pdfmake.createPdf(definition).getBuffer();
}

const fontFiles = new Set(Object.values(fonts).flatMap((family) => Object.values(family)));

function contentsOf({ counts }: PdfHeadings): Content[] {
  const both = counts.all <= BOTH_LEVELS || counts.outer < FEWEST_ENTRIES;
  const count = both ? counts.all : counts.outer;
  if (count < FEWEST_ENTRIES || count > MOST_ENTRIES) return [];
  const title = { text: 'Contents', fontSize: 17, bold: true, color: `#${colors.brand}` };
  return [
    {
      toc: { id: both ? 'all' : 'outer', title: { ...title, margin: [0, 0, 0, 10] } },
      pageBreak: 'before',
    },
  ];
}

function titlePage(cover: Cover, glyphs: Glyphs): Content[] {
  const line = (y: number) => ({
    type: 'line' as const,
    x1: 0,
    x2: 482,
    y1: y,
    y2: y,
    lineWidth: 3,
    lineColor: `#${colors.accent}`,
  });
  const show = (text: string) => textRuns(oneLine(text, 200), glyphs);
  return [
    { canvas: [line(0)], margin: [0, 120, 0, 22] },
    {
      text: show(cover.vendorName),
      fontSize: 11,
      bold: true,
      color: `#${colors.quiet}`,
      margin: [0, 0, 0, 12],
    },
    { text: show(cover.title), fontSize: 28, bold: true, lineHeight: 1.1, color: `#${colors.brand}` },
    { text: show(clientLine(cover)), fontSize: 17, color: `#${colors.accent}`, margin: [0, 6, 0, 24] },
    {
      table: {
        widths: [110, '*'],
        body: factsOf(cover).map(([label, value]) => [
          { text: label, bold: true, color: `#${colors.quiet}`, fontSize: 9 },
          { text: show(value), fontSize: 9 },
        ]),
      },
      layout: {
        hLineWidth: () => 0.5,
        vLineWidth: () => 0,
        hLineColor: () => `#${colors.line}`,
        paddingLeft: () => 0,
        paddingTop: () => 4,
        paddingBottom: () => 4,
      },
    },
  ];
}

const head = ({ clientName, title }: Cover, glyphs: Glyphs): Content => ({
  stack: [
    {
      columns: [
        { text: textRuns(oneLine(clientName ?? '', 50), glyphs) },
        { text: textRuns(oneLine(title, 60), glyphs), alignment: 'right' },
      ],
    },
    {
      canvas: [{ type: 'line', x1: 0, x2: 482, y1: 3, y2: 3, lineWidth: 0.5, lineColor: `#${colors.line}` }],
    },
  ],
  fontSize: 8,
  color: `#${colors.quiet}`,
  margin: [MARGINS.left, 36, MARGINS.right, 0],
});

const foot = ({ vendorName }: Cover, page: number, pages: number, glyphs: Glyphs): Content => ({
  columns: [
    { text: textRuns(oneLine(vendorName, 50), glyphs), width: '*' },
    { text: `Page ${page} of ${pages}`, alignment: 'right', width: 100 },
  ],
  fontSize: 8,
  color: `#${colors.quiet}`,
  margin: [MARGINS.left, 24, MARGINS.right, 0],
});
