import { DomainError } from '../../platform/errors.js';
import { type Draft, toDocument } from '../draft.js';
import { corruptFile } from '../errors.js';
import { LeftOuts } from '../left-out.js';
import { markerOf } from '../text/markers.js';
import { PlainReader } from '../text/plain.js';
import { hasObligation } from '../text/shape.js';
import type { Furniture, ReadDocument, Span } from '../types.js';
import { openDoc } from './file.js';
import { readMarks } from './marks.js';
import { readPieces } from './pieces.js';
import { readStories } from './stories.js';
import type { Paragraph } from './story.js';
import { type DocRow, partsOf } from './tables.js';

/**
 * Reads a Word 97-2003 document ([MS-DOC]): headers, body, notes, text boxes, footers. The format keeps list numbers
 * out of the text, so only numbers that were typed are there.
 *
 * @throws DomainError `file-corrupt`, `file-unsupported` for older versions, `file-too-large`
 */
export function extractDoc(bytes: Uint8Array): ReadDocument {
  try {
    const file = openDoc(bytes);
    const { text, pieces } = readPieces(file);
    const { stories, unread } = readStories(file, { text, marks: readMarks(file, text, pieces) });
    const leftOut = new LeftOuts();
    leftOut.add('COMMENTS', null, unread.comments);
    leftOut.add('DELETED_TEXT', null, unread.deleted);
    leftOut.add('HIDDEN_TEXT', null, unread.hidden);
    leftOut.add('EMBEDDED_FILES', null, unread.objects);
    leftOut.add('PICTURES', null, unread.pictures);
    const writer = new Writer();
    for (const { paragraphs, furniture } of stories) writer.write(paragraphs, furniture);
    return writer.toDocument(leftOut);
  } catch (error) {
    throw error instanceof DomainError ? error : corruptFile('Word document', error);
  }
}

/** Writes paragraphs and tables one below the other, and remembers where they stand. */
class Writer {
  readonly #parts: string[] = [];
  readonly #drafts: Draft[] = [];
  #length = 0;
  #tables = 0;

  write(paragraphs: Paragraph[], furniture: Furniture | null) {
    if (paragraphs.every(({ text }) => text.trim() === '')) return;
    if (this.#length > 0) this.#put('\n\n');
    if (furniture) {
      for (const { text } of paragraphs)
        this.#drafts.push({ kind: 'paragraph', furniture, ...this.#line(text) });
      return;
    }
    for (const part of partsOf(paragraphs)) {
      if (part.kind === 'paragraphs') this.#paragraphs(part.paragraphs);
      else this.#table(part.rows);
    }
  }

  #put(text: string): Span {
    const start = this.#length;
    this.#parts.push(text);
    this.#length += text.length;
    return { start, end: this.#length };
  }

  #line(text: string): Span {
    const span = this.#put(text);
    this.#put('\n');
    return span;
  }

  #paragraphs(paragraphs: Paragraph[]) {
    const lines = paragraphs.flatMap(({ text, ...paragraph }) =>
      linesOf(text).map((line) => ({
        ...paragraph,
        ...this.#line(line),
        // A line break in a paragraph is none of its text's shape; a space is as long.
        text: line.replace(/\n/g, ' '),
        indent: line.length - line.trimStart().length,
        blank: line.trim() === '',
      })),
    );
    let at = 0;
    for (const draft of new PlainReader(lines, false).read()) {
      while (lines[at]!.end < draft.end) at++;
      this.#drafts.push(asMarked(draft, lines[at]!));
    }
  }

  #table(rows: DocRow[]) {
    const table = this.#tables++;
    const filled = rows.filter(({ cells }) => cells.some(({ text }) => text !== ''));
    for (const [index, row] of filled.entries()) {
      const start = this.#length;
      const cells: Span[] = [];
      for (const { text } of row.cells) {
        if (cells.length > 0) this.#put('\t');
        cells.push(this.#put(text));
      }
      const isHeader = row.isHeader || (index === 0 && filled.length > 1 && namesColumns(row));
      const end = this.#length;
      this.#drafts.push({ kind: 'table-row', start, end, row: { table, index, isHeader, cells } });
      this.#put('\n');
    }
    this.#put('\n');
  }

  toDocument(leftOut: LeftOuts): ReadDocument {
    return toDocument('doc', this.#parts.join(''), this.#drafts, null, leftOut);
  }
}

/** What the shape of a text tells, unless its writer said more: that it is a heading, or an entry of the contents. */
function asMarked(draft: Draft, { text, heading, inContents }: Paragraph): Draft {
  if (draft.furniture) return draft;
  if (inContents) return { ...draft, kind: 'paragraph', level: null, furniture: 'contents' };
  // Whole clauses are set in heading styles to have them numbered: those are text.
  if (heading === null || (text.length > 150 && /[.;:]$/.test(text.trimEnd()))) return draft;
  return { ...draft, kind: 'heading', level: heading };
}

/** A paragraph; where a line break stands before the mark of an item, each item is one of its own. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    if (lines.length === 0 || markerOf(line)) lines.push(line);
    else lines[lines.length - 1] += `\n${line}`;
  }
  return lines;
}

/** Whether the first row of a table names the columns: short texts, all bold, or three and more that are no sentences. */
function namesColumns({ cells }: DocRow): boolean {
  const filled = cells.filter(({ text }) => text !== '');
  if (filled.length < 2 || filled.some(({ text }) => text.length > 100)) return false;
  if (filled.every(({ text, bold }) => bold && !/[.;]$/.test(text))) return true;
  const isShort = filled.every(({ text }) => text.length <= 60 && !/[.?:]$/.test(text));
  return isShort && filled.length > 2 && !hasObligation(filled.map(({ text }) => text).join('\t'));
}
