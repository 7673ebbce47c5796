import { DomainError } from '../../platform/errors.js';
import type { Draft } from '../draft.js';
import { readHtml } from '../html/index.js';
import type { Span } from '../types.js';
import { type Line, linesOf } from './lines.js';
import { Overlay } from './overlay.js';

/** HTML that stands in Markdown in place of blocks of its own. */
export interface HtmlBlock extends Span {
  drafts: Draft[];
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const OPENS = /^[ \t]*<(\/?)([a-z][a-z0-9-]{0,40})(?=[\s/>]|$)/i;
/** A line of nothing but tags. */
const ONLY_TAGS = /^[ \t]*(?:<\/?[a-z][^<>]{0,1000}>[ \t]*)+$/i;
/** What only Markdown has: headings, items, rows. */
const MARKDOWN = /^[ \t]*(?:#{1,6}[ \t]|[-*+][ \t]|\d{1,9}[.)][ \t]|\|.*\|[ \t]*$|[`~]{3})/;

const names = (list: string) => new Set(list.split(' '));
/** Elements that reach to their end, whatever stands between; a table has blank lines where CommonMark would end it. */
const WHOLE = names(
  'table dl ul ol pre script style textarea select svg iframe object video audio canvas noscript template head',
);
/** Elements that begin a block and reach to the next blank line (CommonMark 0.31, 4.6, kind 6). */
const BLOCKS = names(
  'address article aside blockquote body center details dialog dir div fieldset figcaption figure footer form frame ' +
    'frameset h1 h2 h3 h4 h5 h6 header hr html iframe legend li link main menu menuitem nav noframes optgroup option p ' +
    'param search section summary base basefont caption col colgroup dd dt tbody td tfoot th thead title tr track',
);
/** More blocks of HTML than this are there to do harm; they stay as they are. */
const MOST_BLOCKS = 5000;
/** How many characters are looked at for the ends of elements, and lines for what is Markdown, at most. */
const MOST_LOOKED_AT = 10_000_000;
const MOST_LINES = 200;

/**
 * Finds the blocks of HTML in Markdown and reads them; comments are blanked wherever they stand but in code.
 *
 * @param from offset of the first line that is text
 * @param nextTable gives tables their numbers
 * @returns the text, as long as before, with the HTML replaced by what a reader sees of it
 */
export function readEmbeddedHtml(
  source: string,
  from: number,
  nextTable: () => number,
): { text: string; blocks: HtmlBlock[]; comments: number } {
  if (!source.includes('<')) return { text: source, blocks: [], comments: 0 };
  const { text, comments } = withoutComments(source, from);
  const lines = linesOf(text);
  const ends = new ElementEnds(text);
  const blocks: HtmlBlock[] = [];
  const parts: string[] = [];
  let written = 0;
  for (let at = lines.findIndex(({ start }) => start >= from); at >= 0 && at < lines.length; ) {
    const fence = FENCE.exec(lines[at]!.text);
    const end = fence || blocks.length >= MOST_BLOCKS ? null : endOfBlock(ends, lines, at);
    if (end === null) {
      at = fence ? afterFence(lines, at, fence[1]!) : at + 1;
      continue;
    }
    const { start } = lines[at]!;
    const piece = text.slice(start, end);
    const overlay = new Overlay(piece.length, start, nextTable);
    if (isRead(piece, overlay)) {
      parts.push(text.slice(written, start), overlay.text());
      written = end;
      blocks.push({ start, end, drafts: overlay.drafts });
    }
    while (at < lines.length && lines[at]!.start < end) at++;
  }
  return { text: parts.join('') + text.slice(written), blocks, comments };
}

/** What nests without end stays as it is. */
function isRead(piece: string, overlay: Overlay): boolean {
  try {
    readHtml(piece, overlay);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'file-corrupt') return false;
    throw error;
  }
}

function afterFence(lines: Line[], at: number, mark: string): number {
  let end = at + 1;
  while (end < lines.length && !lines[end]!.text.trimStart().startsWith(mark)) end++;
  return Math.min(end + 1, lines.length);
}

/** Where the block of HTML ends that begins with a line; null where none does. */
function endOfBlock(ends: ElementEnds, lines: Line[], at: number): number | null {
  const line = lines[at]!;
  const opens = OPENS.exec(line.text.slice(0, 2000));
  if (!opens) return null;
  const name = opens[2]!.toLowerCase();
  if (WHOLE.has(name) && !opens[1]) {
    const end = ends.after(line.start, name);
    if (end !== null) return end;
  }
  const isBlock = WHOLE.has(name) || BLOCKS.has(name);
  if (!isBlock || holdsMarkdown(lines, at)) {
    const previous = lines[at - 1];
    const isAlone = isBlock || !previous || previous.blank;
    return isAlone && ONLY_TAGS.test(line.text.slice(0, 5000)) && line.text.length < 5000 ? line.end : null;
  }
  let last = at;
  while (last + 1 < lines.length && !lines[last + 1]!.blank) last++;
  return lines[last]!.end;
}

function holdsMarkdown(lines: Line[], at: number): boolean {
  for (let next = at; next < Math.min(lines.length, at + MOST_LINES) && !lines[next]!.blank; next++)
    if (MARKDOWN.test(lines[next]!.text.slice(0, 2000))) return true;
  return false;
}

/** Finds the ends of elements; what nobody closes is looked for only so long. */
class ElementEnds {
  #left = MOST_LOOKED_AT;

