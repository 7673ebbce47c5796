import { withoutInvisible } from '../../platform/text/text-input.js';
import { isSymbol, symbolText } from '../symbols.js';
import type { DocFile } from './file.js';
import { formFieldText } from './form-fields.js';
import { CHARACTER, type Marks, PARAGRAPH } from './marks.js';

/** One paragraph as a reader sees it; a line break in it is "\n". */
export interface Paragraph {
  text: string;
  bold: boolean;
  /** How many tables are around it, and what it ends there. */
  depth: number;
  ends: 'paragraph' | 'cell' | 'row';
  /** Of the mark of a row: whether it names the columns, and where its cells begin and end, in twips. */
  isHeader: boolean;
  edges: number[] | null;
  /** The level of a heading; null for running text. */
  heading: number | null;
  /** Whether it is an entry of a table of contents. */
  inContents: boolean;
}

/** What was met that is not part of the text. */
export interface Unread {
  comments: number;
  deleted: number;
  hidden: number;
  objects: number;
  pictures: number;
}

interface Field {
  instruction: string;
  /** What a form field shows, which has no result; null for other fields. */
  form: string | null;
  /** Whether its result has begun. */
  isShowing: boolean;
}

const MOST_FIELDS = 1000;

/** Reads a range of the text, such as the body or one header, into paragraphs ([MS-DOC] 2.4.1). */
export function readStory(
  file: DocFile,
  source: { text: string; marks: Marks },
  range: { from: number; to: number },
  unread: Unread,
): Paragraph[] {
  const reader = new StoryReader(file, source.text, source.marks, unread);
  for (let cp = range.from; cp < Math.min(range.to, source.text.length); cp++) reader.read(cp);
  return reader.end();
}

class StoryReader {
  readonly #paragraphs: Paragraph[] = [];
  readonly #fields: Field[] = [];
  #parts: string[] = [];
  #isBold = true;
  #hasText = false;
  #wasHidden = 0;

  constructor(
    private readonly file: DocFile,
    private readonly text: string,
    private readonly marks: Marks,
    private readonly unread: Unread,
  ) {}

  read(cp: number) {
    const char = this.text[cp]!;
    const bits = this.marks.characters[cp]!;
    switch (char) {
      case '\x13':
        if (this.#fields.length < MOST_FIELDS)
          this.#fields.push({ instruction: '', form: null, isShowing: false });
        return;
      case '\x14':
        this.#showForm();
        if (this.#fields.length > 0) this.#fields.at(-1)!.isShowing = true;
        return;
      case '\x15':
        this.#closeField();
        return;
      case '\x07':
        return this.#close(cp, this.#isRow(cp) ? 'row' : 'cell');
      case '\r':
      case '\f':
        // A paragraph whose mark was deleted runs on into the next one.
        if (bits & CHARACTER.deleted) return;
        if (this.#isRow(cp)) return this.#close(cp, 'row');
        return this.#close(cp, this.#paragraphBits(cp) & PARAGRAPH.endsInnerCell ? 'cell' : 'paragraph');
    }
    if (!this.#isShown(cp, char, bits)) return;
    if (char === '\x01' || char === '\x08') {
      if (!this.marks.forms.has(cp)) this.unread.pictures++;
      return;
    }
    this.#add(this.#shown(cp, char), bits);
  }

  #isShown(cp: number, char: string, bits: number): boolean {
    const field = this.#fields.at(-1);
    if (field && !field.isShowing) {
      const form = this.marks.forms.get(cp);
      if (form !== undefined && /^\s*FORM(?:CHECKBOX|DROPDOWN)/.test(field.instruction))
        field.form = formFieldText(this.file.data, form);
      else if (field.instruction.length < 1000) field.instruction += char;
    }
    if (!this.#showsResults(this.#fields)) return false;
    const gone = bits & (CHARACTER.deleted | CHARACTER.hidden);
    // Each passage counts once.
    if (gone && gone !== this.#wasHidden && /\S/.test(char)) {
      if (gone & CHARACTER.deleted) this.unread.deleted++;
      else this.unread.hidden++;
    }
    this.#wasHidden = gone;
    return gone === 0;
  }

  #showsResults = (fields: Field[]) => fields.every(({ isShowing }) => isShowing);

  /** What a form field shows stands where its result would. */
  #showForm() {
    const field = this.#fields.at(-1);
    if (!field?.form) return;
    if (this.#showsResults(this.#fields.slice(0, -1))) this.#add(field.form, 0);
    field.form = null;
  }

  #closeField() {
    this.#showForm();
    const field = this.#fields.pop();
    if (field && /^\s*(?:EMBED|LINK|CONTROL)\b/.test(field.instruction)) this.unread.objects++;
  }

  #shown(cp: number, char: string): string {
    const symbol = this.marks.symbols.get(cp);
    if (symbol) return symbolText(symbol.font, symbol.code ?? char.charCodeAt(0));
    if (isSymbol(char)) return symbolText(null, char.charCodeAt(0));
    switch (char) {
      case '\v':
        return '\n';
      case '\t':
        return '\t';
      case '\x0e':
        return ' ';
      case '\x1e':
      case '\u2011':
        return '-';
      default:
        // Among them hyphens that show only at the end of a line, and the marks of notes.
        return char < ' ' ? '' : char;
    }
  }

  #add(text: string, bits: number) {
    if (text === '') return;
    this.#parts.push(text);
    if (text.trim() === '') return;
    this.#hasText = true;
    if (!(bits & CHARACTER.bold)) this.#isBold = false;
  }

  #paragraphBits = (cp: number) => this.marks.paragraphs[cp]!;
  #isRow = (cp: number) => (this.#paragraphBits(cp) & PARAGRAPH.endsRow) !== 0;

  #close(cp: number, ends: Paragraph['ends']) {
    const bits = this.#paragraphBits(cp);
    const depth = bits & PARAGRAPH.depth;
    this.#paragraphs.push({
      text: withoutInvisible(this.#parts.join('')),
      bold: this.#hasText && this.#isBold,
      depth,
      ends: depth === 0 ? 'paragraph' : ends,
      isHeader: (bits & PARAGRAPH.isHeader) !== 0,
      edges: this.marks.edges.get(cp) ?? null,
      heading: this.marks.headings.get(cp) ?? null,
      inContents: this.#fields.some(
        ({ isShowing, instruction }) => isShowing && /^\s*TOC\b/.test(instruction),
      ),
    });
    this.#parts = [];
    this.#isBold = true;
    this.#hasText = false;
  }

  end(): Paragraph[] {
    if (this.#parts.length > 0) this.#close(this.text.length, 'paragraph');
    return this.#paragraphs;
  }
}
