import type { App } from '../app-types.js';
import { type Block, type Rectangle, rectanglesOf, type Span } from '../formats/index.js';

/** A rectangle on a page of a document. */
export interface PagePlace extends Rectangle {
  /** 1-based. */
  page: number;
}

/** A cell of a spreadsheet. */
export interface CellPlace {
  /** Null in a file that is one sheet without a name. */
  sheet: string | null;
  /** "B12" */
  reference: string;
}

/** Where a part of a document stands: on its pages, or in a sheet. */
export interface Place {
  /** In order; empty where it is not known. */
  rectangles: PagePlace[];
  cell: CellPlace | null;
}

/** Finds where a part of the text of a document stands. @param documentId of a source document */
export async function placeOf(
  { db }: Pick<App, 'db'>,
  documentId: string,
  { start, end }: Span,
): Promise<Place> {
  const touched = { documentId, start: { lt: end }, end: { gt: start } };
  const [pages, block] = await Promise.all([
    db.sourcePage.findMany({
      where: touched,
      orderBy: { number: 'asc' },
      select: { number: true, words: true },
    }),
    db.sourceBlock.findFirst({ where: touched, orderBy: { position: 'asc' }, select: { row: true } }),
  ]);
  const rectangles = pages.flatMap(({ number: page, words }) =>
    rectanglesOf({ words }, { start, end }).map((rectangle) => ({ ...rectangle, page })),
  );
  return { rectangles, cell: cellAt((block?.row ?? null) as unknown as Block['row'], start) };
}

function cellAt(row: Block['row'], start: number): CellPlace | null {
  if (!row?.sheet) return null;
  const { name, row: number, columns } = row.sheet;
  const index = row.cells.findIndex(({ end }) => end > start);
  return { sheet: name, reference: `${lettersOf(columns[Math.max(0, index)] ?? 0)}${number}` };
}

/** "A" for 0, "AA" for 26. */
function lettersOf(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? lettersOf(rest - 1) : '') + String.fromCharCode(65 + (column % 26));
}
