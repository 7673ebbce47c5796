import { ExternalHyperlink, type ParagraphChild, TextRun } from 'docx';
import type { MarkedToken, Token } from 'marked';
import { type Look, textRuns } from '../runs.js';
import { resolveReferences } from './characters.js';
import { withoutComments } from './comments.js';
import { safeLink } from './links.js';

/**
 * Inline Markdown as runs. Images stand as their alternative text and are never fetched; HTML is shown as
 * typed, except comments, which nobody is meant to see, and `<br>`, which people write for a line break within
 * a table cell.
 */
export function inlineRuns(tokens: Token[], look: Look = {}): ParagraphChild[] {
  return tokens.flatMap((token) => inlineRun(token as MarkedToken, look));
}

function inlineRun(token: MarkedToken, look: Look): ParagraphChild[] {
  switch (token.type) {
    case 'text':
      return token.tokens ? inlineRuns(token.tokens, look) : textRuns(flowing(token.text), look);
    case 'escape':
      return textRuns(token.text, look);
    case 'strong':
      return inlineRuns(token.tokens, { ...look, bold: true });
    case 'em':
      return inlineRuns(token.tokens, { ...look, italics: true });
    case 'del':
      return inlineRuns(token.tokens, { ...look, strike: true });
    case 'codespan':
      return textRuns(token.text, { ...look, style: 'InlineCode' });
    case 'br':
      return [new TextRun({ break: 1 })];
    case 'checkbox':
      return textRuns(token.checked ? '☒ ' : '☐ ', look);
    case 'image':
      return textRuns(flowing(token.text) || token.title || 'Image', { ...look, italics: true });
    case 'link': {
      const link = safeLink(token.href);
      if (link === null) return inlineRuns(token.tokens, look);
      const inside = { ...look, style: 'Hyperlink' };
      const children = token.text === '' ? textRuns(link, inside) : inlineRuns(token.tokens, inside);
      return [new ExternalHyperlink({ link, children })];
    }
    case 'html':
      return /^<br\s*\/?>$/i.test(token.text.trim())
        ? [new TextRun({ break: 1 })]
        : textRuns(withoutComments(token.text), look);
    default:
      return textRuns(token.raw, look);
  }
}

/** What a reader sees of inline Markdown, as one line. */
export function plainText(tokens: Token[]): string {
  const parts = (tokens as MarkedToken[]).map((token) => {
    if ('tokens' in token && token.tokens) return plainText(token.tokens);
    if (token.type === 'br') return ' ';
    if (token.type === 'html') return withoutComments(token.text);
    return 'text' in token ? flowing(token.text) : token.raw;
  });
  return parts.join('').replace(/\s+/g, ' ').trim();
}

/** A line end within a paragraph is a space. */
export function flowing(text: string): string {
  return resolveReferences(text).replace(/\s*\n\s*/g, ' ');
}
