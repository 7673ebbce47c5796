import type { Composer } from '../draft.js';
import { markerOf } from '../text/markers.js';
import { hasObligation, isAllCaps, isContentsLine, isNamedPart, isNumberedHeading } from '../text/shape.js';
import type { ExtractedDocument, Furniture } from '../types.js';
import type { Label, Numbering } from './numbering.js';
import { FieldState, type RunText, readRuns } from './runs.js';
import type { Styles } from './styles.js';
import { isHeaderRow, readRow, rowsOf, type TableCell } from './table.js';
import { child, type Element, isOn, valOf } from './xml.js';

export interface Notes {
  footnote: Map<string, Element>;
  endnote: Map<string, Element>;
}

const CONTAINERS = new Set([
  'sdt',
  'sdtContent',
  'customXml',
  'ins',
  'moveTo',
  'smartTag',
  'AlternateContent',
  'Choice',
  'Fallback',
]);
const isContentsBox = (element: Element) =>
  /table of contents/i.test(valOf(child(child(element, 'sdtPr'), 'docPartObj'), 'docPartGallery') ?? '');

/** Turns the block-level content of a part of a Word document into blocks, in order. */
export class BodyReader {
  readonly #fields = new FieldState();
  #headingLevel = 0;
  /** Text of paragraphs whose paragraph mark was deleted: it runs on into the next one. */
  #carried = '';

  constructor(
    private readonly composer: Composer,
    private readonly styles: Styles,
    private readonly numbering: Numbering,
    private readonly notes: Notes,
    /** Documents that stand within this one, by the id of their place. */
    private readonly chunks: Map<string, ExtractedDocument>,
  ) {}

  read(parent: Element, furniture: Furniture | null = null) {
    for (const element of parent.children) {
      if (element.name === 'p') this.#paragraph(element, furniture);
      else if (element.name === 'tbl') this.#table(element, furniture);
      else if (element.name === 'altChunk') {
        const document = this.#chunk(element);
        if (document) this.composer.append(document, furniture);
      } else if (CONTAINERS.has(element.name))
        this.read(element, isContentsBox(element) ? 'contents' : furniture);
    }
  }

