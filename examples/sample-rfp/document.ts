import {
  AlignmentType,
  BookmarkEnd,
  BookmarkStart,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  LevelFormat,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableOfContents,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Part } from './clauses.js';
import { buyer, issued, issuedOn, reference, title } from './text.js';

const WIDTH = 9_360;
const NAVY = '223A5E';
const RULE = { style: BorderStyle.SINGLE, size: 4, color: '9AA5B1' };
const auto = (line: number) => ({ line, lineRule: LineRuleType.AUTO });

// Pages of the first-level headings in the PDF; the contents show them until Word updates the field.
const contentsPages = [3, 3, 4, 5, 6, 6, 7, 7, 7, 8, 9, 9];

// The forms and the questionnaire begin a page each, so that they can be handed to different departments.
const onNewPage = new Set([1, 4, 5, 10, 11]);

/** The request as a Word document. The same bytes for the same parts. */
export async function buildDocument(parts: Part[]): Promise<Uint8Array> {
  const headings = parts.flatMap((part) => (part.type === 'heading' && part.level === 1 ? [part.text] : []));
  let heading = 0;
  const body = parts.flatMap((part) => {
    const first = part.type === 'heading' && part.level === 1;
    if (first) heading += 1;
    return renderPart(part, first ? heading : 0);
  });
  const document = new Document({
    title: `${reference}: ${title}`,
    creator: buyer,
    styles,
    numbering: { config: [{ reference: 'clauses', levels: clauseLevels }] },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: 12_240, height: 15_840 },
            margin: { top: 1_440, bottom: 1_300, left: 1_440, right: 1_440 },
          },
        },
        headers: { default: header(), first: new Header({ children: [new Paragraph({})] }) },
        footers: { default: footer(), first: new Footer({ children: [new Paragraph({})] }) },
        children: [...cover(), ...contents(headings), ...body],
      },
    ],
  });
  return fixed(await Packer.toBuffer(document));
}

const styles = {
  default: {
    document: {
      run: { font: 'Arial', size: 21, color: '222222' },
      paragraph: { spacing: { after: 110, ...auto(269) } },
    },
    heading1: {
      run: { size: 30, bold: true, color: NAVY },
      paragraph: { spacing: { before: 380, after: 140 }, keepNext: true },
    },
    heading2: {
      run: { size: 23, bold: true, color: NAVY },
      paragraph: { spacing: { before: 220, after: 90 }, keepNext: true },
    },
  },
  paragraphStyles: [
    { id: 'TOC1', name: 'toc 1', run: { size: 21 }, paragraph: { spacing: { after: 90 } } },
    { id: 'Running', name: 'Running', run: { size: 16, color: '666666' } },
    { id: 'Clause', name: 'Clause', quickFormat: true },
    {
      id: 'Cell',
      name: 'Cell',
      run: { size: 19 },
      paragraph: { spacing: { before: 40, after: 40, ...auto(247) } },
    },
  ],
};

const level = (
  number: number,
  text: string,
  left: number,
  hanging: number,
  format: (typeof LevelFormat)[keyof typeof LevelFormat] = LevelFormat.DECIMAL,
) => ({
  level: number,
  format,
  text,
  alignment: AlignmentType.LEFT,
  style: { paragraph: { indent: { left, hanging } } },
});

const clauseLevels = [
  level(0, '%1', 720, 720),
  level(1, '%1.%2', 720, 720),
  level(2, '%1.%2.%3', 720, 720),
  level(3, '(%4)', 1_200, 480, LevelFormat.LOWER_LETTER),
];

function cover() {
  const line = (text: string, size: number, bold: boolean, before: number) =>
    new Paragraph({
      spacing: { before, after: 120 },
      children: [new TextRun({ text, size, bold, color: NAVY })],
    });
  return [
    line(buyer, 28, true, 2_400),
    line('Request for Proposals', 52, true, 900),
    line(title, 40, false, 60),
    line(reference, 24, true, 900),
    line(`Issued ${issued}`, 22, false, 0),
    line('Proposals due January 15, 2027, 2:00 p.m. Central Time', 22, false, 0),
    new Paragraph({
      spacing: { before: 3_000 },
      children: [
        new TextRun({
          text: 'Procurement Services, 400 Harbor Street, Northwind, MN 55999',
          size: 18,
          color: '555555',
        }),
      ],
    }),
  ];
}

