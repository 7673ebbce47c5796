import { withoutControls, withoutInvisible } from '../../platform/text/text-input.js';
import { corruptFile, tooMuchText } from '../errors.js';
import { MAX_TEXT_CHARACTERS } from '../limits.js';
import { cellText, type RawCell } from './cell-text.js';
import { type Attributes, readXml, unescaped, WORKBOOK } from './read-xml.js';
import { isCellText } from './strings.js';
import type { CellStyle } from './styles.js';

/** What one row shows: text by column, 0-based; rows and columns that show nothing are not there. */
export interface SheetRow {
  /** 1-based. */
  number: number;
  cells: Map<number, string>;
  /** Whether all of its cells are set in bold type or on a colored ground. */
  stands: boolean;
  /** Whether all of its cells are text. */
  isText: boolean;
}

export interface SheetSource {
  pieces: AsyncIterable<string> | null;
  shared: string[];
  styleOf: (style: string | undefined) => CellStyle;
  from1904: boolean;
  /** Counts characters over all sheets. */
  spend: (characters: number) => void;
}

/** Columns A to XFD. */
const MAX_COLUMNS = 16_384;

/**
 * Reads the cells of a sheet that show something. Hidden columns are left out, and hidden rows too, unless a filter hides
 * them. What a sheet says of its own size is not believed.
 */
export async function readSheet(source: SheetSource): Promise<SheetRow[]> {
  const reader = new SheetReader(source);
  await readXml(source.pieces, {
    open: (name, attributes, path) => reader.open(name, attributes, path.at(-2)),
    text: (text, path) => reader.text(text, path),
    close: (name) => reader.close(name),
  });
  return reader.rows();
}

class SheetReader {
  readonly #rows: { row: SheetRow; hidden: boolean }[] = [];
  readonly #hiddenColumns: [from: number, to: number][] = [];
  #filtered = false;
  #number = 0;
  #row: SheetRow | null = null;
  #rowHidden = false;
  #column = -1;
  #cell: (RawCell & { parts: string[]; inline: string[] }) | null = null;

  constructor(private readonly source: SheetSource) {}

  open(name: string, attributes: Attributes, parent: string | undefined) {
    if (name === 'c') this.#openCell(attributes);
    else if (name === 'row') {
      // Only rows that do not follow the one before say where they are.
      this.#number = Number(attributes.r) || this.#number + 1;
      this.#row = { number: this.#number, cells: new Map(), stands: true, isText: true };
      this.#rowHidden = isTrue(attributes.hidden);
      this.#column = -1;
    } else if (name === 'col' && parent === 'cols' && isTrue(attributes.hidden)) {
      if (this.#hiddenColumns.length < MAX_COLUMNS)
        this.#hiddenColumns.push([Number(attributes.min) - 1, Number(attributes.max) - 1]);
    } else if (name === 'filterColumn') this.#filtered = true;
  }

  #openCell({ r, t, s }: Attributes) {
    this.#column = r === undefined ? this.#column + 1 : columnOf(r);
    if (this.#column >= MAX_COLUMNS) throw corruptFile(WORKBOOK, new Error(`a cell at ${r}`));
    this.#cell = { type: t ?? 'n', value: '', style: this.source.styleOf(s), parts: [], inline: [] };
  }

  text(text: string, path: readonly string[]) {
    const cell = this.#cell;
    if (!cell) return;
    if (path.at(-1) === 'v' && path.at(-2) === 'c') cell.parts.push(text);
    else if (isCellText(path) && path.includes('is')) cell.inline.push(text);
  }

  close(name: string) {
    if (name === 'c') this.#closeCell();
    else if (name === 'row') {
      if (this.#row && this.#row.cells.size > 0) this.#rows.push({ row: this.#row, hidden: this.#rowHidden });
      this.#row = null;
    }
  }

  #closeCell() {
    const [cell, row] = [this.#cell, this.#row];
    this.#cell = null;
    if (!cell || !row) return;
    const { shared, from1904, spend } = this.source;
    cell.value = unescaped(cell.type === 'inlineStr' ? cell.inline.join('') : cell.parts.join(''));
    if (
      cell.value === '' ||
      this.#hiddenColumns.some(([from, to]) => this.#column >= from && this.#column <= to)
    )
      return;
    const text = cleaned(cellText(cell, from1904, (index) => shared[index] ?? ''))
      .replace(/\r\n?/g, '\n')
      // A cell with tabs in it would read as several.
      .replace(/\t/g, ' ')
      .trim();
    if (text === '') return;
    spend(text.length);
    row.cells.set(this.#column, text);
    if (!cell.style.bold && !cell.style.filled) row.stands = false;
    if (cell.type === 'n' || cell.type === 'd') row.isText = false;
  }

  rows(): SheetRow[] {
    return this.#rows.filter(({ hidden }) => this.#filtered || !hidden).map(({ row }) => row);
  }
}

const cleaned = (text: string) => withoutInvisible(withoutControls(text));

const isTrue = (value: string | undefined) => value === '1' || value === 'true';

/** The 0-based column of a reference such as "AB12". */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length && at < 4; at++) {
    const letter = reference.charCodeAt(at) & 0xdf;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  if (column === 0) throw corruptFile(WORKBOOK, new Error(`a cell at "${reference.slice(0, 20)}"`));
  return column - 1;
}

/** Counts the characters that a workbook shows. @throws DomainError `file-too-large` */
export function characterBudget(): (characters: number) => void {
  let total = 0;
  return (characters) => {
    total += characters;
    if (total > MAX_TEXT_CHARACTERS) throw tooMuchText(null);
  };
}
