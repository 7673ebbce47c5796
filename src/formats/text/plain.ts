import { type Draft, toDocument } from '../draft.js';
import type { ReadDocument } from '../types.js';
import { mendLines } from './hyphens.js';
import { type Line, linesOf } from './lines.js';
import { isRoman, type Marker, markerOf, runsIntoNumber } from './markers.js';
import { rowsAt } from './plain-table.js';
import { findRunningHeads } from './running-heads.js';
import {
  endsSentence,
  hasObligation,
  isAllCaps,
  isContentsLine,
  isNamedPart,
  isNumberedHeading,
  isPageNumber,
  isTitleCase,
} from './shape.js';
import { goesOn, wrapWidth } from './wrap.js';

/** A title and a page number at the two ends of a line: the head of a printed page. */
const RUNNING_HEAD = /\S {3,}page \d{1,4}(?: of \d{1,4})?\s*$/i;

const UNDERLINE = /^\s{0,3}(?:={3,}|-{3,}|~{3,})\s*$/;

/** Reads plain text: it stays as it is but for words broken at the end of a line; blocks are found by blank lines, line ends and the shape of lines. */
export function extractText(source: string): ReadDocument {
  const text = mendLines(source);
  return toDocument('text', text, new PlainReader(linesOf(text)).read());
}

/** Reads lines into blocks. In a `typed` text line ends come from the writer; else each line is a paragraph. */
export class PlainReader {
  readonly #drafts: Draft[] = [];
  readonly #width: number | null;
  readonly #isRunningHead: (line: Line) => boolean;
  #tables = 0;
  /** The number of the last title such as "3 Scope", which counts by itself and has no mark behind it. */
  #section = 0;
  /** Set while the items of a list without marks follow a stem such as "shall support the following:". */
  #unmarkedList = false;

  constructor(
    private readonly lines: Line[],
    private readonly typed = true,
  ) {
    this.#width = typed ? wrapWidth(lines) : null;
    this.#isRunningHead = findRunningHeads(lines);
  }

  read(): Draft[] {
    let at = 0;
    while (at < this.lines.length) {
      at = this.lines[at]!.blank ? at + 1 : this.#readBlock(at);
    }
    return this.#drafts;
  }

  /** Reads the block that starts at line `at`; returns the line after it. */
  #readBlock(at: number): number {
    const line = this.lines[at]!;
    const next = this.lines[at + 1];
    if (UNDERLINE.test(line.text)) return at + 1;
    if (isPageNumber(line.text))
      return this.#push(at, at + 1, { kind: 'paragraph', furniture: 'page-number' });
    if (RUNNING_HEAD.test(line.text.slice(-200)) || this.#isRunningHead(line))
      return this.#push(at, at + 1, { kind: 'paragraph', furniture: 'header' });
    if (isContentsLine(line.text) && this.#inContents(at)) {
      const marker = markerOf(line.text);
      const number = marker?.number ?? null;
      return this.#push(at, at + 1, { kind: 'paragraph', furniture: 'contents', number }, marker?.length);
    }
    const table = this.typed ? rowsAt(this.lines, at, this.#tables) : null;
    if (table) {
      this.#drafts.push(...table.drafts);
      this.#tables++;
      return table.next;
    }
    if (next && UNDERLINE.test(next.text) && line.text.length <= 120 && !markerIsBullet(line.text)) {
      const marker = numberOf(line.text);
      return (
        this.#push(
          at,
          at + 1,
          { kind: 'heading', level: next.text.includes('=') ? 1 : 2, number: marker?.number ?? null },
          marker?.length,
        ) + 1
      );
    }
    const heading = this.#headingAt(at);
    if (heading) {
      this.#unmarkedList = false;
      return this.#push(at, at + 1, { kind: 'heading', ...heading.draft }, heading.marker?.length);
    }
    return this.#readParagraph(at);
  }

