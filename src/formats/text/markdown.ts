import { type Draft, toDocument } from '../draft.js';
import { LeftOuts } from '../left-out.js';
import type { ReadDocument } from '../types.js';
import { type HtmlBlock, readEmbeddedHtml } from './embedded-html.js';
import { type FrontMatter, frontMatterOf } from './front-matter.js';
import { type Line, linesOf } from './lines.js';
import { markerOf } from './markers.js';
import { cellsOf } from './plain-table.js';
import { endsSentence, isContentsLine, isPageNumber } from './shape.js';

const ATX = /^ {0,3}(#{1,6})(?:[ \t]+|$)/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const SETEXT = /^ {0,3}(={2,}|-{2,})[ \t]*$/;
const RULE = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const DELIMITER = /^[\s|:-]+$/;
const LONGEST_TITLE = 200;
const ITEM = /^(?:[-*+•]|\d{1,9}[.)])(?:[ \t]+|$)/;

const isDelimiterRow = (line: Line | undefined) =>
  line !== undefined &&
  line.text.length < 5000 &&
  DELIMITER.test(line.text) &&
  line.text.includes('-') &&
  line.text.includes('|');

/**
 * Reads Markdown. The text stays as long as it is and every block stands where it stood; marks of headings, lists and
 * quotes lie outside the blocks. Metadata at the top and comments are no text: white space takes their place, and that
 * of the tags of HTML.
 */
export function extractMarkdown(source: string): ReadDocument {
  const leftOut = new LeftOuts();
  const matter = frontMatterOf(linesOf(source));
  const head = matter ? headOf(source, matter) : { end: 0, drafts: [], text: '' };
  if (matter) leftOut.add('FRONT_MATTER');
  let tables = 0;
  const html = readEmbeddedHtml(
    blankInnerQuoteMarks(head.text + source.slice(head.end)),
    head.end,
    () => tables++,
  );
  leftOut.add('MARKUP_COMMENTS', null, html.comments);
  const reader = new MarkdownReader(linesOf(html.text), html.blocks, () => tables++);
  const drafts = inOrder([...head.drafts, ...reader.read(head.end)]);
  return toDocument('markdown', html.text, drafts, null, leftOut);
}

/** Numbers the tables anew, in the order in which they stand. */
function inOrder(drafts: Draft[]): Draft[] {
  const numbers = new Map<number, number>();
  return drafts.map((draft) => {
    if (!draft.row) return draft;
    const table = numbers.get(draft.row.table) ?? numbers.size;
    numbers.set(draft.row.table, table);
    return { ...draft, row: { ...draft.row, table } };
  });
}

/** Metadata as white space, but for a title, which is a heading unless the text has the same one. */
function headOf(
  source: string,
  { lines, title }: FrontMatter,
): { end: number; drafts: Draft[]; text: string } {
  const end = linesOf(source)[lines - 1]!.end;
  const blank = source.slice(0, end).replace(/[^\n]/g, ' ');
  const name = title ? source.slice(title.start, title.end) : '';
  const heading = /^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$/m.exec(source.slice(end))?.[1];
  if (!title || heading?.trim().toLowerCase() === name.toLowerCase()) return { end, drafts: [], text: blank };
  const text = blank.slice(0, title.start) + name + blank.slice(title.end);
  return { end, drafts: [{ kind: 'heading', level: 1, ...title }], text };
}

/** The ">" of a quote's second and later lines would stand amid its sentences: it becomes a space, so no offset moves. */
function blankInnerQuoteMarks(text: string): string {
  return text.replace(
    /^([ \t]{0,12}(?:(?:[-*+]|\d{1,3}[.)])[ \t]{1,8})?)((?:>[ \t]?){1,8})/gm,
    (_mark, lead: string, quote: string) => lead + ' '.repeat(quote.length),
  );
}

class MarkdownReader {
  readonly #drafts: Draft[] = [];
  readonly #htmlAt: Map<number, HtmlBlock>;
  #headingLevel = 0;

  constructor(
    private readonly lines: Line[],
    html: HtmlBlock[],
    private readonly nextTable: () => number,
  ) {
    this.#htmlAt = new Map(html.map((block) => [block.start, block]));
  }

  /** @param from where the text begins */
  read(from: number): Draft[] {
    let at = 0;
    while (at < this.lines.length) {
      const line = this.lines[at]!;
      const html = this.#htmlAt.get(line.start);
      if (html) {
        this.#drafts.push(...html.drafts);
        while (at < this.lines.length && this.lines[at]!.start <= html.end) at++;
      } else at = line.blank || line.start < from ? at + 1 : this.#readBlock(at);
    }
    return this.#drafts;
  }

