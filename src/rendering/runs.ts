import { BookmarkEnd, BookmarkStart, type IRunPropertiesOptions, type ParagraphChild, TextRun } from 'docx';
import { legalText } from './clean.js';

/** How a piece of text looks. */
export type Look = IRunPropertiesOptions;

/**
 * Text as runs; a line end in the text is a line break on the page. Illegal characters are left out here too:
 * Markdown can spell them ("&#8;").
 */
export function textRuns(text: string, look: Look = {}): TextRun[] {
  return legalText(text)
    .split('\n')
    .map((line, index) => new TextRun({ ...look, text: line, ...(index > 0 ? { break: 1 } : {}) }));
}

/** Names of the places that links within the response lead to. */
export const sectionAnchor = (index: number) => `section_${index + 1}`;
export const itemAnchor = (position: number) => `item_${position}`;
export const headingAnchor = (index: number) => `heading_${index + 1}`;
export const openPointsAnchor = 'open_points';

/** `docx` gives each `Bookmark` the same id; Word wants them unique, so they are numbered here. */
export class Bookmarks {
  #last = 0;

  around(name: string, children: ParagraphChild[]): ParagraphChild[] {
    this.#last += 1;
    return [new BookmarkStart(name, this.#last), ...children, new BookmarkEnd(this.#last)];
  }
}