  constructor(private readonly text: string) {}

  /** The end of the line on which the element ends that begins at `start`; null where it does not. */
  after(start: number, name: string): number | null {
    const tag = new RegExp(`<(/?)${name}(?=[\\s/>])`, 'gi');
    tag.lastIndex = start;
    let depth = 0;
    for (let match = tag.exec(this.text); match && this.#left > 0; match = tag.exec(this.text)) {
      depth += match[1] ? -1 : 1;
      if (depth > 0) continue;
      this.#left -= match.index - start;
      const end = this.text.indexOf('\n', this.text.indexOf('>', match.index));
      return end < 0 ? this.text.length : end;
    }
    this.#left -= this.text.length - start;
    return null;
  }
}

/** The text with its comments blanked; one that is not closed is text. */
function withoutComments(source: string, from: number): { text: string; comments: number } {
  if (!source.includes('<!--')) return { text: source, comments: 0 };
  const code = codeOf(source);
  const parts: string[] = [];
  let comments = 0;
  let written = 0;
  let inCode = 0;
  for (let at = source.indexOf('<!--', from); at >= 0; at = source.indexOf('<!--', at)) {
    const end = source.indexOf('-->', at + 4) + 3;
    if (end < 3) break;
    while (inCode < code.length && code[inCode]!.end <= at) inCode++;
    if (code[inCode] && code[inCode]!.start <= at) {
      at = code[inCode]!.end;
      continue;
    }
    const comment = source.slice(at, end);
    if (/[\p{L}\p{N}]/u.test(comment)) comments++;
    parts.push(source.slice(written, at), comment.replace(/[^\n]/g, ' '));
    [written, at] = [end, end];
  }
  return { text: parts.join('') + source.slice(written), comments };
}

/** Where code stands: within fences, and between backticks on one line. */
function codeOf(source: string): Span[] {
  const spans: Span[] = [];
  const lines = linesOf(source);
  for (let at = 0; at < lines.length; ) {
    const line = lines[at]!;
    const fence = FENCE.exec(line.text);
    if (fence) {
      const next = afterFence(lines, at, fence[1]!);
      spans.push({ start: line.start, end: lines[next - 1]!.end });
      at = next;
      continue;
    }
    if (line.text.includes('<!--') && line.text.length < 20_000)
      for (const { 0: span, index } of line.text.matchAll(/(`+)[^`]+\1/g))
        spans.push({ start: line.start + index, end: line.start + index + span.length });
    at++;
  }
  return spans;
}
