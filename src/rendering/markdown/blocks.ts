import { BorderStyle, type IParagraphOptions, Paragraph, type Table } from 'docx';
import type { MarkedToken, Token } from 'marked';
import type { ListNumbers } from '../numbering.js';
import { textRuns } from '../runs.js';
import { colors, leading } from '../theme.js';
import { withoutComments } from './comments.js';
import type { Headings } from './headings.js';
import { inlineRuns } from './inline.js';
import { renderList } from './list.js';
import { renderTable } from './table.js';

/** Where a block stands. Widths and indents in twips. */
export interface Surroundings {
  /** From the left margin to the text. */
  indent: number;
  /** From the left margin to the right one. */
  width: number;
  /** How many lists are around it. */
  listDepth: number;
  quoted: boolean;
  /** Whether paragraphs stand on the page of what follows. */
  keepNext?: boolean;
  headings: Headings;
  lists: ListNumbers;
}

export type Block = Paragraph | Table;

const QUOTE_INDENT = 280;
// What is asked, as it is quoted above its answer; a longer quotation may stand at the end of a page.
const SHORT_QUOTE = 300;

export function renderBlocks(tokens: Token[], place: Surroundings): Block[] {
  return tokens.flatMap((token) => renderBlock(token as MarkedToken, place));
}

function renderBlock(token: MarkedToken, place: Surroundings): Block[] {
  switch (token.type) {
    case 'heading': {
      const isOfText = !place.quoted && place.listDepth === 0;
      return [paragraph(place, place.headings.render(token, isOfText))];
    }
    case 'paragraph':
    case 'text':
      return [
        paragraph(place, {
          children: inlineRuns(token.tokens ?? [token]),
          // What introduces an answer, a list or a table stays on its page.
          ...(introduces(token) || place.keepNext ? { keepNext: true } : {}),
        }),
      ];
    case 'blockquote':
      // However deep quotations nest, half of the width stays for the text.
      return renderBlocks(token.tokens, {
        ...place,
        indent: Math.min(place.indent + QUOTE_INDENT, Math.max(place.indent, place.width / 2)),
        quoted: true,
        keepNext: token.text.length <= SHORT_QUOTE,
      });
    case 'code':
      return [paragraph(place, { style: 'CodeBlock', children: textRuns(token.text) }, 140)];
    case 'html': {
      const text = withoutComments(token.text).trim();
      return text ? [paragraph(place, { children: textRuns(text) })] : [];
    }
    case 'hr':
      return [
        paragraph(place, { border: { bottom: rule }, spacing: { before: 60, after: 180, ...leading(120) } }),
      ];
    case 'list':
      return renderList(token, place);
    case 'table':
      return renderTable(token, place);
    case 'space':
    case 'def':
      return [];
    default:
      return [paragraph(place, { children: textRuns(token.raw) })];
  }
}

/** A text that ends with a colon, or a label: a paragraph in italics throughout. */
const introduces = ({ text, tokens }: { text: string; tokens?: Token[] | undefined }): boolean =>
  text.trimEnd().endsWith(':') ||
  (text.length <= LONGEST_LABEL && tokens?.length === 1 && tokens[0]!.type === 'em');

const LONGEST_LABEL = 120;

const rule = { style: BorderStyle.SINGLE, size: 6, space: 1, color: colors.line };

function paragraph(place: Surroundings, options: IParagraphOptions, inset = 0): Paragraph {
  const style = place.quoted && !options.heading && !options.style ? 'Quote' : options.style;
  const indent = place.indent + inset;
  return new Paragraph({
    ...options,
    ...(style ? { style } : {}),
    ...(indent > 0 ? { indent: { left: indent } } : {}),
  });
}
