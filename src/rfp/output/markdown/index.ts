import type { MarkedToken, Token } from 'marked';
import type { ListNumbers } from '../numbering.js';
import { type Block, renderBlocks } from './blocks.js';
import { parseMarkdown } from './parse.js';

export type { Block } from './blocks.js';

/**
 * Markdown as Word paragraphs and tables for a text column of `width` twips. Its outermost heading becomes
 * Heading 3, because answers stand under a question (Heading 2) in a section (Heading 1).
 */
export function renderMarkdown(markdown: string, width: number, lists: ListNumbers): Block[] {
  const tokens = parseMarkdown(markdown);
  return renderBlocks(tokens, {
    indent: 0,
    width,
    listDepth: 0,
    quoted: false,
    topHeading: topHeading(tokens),
    lists,
  });
}

function topHeading(tokens: Token[]): number {
  return (tokens as MarkedToken[]).reduce(
    (top, token) => (token.type === 'heading' ? Math.min(top, token.depth) : top),
    6,
  );
}
