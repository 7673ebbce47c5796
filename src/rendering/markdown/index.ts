import type { Token, Tokens } from 'marked';
import type { ListNumbers } from '../numbering.js';
import type { Bookmarks } from '../runs.js';
import type { ContentsEntry } from '../types.js';
import { type Block, renderBlocks } from './blocks.js';
import { answerHeadings, type Headings, TextHeadings } from './headings.js';
import { plainText } from './inline.js';
import { parseMarkdown } from './parse.js';

export type { Block } from './blocks.js';

/**
 * Markdown as Word paragraphs and tables for a text column of `width` twips. Its outermost heading becomes
 * Heading 3, because answers stand under a question (Heading 2) in a section (Heading 1).
 */
export function renderMarkdown(markdown: string, width: number, lists: ListNumbers): Block[] {
  const tokens = parseMarkdown(markdown);
  return renderTokens(tokens, answerHeadings(tokens), width, lists);
}

/**
 * Markdown that is a document of its own: its outermost heading becomes Heading 1. A first heading that repeats
 * the title, which stands on the title page, is left out.
 * @returns what to print, and what the contents list
 */
export function renderText(
  markdown: string,
  title: string,
  { width, lists, bookmarks }: { width: number; lists: ListNumbers; bookmarks: Bookmarks },
): { blocks: Block[]; contents: ContentsEntry[] } {
  const tokens = withoutTitle(parseMarkdown(markdown), title);
  const headings = new TextHeadings(tokens, bookmarks);
  return { blocks: renderTokens(tokens, headings, width, lists), contents: headings.contents };
}

/** The tokens without a first heading that says the same as `title`. */
export function withoutTitle(tokens: Token[], title: string): Token[] {
  const first = tokens.findIndex(({ type }) => type !== 'space' && type !== 'html');
  const heading = tokens[first];
  const repeats = heading?.type === 'heading' && plainText((heading as Tokens.Heading).tokens) === title;
  return repeats ? tokens.filter((token) => token !== heading) : tokens;
}

const renderTokens = (tokens: Token[], headings: Headings, width: number, lists: ListNumbers): Block[] =>
  renderBlocks(tokens, { indent: 0, width, listDepth: 0, quoted: false, headings, lists });
