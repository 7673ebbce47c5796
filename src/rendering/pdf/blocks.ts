import type { MarkedToken, Token, Tokens } from 'marked';
import type { Content, CustomTableLayout, TableCell } from 'pdfmake/interfaces.js';
import { withoutComments } from '../markdown/comments.js';
import { colors } from '../theme.js';
import type { Glyphs } from './glyphs.js';
import type { PdfHeadings } from './headings.js';
import { inlineRuns, type Look, textRuns } from './inline.js';

/** Where a block stands; points. */
export interface Surroundings {
  width: number;
  /** How many lists and quotations are around it. */
  depth: number;
  look: Look;
  glyphs: Glyphs;
  headings: PdfHeadings;
}

// Further in there is no room left; what is deeper stands below.
const DEEPEST = 8;
const MAX_COLUMNS = 63;
const LONG_CELL = 600;
const INDENT = 14;
const GAP: [number, number, number, number] = [0, 0, 0, 6];

/** Blocks of Markdown as what pdfmake prints; a heading keeps what follows it on its page. */
export function renderBlocks(tokens: Token[], place: Surroundings): Content[] {
  const blocks: Content[] = [];
  const shown = (tokens as MarkedToken[]).filter(({ type }) => type !== 'space' && type !== 'def');
  for (let index = 0; index < shown.length; index += 1) {
    const first = index;
    while (introduces(shown[index]!) && index - first < LONGEST_CHAIN && isShort(shown[index + 1]))
      index += 1;
    const stack = shown.slice(first, index + 1).flatMap((token) => renderBlock(token, place));
    if (index > first) blocks.push({ stack, unbreakable: true });
    else blocks.push(...stack);
  }
  return blocks;
}

const LONGEST_CHAIN = 3;

/** Whether a block says what follows: a heading, a label in italics, or a text that ends with a colon. */
const introduces = (token: MarkedToken): boolean =>
  token.type === 'heading' ||
  (token.type === 'paragraph' &&
    (token.text.endsWith(':') || (token.tokens?.length === 1 && token.tokens[0]!.type === 'em')));

/** Whether a block is small enough to stay together with the one before. */
const isShort = (token: MarkedToken | undefined): boolean =>
  token !== undefined && token.raw.length < 900 && token.raw.split('\n').length < 16;

function renderBlock(token: MarkedToken, place: Surroundings): Content[] {
  const { glyphs, look } = place;
  switch (token.type) {
    case 'heading':
      return [place.headings.render(token, place)];
    case 'paragraph':
    case 'text':
      return [{ text: inlineRuns(token.tokens ?? [token], glyphs, look), margin: GAP }];
    case 'blockquote':
      return quotation(token, place);
    case 'code':
      return codeBlock(token.text, place);
    case 'html': {
      const text = withoutComments(token.text).trim();
      return text ? [{ text: textRuns(text, glyphs, look), margin: GAP }] : [];
    }
    case 'hr': {
      const line = { type: 'line' as const, x1: 0, x2: place.width, y1: 0, y2: 0 };
      return [
        { canvas: [{ ...line, lineWidth: 0.75, lineColor: `#${colors.line}` }], margin: [0, 6, 0, 12] },
      ];
    }
    case 'list':
      return renderList(token, place);
    case 'table':
      return [renderTable(token, place)];
    default:
      return [{ text: textRuns(token.raw, glyphs, look), margin: GAP }];
  }
}

function quotation({ tokens }: Tokens.Blockquote, place: Surroundings): Content[] {
  const look = { ...place.look, italics: true, color: `#${colors.quiet}` };
  if (place.depth >= DEEPEST) return renderBlocks(tokens, { ...place, look });
  const inner = { ...place, look, depth: place.depth + 1, width: place.width - INDENT };
  return [
    {
      table: { widths: [inner.width], body: [[{ stack: renderBlocks(tokens, inner) }]] },
      layout: bar,
      margin: GAP,
    },
  ];
}

// Cells of this many lines each, so that a long listing breaks between pages.
const CODE_LINES = 40;

