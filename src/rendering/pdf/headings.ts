import type { Tokens } from 'marked';
import type { Content, ContentText } from 'pdfmake/interfaces.js';
import { plainText } from '../markdown/inline.js';
import { colors } from '../theme.js';
import type { Surroundings } from './blocks.js';
import { inlineRuns } from './inline.js';

/** Size, space before and after, in points, and color; by level. */
const looks: { size: number; before: number; after: number; color: string }[] = [
  { size: 17, before: 18, after: 8, color: colors.brand },
  { size: 13, before: 12, after: 6, color: colors.brand },
  { size: 11.5, before: 8, after: 4, color: colors.brand },
  { size: 10.5, before: 7, after: 3, color: colors.accent },
  { size: 10, before: 6, after: 3, color: colors.quiet },
  { size: 10, before: 6, after: 3, color: colors.quiet },
];

/** Headings as bookmarks of the PDF and as entries of its contents. */
export class PdfHeadings {
  /** Of the levels that the contents can list, from 1. */
  readonly counts = { outer: 0, all: 0 };
  #number = 0;
  readonly #open: { level: number; id: string }[] = [];

  /** @param top depth of the outermost heading of the text */
  constructor(private readonly top: number) {}

  render({ depth, tokens }: Tokens.Heading, { glyphs, depth: nesting }: Surroundings): Content {
    const level = Math.min(Math.max(depth - this.top, 0), looks.length - 1);
    const { size, before, after, color } = looks[level]!;
    const title = plainText(tokens);
    const text = inlineRuns(tokens, glyphs, { bold: true, color: `#${color}` });
    const look = {
      text,
      fontSize: size,
      lineHeight: 1.1,
      margin: [0, before, 0, after] as [number, number, number, number],
    };
    if (nesting > 0 || !title) return look;
    while (this.#open.length && this.#open.at(-1)!.level >= level) this.#open.pop();
    const parent = this.#open.at(-1);
    this.#number += 1;
    const id = `heading-${this.#number}`;
    this.#open.push({ level, id });
    if (level === 0) this.counts.outer += 1;
    if (level < 2) this.counts.all += 1;
    return {
      ...look,
      id,
      outline: true,
      outlineText: title,
      ...(parent && { outlineParentId: parent.id }),
      ...(level < 2 && {
        tocItem: level === 0 ? ['outer', 'all'] : ['all'],
        tocStyle: { fontSize: level === 0 ? 10.5 : 9.5, color: `#${colors.ink}` },
        tocMargin: [level * INDENT, 2, 0, 2] as [number, number, number, number],
      }),
    } as ContentText;
  }
}

const INDENT = 14;