  #readBlock(at: number): number {
    const line = this.lines[at]!;
    const fence = FENCE.exec(line.text);
    if (fence) return this.#readFence(at, fence[1]!);
    const atx = ATX.exec(line.text);
    if (atx) return this.#heading(at, at + 1, atx[1]!.length, atx[0].length);
    if (RULE.test(line.text) && line.text.length < 200) return at + 1;
    if (isPageNumber(line.text))
      return this.#push(at, at + 1, { kind: 'paragraph', furniture: 'page-number' });
    if (isContentsLine(line.text))
      return this.#push(at, at + 1, { kind: 'paragraph', furniture: 'contents' });
    if (line.text.includes('|') && isDelimiterRow(this.lines[at + 1])) return this.#readTable(at);
    return this.#readParagraph(at);
  }

  #readFence(at: number, mark: string): number {
    let end = at + 1;
    while (end < this.lines.length && !this.lines[end]!.text.trimStart().startsWith(mark)) end++;
    if (end > at + 1) this.#push(at + 1, end, { kind: 'paragraph' });
    return end + 1;
  }

  #readTable(at: number): number {
    const table = this.nextTable();
    let next = at;
    let index = 0;
    for (; next < this.lines.length; next++) {
      const line = this.lines[next]!;
      if (line.blank || (!line.text.includes('|') && next > at + 1)) break;
      if (next === at + 1) continue;
      const cells = cellsOf(line, '|');
      this.#drafts.push({
        kind: 'table-row',
        start: cells[0]!.start,
        end: cells[cells.length - 1]!.end,
        row: { table, index: index++, isHeader: next === at, cells },
      });
    }
    return next;
  }

  #readParagraph(at: number): number {
    const first = this.lines[at]!;
    const skip = markLength(first.text);
    let last = at;
    while (last + 1 < this.lines.length && this.#joins(this.lines[last]!, this.lines[last + 1]!)) last++;
    const under = this.lines[last + 1];
    // A rule below a longer text is no underline.
    const isTitle = last - at < 2 && first.text.length <= LONGEST_TITLE;
    if (under && !skip && SETEXT.test(under.text) && (under.text.includes('=') || isTitle)) {
      return this.#heading(at, last + 1, under.text.includes('=') ? 1 : 2, 0) + 1;
    }
    if (skip > 0) {
      const marker = markerOf(first.text);
      // The text of an item may carry a check box or a number of its own.
      const level = 1 + Math.min(8, Math.floor(first.indent / 2 / (first.indent >= 8 ? 2 : 1)));
      return this.#push(at, last + 1, { kind: 'list-item', number: marker?.number ?? null, level }, skip);
    }
    const text = this.lines
      .slice(at, Math.min(last + 1, at + 4))
      .map((line) => line.text)
      .join(' ')
      .trim();
    if (last - at < 3 && isAnchorLink(text))
      return this.#push(at, last + 1, { kind: 'paragraph', furniture: 'contents' });
    const bold = /^(\*\*|__)(?!\s)([^*_]{2,110})\1:?$/.exec(text);
    if (bold && last - at < 2 && !/[.;,?]$/.test(bold[2]!)) {
      return this.#heading(at, last + 1, Math.min(6, this.#headingLevel + 1), 0, false);
    }
    return this.#push(at, last + 1, { kind: 'paragraph' });
  }

  #joins(line: Line, next: Line): boolean {
    if (this.#htmlAt.has(next.start)) return false;
    if (next.blank || ATX.test(next.text) || FENCE.test(next.text) || RULE.test(next.text)) return false;
    if (SETEXT.test(next.text) || (markLength(next.text) > 0 && interrupts(line.text, next.text)))
      return false;
    // Two spaces or a backslash at the end of a line break it for the reader as well.
    if (/(?: {2}|\\)$/.test(line.text)) return false;
    return !isPageNumber(next.text);
  }

  #heading(from: number, to: number, level: number, skip: number, real = true): number {
    if (real) this.#headingLevel = level;
    let start = this.lines[from]!.start + skip;
    let end = this.lines[to - 1]!.end;
    const text = this.lines[from]!.text.slice(skip);
    const emphasis = /^\s*(\*\*|__)/.exec(text);
    const inner = this.lines[to - 1]!.text.trimEnd();
    if (emphasis && inner.endsWith(emphasis[1]!)) {
      start += emphasis[0].length;
      end = this.lines[to - 1]!.start + inner.length - 2;
    } else {
      const closing = /[ \t]#{1,6}$/.exec(inner);
      if (closing && skip > 0) end = this.lines[to - 1]!.start + closing.index;
    }
    const marker =
      from === to - 1 ? markerOf(this.lines[from]!.text.slice(start - this.lines[from]!.start)) : null;
    const number = marker?.kind === 'number' ? marker : null;
    this.#drafts.push({
      kind: 'heading',
      level,
      number: number?.number ?? null,
      start: start + (number?.length ?? 0),
      end,
    });
    return to;
  }

  #push(from: number, to: number, draft: Omit<Draft, 'start' | 'end'>, skip = 0): number {
    const start = this.lines[from]!.start + skip;
    this.#drafts.push({ ...draft, start, end: this.lines[to - 1]!.end });
    return to;
  }
}

/** How much of a line is the mark of a list item, with a check box behind it; 0 where it is no item. */
function markLength(line: string): number {
  const lead = line.length - line.trimStart().length;
  const match = ITEM.exec(line.slice(lead, lead + 40));
  const marker = markerOf(line);
  if (!match) return marker && marker.kind !== 'bullet' ? marker.length : 0;
  return Math.max(lead + match[0].length, marker?.length ?? 0);
}

/** A bullet ends the paragraph above it; a number does so only where the paragraph does not run into it. */
function interrupts(line: string, next: string): boolean {
  const marker = markerOf(next);
  if (marker?.kind !== 'number') return true;
  const text = line.trimEnd();
  if (marker.depth > 1) return endsSentence(text);
  return endsSentence(text) || markLength(line) > 0 || /(?:[,;]|\b(?:and|or))$/.test(text.slice(-8));
}

/** A paragraph that is nothing but a link into the same document is an entry of its contents. */
const isAnchorLink = (text: string) => text.length < 400 && /^\[[^\]]{1,300}\]\(#[^)]{0,200}\)$/.test(text);
