import type { MarkedToken, Token } from 'marked';
import type { ContentText } from 'pdfmake/interfaces.js';
import { withoutComments } from '../markdown/comments.js';
import { flowing } from '../markdown/inline.js';
import { safeLink } from '../markdown/links.js';
import { colors } from '../theme.js';
import type { Glyphs } from './glyphs.js';

/** How a piece of text looks. */
export interface Look {
  bold?: boolean;
  italics?: boolean;
  decoration?: 'underline' | 'lineThrough';
  color?: string;
  background?: string;
  link?: string;
  isCode?: boolean;
}

export type Run = Omit<ContentText, 'text'> & { text: string };

/** Inline Markdown as runs, by the same rules as in Word files (markdown/inline.ts). */
export const inlineRuns = (tokens: Token[], glyphs: Glyphs, look: Look = {}): Run[] =>
  tokens.flatMap((token) => inlineRun(token as MarkedToken, glyphs, look));

/** Text as runs, one for each font it needs. */
export function textRuns(text: string, glyphs: Glyphs, { isCode, ...look }: Look = {}): Run[] {
  const pieces = glyphs.pieces(text, isCode ? 'Mono' : 'Roboto');
  return pieces.map((piece) => ({ ...look, ...piece }));
}

function inlineRun(token: MarkedToken, glyphs: Glyphs, look: Look): Run[] {
  const show = (text: string, more: Look = {}) => textRuns(text, glyphs, { ...look, ...more });
  const inside = (tokens: Token[], more: Look) => inlineRuns(tokens, glyphs, { ...look, ...more });
  switch (token.type) {
    case 'text':
      return token.tokens ? inside(token.tokens, {}) : show(flowing(token.text));
    case 'escape':
      return show(token.text);
    case 'strong':
      return inside(token.tokens, { bold: true });
    case 'em':
      return inside(token.tokens, { italics: true });
    case 'del':
      return inside(token.tokens, { decoration: 'lineThrough' });
    case 'codespan':
      return show(token.text, { isCode: true, background: `#${colors.tint}` });
    case 'br':
      return show('\n');
    case 'checkbox':
      return show(token.checked ? '☒ ' : '☐ ');
    case 'image':
      return show(flowing(token.text) || token.title || 'Image', { italics: true });
    case 'link': {
      const link = safeLink(token.href);
      if (link === null) return inside(token.tokens, {});
      const linked: Look = { link, color: `#${colors.link}`, decoration: 'underline' };
      return token.text === '' ? show(link, linked) : inside(token.tokens, linked);
    }
    case 'html':
      return show(/^<br\s*\/?>$/i.test(token.text.trim()) ? '\n' : withoutComments(token.text));
    default:
      return show(token.raw);
  }
}
