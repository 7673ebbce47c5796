import { HeadingLevel, type IParagraphOptions } from 'docx';
import type { MarkedToken, Token, Tokens } from 'marked';
import { type Bookmarks, headingAnchor } from '../runs.js';
import type { ContentsEntry } from '../types.js';
import { inlineRuns, plainText } from './inline.js';

/** How the headings of a text become headings of the document around it. */
export interface Headings {
  /** @param isOfText whether it stands in the text itself, not in a list or quotation */
  render(heading: Tokens.Heading, isOfText: boolean): IParagraphOptions;
}

const LEVELS = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
];

/** The outermost heading becomes Heading 3, because answers stand under a question (Heading 2) in a section. */
export function answerHeadings(tokens: Token[]): Headings {
  const top = topDepth(tokens);
  return {
    render: ({ depth, tokens: inline }) => ({
      heading: levelOf(depth - top + 2),
      children: inlineRuns(inline),
    }),
  };
}

/** The outermost heading becomes Heading 1; those that the contents list are bookmarked as they are rendered. */
export class TextHeadings implements Headings {
  readonly contents: ContentsEntry[] = [];
  readonly #top: number;

  constructor(
    tokens: Token[],
    private readonly bookmarks: Bookmarks,
  ) {
    this.#top = topDepth(tokens);
  }

  render({ depth, tokens }: Tokens.Heading, isOfText: boolean): IParagraphOptions {
    const level = Math.min(depth - this.#top, LEVELS.length - 1);
    const runs = inlineRuns(tokens);
    const title = plainText(tokens);
    if (!isOfText || !title || level > 1) return { heading: levelOf(level), children: runs };
    const anchor = headingAnchor(this.contents.length);
    this.contents.push({ title, anchor, level: level === 0 ? 1 : 2, note: null });
    return { heading: levelOf(level), children: this.bookmarks.around(anchor, runs) };
  }
}

const levelOf = (level: number) => LEVELS[Math.min(Math.max(level, 0), LEVELS.length - 1)]!;

const topDepth = (tokens: Token[]): number =>
  (tokens as MarkedToken[]).reduce(
    (top, token) => (token.type === 'heading' ? Math.min(top, token.depth) : top),
    6,
  );