  /** The document that stands in the place of an element, the first time. */
  #chunk({ attributes: { id = '' } }: Element): ExtractedDocument | undefined {
    const document = this.chunks.get(id);
    this.chunks.delete(id);
    return document;
  }

  #paragraph(element: Element, furniture: Furniture | null) {
    const contents = this.#fields.inContents;
    const runs = readRuns(element, this.#fields);
    const properties = child(element, 'pPr');
    const style = valOf(properties, 'pStyle');
    const text = this.#carried + runs.text;
    if (child(child(properties, 'rPr'), 'del')) {
      this.#carried = text;
      return;
    }
    this.#carried = '';
    const inContents = contents || this.#fields.inContents || this.styles.isContents(style);
    const label = this.#label(properties, style);
    this.#add(
      text,
      runs,
      label,
      furniture ?? (inContents || isContentsEntry(text, runs) ? 'contents' : null),
      properties,
    );
    this.#attachments(runs, furniture);
  }

  #attachments(runs: RunText, furniture: Furniture | null) {
    for (const box of runs.boxes) this.read(box, furniture);
    for (const { kind, id } of runs.notes) {
      const note = this.notes[kind].get(id);
      // A note is shown once; taking it out also ends notes that refer to themselves.
      if (!note || !this.notes[kind].delete(id)) continue;
      this.read(note, furniture);
    }
  }

  #label(properties: Element | undefined, style: string | undefined): Label | null {
    const own = child(properties, 'numPr');
    const styled = this.styles.numbering(style);
    const numId = valOf(own, 'numId') ?? styled?.numId;
    if (numId === undefined || numId === '0') return null;
    const level = valOf(own, 'ilvl') ?? styled?.level ?? null;
    return this.numbering.next(
      numId,
      level === null ? this.numbering.levelOfStyle(numId, styled?.style ?? '') : Number(level) || 0,
    );
  }

  #add(
    text: string,
    runs: RunText,
    label: Label | null,
    furniture: Furniture | null,
    properties: Element | undefined,
  ) {
    const trimmed = text.trim();
    if (trimmed === '') return;
    const typed = label ? null : markerOf(trimmed);
    const number = label?.number ?? typed?.number ?? null;
    const body = typed ? trimmed.slice(typed.length) : trimmed;
    const mark = label?.mark ?? (typed ? trimmed.slice(0, typed.length).trim() : null);
    // A line that is all marker ("(a)") keeps it as its text.
    const piece = body.trim() === '' ? { text: trimmed, mark: null } : { text: body, mark };
    if (furniture) {
      this.composer.add({ ...piece, kind: 'paragraph', number, furniture });
      return;
    }
    const level = this.#headingOf(trimmed, runs, label, properties);
    if (level !== null) this.composer.add({ ...piece, kind: 'heading', number, level });
    else if (label || typed) {
      const depth = label ? label.level + 1 : Math.min(9, Math.max(1, typed!.depth));
      this.composer.add({ ...piece, kind: 'list-item', number, level: depth });
    } else this.composer.add({ ...piece, kind: 'paragraph' });
  }

  /** 1-based heading level by style, or by shape where writers only made the text bold; null for running text. */
  #headingOf(
    text: string,
    runs: RunText,
    label: Label | null,
    properties: Element | undefined,
  ): number | null {
    const style = valOf(properties, 'pStyle');
    const outline = valOf(properties, 'outlineLvl');
    const level =
      outline !== undefined
        ? Number(outline) < 9
          ? Number(outline) + 1
          : null
        : this.styles.headingLevel(style);
    if (level !== null) {
      // Whole clauses are set in heading styles to have them numbered: those are text.
      if (text.length > 150 && /[.;:]$/.test(text)) return null;
      this.#headingLevel = level;
      return level;
    }
    if (text.length > 110 || text.includes('\n') || /[.?!;,]$/.test(text) || /_{3}/.test(text)) return null;
    const bold = runs.bold || (this.styles.isBold(style) && !text.endsWith(':'));
    if (label && label.number === null) return null;
    if (!label && isNumberedHeading(text)) return (markerOf(text)?.depth ?? 1) || 1;
    if (
      label
        ? bold && !hasObligation(text)
        : isAllCaps(text) || isNamedPart(text) || (bold && !hasObligation(text) && !markerOf(text))
    ) {
      return Math.min(9, this.#headingLevel + 1);
    }
    return null;
  }

  #table(element: Element, furniture: Furniture | null) {
    const rows = rowsOf(element);
    // A frame around text is no table.
    if (rows.every((row) => row.cells.length <= 1)) {
      for (const row of rows) for (const cell of row.cells) this.read(cell, furniture);
      return;
    }
    const table = this.composer.nextTable();
    let index = 0;
    const after: RunText[] = [];
    for (const row of rows) {
      const cells = readRow(row, (paragraph) => this.#cellParagraph(paragraph, after));
      if (cells.every((cell) => cell.text.trim() === '')) continue;
      const isHeader = isHeaderRow(row, cells, index, rows.length);
      this.composer.addRow(
        cells.map((cell: TableCell) => cell.text),
        { table, index: index++, isHeader },
        { furniture },
      );
    }
    for (const runs of after) this.#attachments(runs, furniture);
  }

  #cellParagraph(element: Element, after: RunText[]): { text: string; bold: boolean; boxes: Element[] } {
    if (element.name === 'altChunk') {
      return {
        text:
          this.#chunk(element)
            ?.blocks.map(({ text }) => text)
            .join('\n') ?? '',
        bold: false,
        boxes: [],
      };
    }
    const runs = readRuns(element, this.#fields);
    const properties = child(element, 'pPr');
    if (isOn(child(properties, 'rPr'), 'vanish') && runs.text.trim() === '')
      return { text: '', bold: false, boxes: [] };
    const label = this.#label(properties, valOf(properties, 'pStyle'));
    if (runs.notes.length > 0) after.push({ ...runs, boxes: [] });
    const text = runs.text.replace(/\t/g, ' ').trim();
    return {
      text: label && text !== '' ? `${label.mark} ${text}` : text,
      bold: runs.bold,
      boxes: runs.boxes,
    };
  }
}

/** "Scope <tab> 12", or a line that is one link into the document, is an entry of a table of contents. */
const isContentsEntry = (text: string, runs: RunText) =>
  text.trim().length < 200 && (isContentsLine(text) || (runs.anchored && /\t\s*\d{0,4}$/.test(text)));