function codeBlock(text: string, { glyphs, width }: Surroundings): Content[] {
  const lines = text.split('\n');
  const body: TableCell[][] = [];
  for (let from = 0; from < lines.length; from += CODE_LINES) {
    const part = lines.slice(from, from + CODE_LINES).join('\n');
    body.push([
      { text: textRuns(part, glyphs, { isCode: true }), fontSize: 8.5, preserveLeadingSpaces: true },
    ]);
  }
  return [{ table: { widths: [width - 16], body }, layout: listing, margin: [0, 4, 0, 10] }];
}

function renderList(list: Tokens.List, place: Surroundings): Content[] {
  if (place.depth >= DEEPEST) return list.items.flatMap((item) => renderBlocks(ofItem(item), place));
  const inner: Surroundings = { ...place, depth: place.depth + 1, width: place.width - INDENT };
  const items = list.items.map((item): Content => {
    const blocks = renderBlocks(ofItem(item), inner);
    return { stack: blocks.length ? blocks : [''], margin: [0, 0, 0, list.loose ? 3 : -3] };
  });
  const margin: [number, number, number, number] = [0, 0, 0, list.loose ? 4 : 8];
  if (!list.ordered) return [{ ul: items, margin }];
  return [{ ol: items, start: list.start === '' ? 1 : list.start, margin }];
}

/** The check box of a task is a token of its own before the text; it goes onto the same line. */
function ofItem({ tokens }: Tokens.ListItem): Token[] {
  const [first, second, ...rest] = tokens as MarkedToken[];
  if (first?.type !== 'checkbox') return tokens;
  if (second?.type !== 'text' && second?.type !== 'paragraph') return [{ ...first, type: 'text' } as Token];
  return [{ ...second, tokens: [first, ...(second.tokens ?? [])] }, ...rest];
}

function renderTable(table: Tokens.Table, place: Surroundings): Content {
  const columns = table.header.length;
  if (columns > MAX_COLUMNS) return { stack: codeBlock(table.raw.trimEnd(), place) };
  const rows = [table.header, ...table.rows];
  const body = rows.map((row, index) =>
    row.map(
      (cell): TableCell => ({
        text: inlineRuns(cell.tokens, place.glyphs, index === 0 ? { ...place.look, bold: true } : place.look),
        alignment: cell.align ?? 'left',
        fontSize: 9,
      }),
    ),
  );
  const isLong = rows.some((row) => row.some(({ text }) => text.length > LONG_CELL));
  return {
    table: {
      headerRows: 1,
      ...(isLong ? {} : { dontBreakRows: true, keepWithHeaderRows: 1 }),
      widths: columnWidths(rows, place.width - columns * 10 - 2),
      body,
    },
    layout: grid,
    margin: [0, 4, 0, 10],
  };
}

/** Columns share the width by the length of their texts, damped so that a short column stays readable. */
function columnWidths(rows: Tokens.TableCell[][], width: number): number[] {
  const shares = rows[0]!.map((_, column) => {
    const longest = rows.reduce((most, row) => Math.max(most, row[column]?.text.length ?? 0), 0);
    return Math.sqrt(Math.min(Math.max(longest, 6), 400));
  });
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => Math.max((width * share) / sum, 4));
}

const line = () => `#${colors.line}`;

const grid: CustomTableLayout = {
  hLineWidth: () => 0.5,
  vLineWidth: () => 0.5,
  hLineColor: line,
  vLineColor: line,
  fillColor: (row) => (row === 0 ? '#E6ECF2' : null),
  paddingLeft: () => 5,
  paddingRight: () => 5,
  paddingTop: () => 3,
  paddingBottom: () => 3,
};

const bar: CustomTableLayout = {
  hLineWidth: () => 0,
  vLineWidth: (index) => (index === 0 ? 1.5 : 0),
  vLineColor: line,
  paddingLeft: () => INDENT - 4,
  paddingRight: () => 0,
  paddingTop: () => 1,
  paddingBottom: () => -3,
};

const listing: CustomTableLayout = {
  hLineWidth: (index, { table }) => (index === 0 || index === table.body.length ? 0.5 : 0),
  vLineWidth: () => 0.5,
  hLineColor: line,
  vLineColor: line,
  fillColor: () => `#${colors.tint}`,
  paddingLeft: () => 7,
  paddingRight: () => 7,
  paddingTop: (row) => (row === 0 ? 5 : 0),
  paddingBottom: (row, { table }) => (row === table.body.length - 1 ? 5 : 0),
};