  #headingAt(at: number): { draft: Partial<Draft>; marker: Marker | null } | null {
    const line = this.lines[at]!;
    const text = line.text.trim();
    if (text.length > 110) return null;
    const previous = this.lines[at - 1];
    const next = this.lines[at + 1];
    const alone = !this.typed || !previous || previous.blank || this.#standsOut(previous, line, next);
    // A line in the midst of wrapped text only looks like a heading.
    if (next && !next.blank && this.#width !== null && goesOn(line, next, this.#width)) return null;
    if (
      isNumberedHeading(text) &&
      !this.#isOneOfSeveral(at) &&
      !(previous && !previous.blank && runsIntoNumber(previous.text))
    ) {
      const marker = markerOf(line.text)!;
      return { draft: { level: Math.max(1, marker.depth), number: marker.number }, marker };
    }
    const marker = numberOf(line.text);
    const title = marker ? line.text.slice(marker.length).trim() : '';
    if (marker && alone && title.endsWith(':') && isTitleCase(title) && this.#sentenceFollows(at)) {
      return { draft: { level: marker.depth, number: marker.number }, marker };
    }
    if (markerOf(text)) return null;
    if (isNamedPart(text) && alone) return { draft: { level: 1 }, marker: null };
    if (isAllCaps(text) && !(this.#unmarkedList && !alone)) return { draft: { level: 1 }, marker: null };
    const section = this.#sectionNumber(text);
    if (section && alone) {
      this.#section++;
      const length = line.text.length - line.text.trimStart().length + section[0].length;
      const marker: Marker = { kind: 'number', number: section[1]!, length, depth: 1 };
      return { draft: { level: 1, number: marker.number }, marker };
    }
    if (!alone || !isTitleCase(text) || hasObligation(text) || text.length > 80) return null;
    if (this.#unmarkedList && !text.endsWith(':')) return null;
    // "The name of the application:" or "Company Name:" asks; a title stands over something that follows.
    const follows = this.lines.slice(at + 1, at + 4).find((candidate) => !candidate.blank);
    if (!follows || (!this.typed && follows.text.trim().length < 60)) return null;
    return { draft: { level: 2 }, marker: null };
  }

  /** "3 Exclusion criteria" after section 2: short, without a mark behind the number or at its end. */
  #sectionNumber(text: string): RegExpExecArray | null {
    const match = /^(\d{1,2})\s{1,4}(?=\p{Lu})/u.exec(text);
    if (!match || Number(match[1]) !== this.#section + 1) return null;
    const title = text.slice(match[0].length);
    const isShort = title.length <= 80 && title.split(/\s+/).length <= 8;
    return isShort && !/[.?!;,:]$|_{3}/.test(title) && !hasObligation(title) ? match : null;
  }

  /** "3.1.2 Automatic sweep" right below "3.1.1 Tiered interest rates" is an item like it, not a title. */
  #isOneOfSeveral(at: number): boolean {
    const own = markerOf(this.lines[at]!.text)!;
    if (own.depth < 2 || isAllCaps(this.lines[at]!.text)) return false;
    return [this.lines[at - 1], this.lines[at + 1]].some((line) => {
      const marker = line && !line.blank ? markerOf(line.text) : null;
      return marker?.kind === 'number' && marker.depth === own.depth;
    });
  }

  /** In a text without blank lines a title follows the end of a sentence and stands over a longer one. */
  #standsOut(previous: Line, line: Line, next: Line | undefined): boolean {
    if (this.#width !== null || !next || next.blank || line.indent > 0 || !endsSentence(previous.text))
      return false;
    return (
      next.text.length > line.text.length && endsSentence(next.text) && !line.text.trimEnd().endsWith(':')
    );
  }

  /** "3. Requirements:" stands over sentences; "3. Company name:" stands over the next thing asked. */
  #sentenceFollows(at: number): boolean {
    const next = this.lines.slice(at + 1, at + 4).find((line) => !line.blank);
    return next !== undefined && next.text.length > 60 && !markerOf(next.text);
  }

  #readParagraph(at: number): number {
    const first = this.lines[at]!;
    const marker = markerOf(first.text);
    let last = at;
    while (
      last + 1 < this.lines.length &&
      this.#joins(this.lines[last]!, this.lines[last + 1]!, marker, first)
    )
      last++;
    const whole = this.lines[last]!;
    const stem = whole.text.trimEnd().endsWith(':');
    if (marker) {
      this.#unmarkedList = false;
      const level = this.#depthOf(first, marker);
      this.#push(at, last + 1, { kind: 'list-item', number: marker.number, level }, marker.length);
      if (stem) this.#unmarkedList = true;
      return last + 1;
    }
    const text = first.text.trim();
    const item = this.#unmarkedList && !stem && last === at && text.length < 200 && !endsSentence(text);
    this.#push(at, last + 1, item ? { kind: 'list-item', level: 1 } : { kind: 'paragraph' });
    if (stem) this.#unmarkedList = true;
    else if (!item) this.#unmarkedList = false;
    return last + 1;
  }

  #joins(line: Line, next: Line, marker: Marker | null, first: Line): boolean {
    if (!this.typed || next.blank || UNDERLINE.test(next.text) || isPageNumber(next.text)) return false;
    if (isContentsLine(next.text)) return false;
    const nextMarker = markerOf(next.text);
    if (nextMarker && !this.#runsInto(line, next, nextMarker)) return false;
    // Text that hangs below the marker of its item belongs to it.
    if (
      marker &&
      next.indent > first.indent + 1 &&
      next.indent >= first.indent + Math.min(marker.length, 3) - 1
    ) {
      return !isAllCaps(next.text);
    }
    if (
      next.indent > first.indent + 3 &&
      !marker &&
      line === first &&
      this.#width !== null &&
      endsSentence(line.text)
    )
      return false;
    return goesOn(line, next, this.#width);
  }

  /** Whether wrapped text runs into what looks like the marker of the next line. */
  #runsInto(line: Line, next: Line, marker: Marker): boolean {
    if (this.#width === null || marker.kind !== 'number' || line.indent !== next.indent) return false;
    const text = line.text.trimEnd();
    return (
      goesOn(line, next, this.#width) && !endsSentence(text) && (marker.depth > 1 || runsIntoNumber(text))
    );
  }

  #depthOf(line: Line, marker: Marker): number {
    if (marker.depth > 1) return marker.depth;
    const base = marker.number && isRoman(marker.number) && marker.number.length > 3 ? 2 : 1;
    return Math.min(9, base + Math.floor(line.indent / 4));
  }

  /** One line that ends in a number after a tab may be anything; two near each other are a table of contents. */
  #inContents(at: number): boolean {
    const near = this.lines.slice(Math.max(0, at - 3), at + 4).filter((line) => isContentsLine(line.text));
    return near.length > 1;
  }

  #push(from: number, to: number, draft: Omit<Draft, 'start' | 'end'>, skip = 0): number {
    const start = this.lines[from]!.start + skip;
    this.#drafts.push({ ...draft, start, end: this.lines[to - 1]!.end });
    return to;
  }
}

const markerIsBullet = (text: string) => {
  const kind = markerOf(text)?.kind;
  return kind === 'bullet' || kind === 'checkbox';
};

function numberOf(text: string): Marker | null {
  const marker = markerOf(text);
  return marker?.kind === 'number' ? marker : null;
}