function contents(headings: string[]) {
  return [
    new Paragraph({
      pageBreakBefore: true,
      spacing: { after: 200 },
      children: [new TextRun({ text: 'Contents', size: 30, bold: true, color: NAVY })],
    }),
    new TableOfContents('Contents', {
      hyperlink: true,
      headingStyleRange: '1-1',
      beginDirty: false,
      cachedEntries: headings.map((text, index) => ({
        title: `${index + 1}  ${text}`,
        level: 1,
        page: contentsPages[index],
        href: `section_${index + 1}`,
      })),
    }),
  ];
}

function renderPart(part: Part, heading: number): (Paragraph | Table)[] {
  switch (part.type) {
    case 'heading': {
      const run = new TextRun(part.text);
      const named = [new BookmarkStart(`section_${heading}`, heading), run, new BookmarkEnd(heading)];
      return [
        new Paragraph({
          heading: part.level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
          numbering: { reference: 'clauses', level: part.level - 1 },
          ...(onNewPage.has(heading) ? { pageBreakBefore: true } : {}),
          children: heading > 0 ? named : [run],
        }),
      ];
    }
    case 'clause':
      return [
        new Paragraph({
          style: 'Clause',
          numbering: { reference: 'clauses', level: part.level },
          text: part.text,
        }),
      ];
    case 'paragraph':
      return [new Paragraph({ indent: { left: 720 }, keepNext: true, text: part.text })];
    case 'table':
      return [grid(part.header, part.rows, part.shares), new Paragraph({ spacing: { after: 60 } })];
  }
}

function grid(head: string[], rows: string[][], shares: number[]): Table {
  const widths = shares.map((share) => Math.floor((WIDTH * share) / 100));
  const row = (texts: string[], isHeader: boolean) =>
    new TableRow({
      cantSplit: true,
      ...(isHeader ? { tableHeader: true } : {}),
      children: texts.map(
        (text, column) =>
          new TableCell({
            width: { size: widths[column]!, type: WidthType.DXA },
            ...(isHeader ? { shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'DFE5EC' } } : {}),
            children: [new Paragraph({ style: 'Cell', children: [new TextRun({ text, bold: isHeader })] })],
          }),
      ),
    });
  return new Table({
    width: { size: WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: {
      top: RULE,
      bottom: RULE,
      left: RULE,
      right: RULE,
      insideHorizontal: RULE,
      insideVertical: RULE,
    },
    rows: [row(head, true), ...rows.map((texts) => row(texts, false))],
  });
}

const rightTab = [{ type: 'right' as const, position: WIDTH }];

function header() {
  return new Header({
    children: [
      new Paragraph({
        style: 'Running',
        tabStops: rightTab,
        border: { bottom: RULE },
        children: [new TextRun({ children: [buyer, new Tab(), `${reference}: ${title}`] })],
      }),
    ],
  });
}

function footer() {
  return new Footer({
    children: [
      new Paragraph({
        style: 'Running',
        tabStops: rightTab,
        children: [
          new TextRun({
            children: [
              `Issued ${issued}`,
              new Tab(),
              'Page ',
              PageNumber.CURRENT,
              ' of ',
              PageNumber.TOTAL_PAGES,
            ],
          }),
        ],
      }),
    ],
  });
}

/** The package with its times set to the day of issue, and the contents in a form that every reader takes. */
function fixed(file: Uint8Array): Uint8Array {
  const parts = unzipSync(file);
  const edit = (path: string, change: (xml: string) => string) => {
    parts[path] = strToU8(change(strFromU8(parts[path]!)));
  };
  edit('docProps/core.xml', (xml) =>
    xml.replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${issuedOn}T12:00:00Z`),
  );
  // Word marks its contents as such; without the mark LibreOffice prints the field's code.
  edit('word/document.xml', (xml) =>
    xml.replace(
      '<w:alias w:val="Contents"/>',
      '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>',
    ),
  );
  // Without a zone: ZIP stores local time, so noon here is the same bytes everywhere.
  const mtime = new Date(`${issuedOn}T12:00:00`);
  const files = Object.entries(parts).filter(([path]) => !path.endsWith('/'));
  return zipSync(Object.fromEntries(files.map(([path, bytes]) => [path, [bytes, { mtime }]])));
}
