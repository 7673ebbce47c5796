import type { Block, ExtractedDocument } from '../../formats/types.js';
import type { Unit } from '../extraction-types.js';
import { findChecklists } from './checklists.js';
import { continued, isUnfinishedLine } from './continuation.js';
import type { UnitContext } from './place.js';
import { LEVEL_OF_ROWS, overallRole, SectionTracker, titleOf } from './sections.js';
import { leadingMarker } from './signals/enumeration.js';
import { isBlank, isChoice } from './signals/form-field.js';
import { promptOf } from './signals/interrogative.js';
import { StemTracker } from './stems.js';
import { readTables, type Table } from './tables.js';
import {
  DEEPEST,
  isClauseEnd,
  isTitleInCapitals,
  isTitleInDisguise,
  isTitleOfClause,
  levelOfTitle,
  readsAsClause,
} from './titles.js';
import { findUnmarkedItems } from './unmarked-lists.js';

const TICK_BOX = /(?:\[[ xX_]?\]|\(\s{1,3}\)|[☐☑☒□❏❑❒⬜◯\uf06f\uf0a8])\s*$/;

/** An item of a checklist to tick off, not a choice. */
const OBLIGES =
  /\b(?:vendors?|contractors?|offerors?|bidders?|proposals?|bids?|system|solution)\b[^.]{0,80}\b(?:shall|must)\b/i;

/** "2. Your response" is a title, not room for one. */
const isNumberedHeading = ({ kind, number }: Block) => kind === 'heading' && number !== null;

/** Whether a block is a choice: it has a box to tick before it, or nothing but "Yes" or "No" in it. */
function isOptionBlock(document: ExtractedDocument, block: Block): boolean {
  if (OBLIGES.test(block.text.slice(0, 300)) || isNumberedHeading(block)) return false;
  if (isChoice(block.text)) return true;
  const before = document.text.slice(Math.max(0, block.start - 8), block.start);
  return TICK_BOX.test(before.slice(before.lastIndexOf('\n') + 1));
}

/** Whether `next` is where `block` is to be answered. Bare words such as "Other" may just as well be the last choice of a list. */
function isAnswered(block: Block, next: Block, options: Set<number>): boolean {
  if (isBlank(next.text) && !isNumberedHeading(next)) return true;
  if (!options.has(next.position)) return false;
  return !isChoice(next.text) || /[?:*]["”)]*$/.test(block.text.trimEnd()) || promptOf(block.text) !== null;
}

/** Finds the place of every unit, in order. */
export function placeUnits(document: ExtractedDocument, units: Unit[]): UnitContext[] {
  const around = readNeighbors(document);
  const tables = readTables(document);
  const tracker = new SectionTracker(overallRole(document));
  const stems = new StemTracker();
  const unmarked = findUnmarkedItems(document);
  const lastUnitOf = new Map<number, UnitContext>();
  const places: UnitContext[] = [];
  let previous: UnitContext | undefined;
  let isTitle = false;
  for (const unit of units) {
    const block = document.blocks[unit.block]!;
    const opensBlock = units[unit.index - 1]?.block !== unit.block;
    const [before, after] = around.neighbors.get(block.position) ?? [null, null];
    const isItem = unmarked.has(block.position) || block.kind === 'list-item';
    if (opensBlock) {
      const isHeading =
        block.kind === 'heading' && !isItem && !block.furniture && !isUnfinishedLine(block, after);
      isTitle =
        !isHeading &&
        !unmarked.has(block.position) &&
        !block.furniture &&
        isTitleInDisguise(document, block, before, after);
      if (previous && isClauseEnd(previous.unit.text)) tracker.endClause();
      const rowTitle = block.row && tables.get(block.row.table)!.titles.get(block.position);
      if (previous?.block.row && previous.block.row.table !== block.row?.table) tracker.endRows();
      if (rowTitle) {
        isTitle = true;
        tracker.enter(rowTitle, LEVEL_OF_ROWS);
      } else if (isHeading || isTitle) {
        if (isHeading) tracker.enter(titleOf(block), levelOfHeading(block));
        else
          enterTitle(
            tracker,
            titleOf(block),
            levelOfTitle(block),
            document.text.slice(block.end, block.end + 1000),
          );
        stems.clear();
      }
    }
    const isRunning = !block.furniture && (isItem || block.kind !== 'heading' || isLeadInTitle(block));
    const isRunOnTitle =
      isRunning &&
      !block.row &&
      (isTitleInCapitals(unit.text) ||
        isWordInCapitals(unit, block) ||
        (block.number === null && isTitleOfClause(unit.text)));
    if (isRunOnTitle)
      enterTitle(tracker, unit.text, DEEPEST - 1, document.text.slice(unit.end, unit.end + 1000));
    const cell = block.row ? cellAt(block, unit, tables.get(block.row.table)!) : null;
    const opensCell =
      cell !== null && (units[unit.index - 1]?.end ?? -1) <= block.row!.cells[cell.column]!.start;
    const marker = leadingMarker(unit.text);
    const place: UnitContext = {
      unit,
      block,
      section: tracker.current,
      role: tracker.role,
      number:
        marker?.number ?? (opensBlock ? block.number : null) ?? (cell && rowNumber(document, block, cell)),
      start: unit.start + (marker?.length ?? 0),
      stem: null,
      opens: opensBlock || opensCell || marker !== null,
      leads: false,
      continues: null,
      isOption: around.options.has(block.position),
      isTitle: isTitle || isRunOnTitle,
      isChecked: around.checked.has(block.position),
      awaitsAnswer:
        after !== null && !around.options.has(block.position) && isAnswered(block, after, around.options),
      cell,
    };
    places.push(place);
    if (block.furniture) continue;
    if (opensBlock && before && !isTitle && !isItem)
      place.continues = continued(lastUnitOf.get(before.position), place);
    if (isRunning && !isTitle) place.stem = stems.stemOf(place, previous, isItem);
    if (place.stem !== null) places[place.stem]!.leads = true;
    lastUnitOf.set(block.position, place);
    previous = place;
  }
  return places;
}

/** "3.1" stands under "3." even where both were set alike. */
const levelOfHeading = ({ level, number }: Block) =>
  (level ?? 1) + Math.min(9, (number?.match(/\d+/g) ?? [1]).length - 1) / 10;

/** "INSURANCE The Contractor shall …" in text that lost its line breaks. */
const isWordInCapitals = ({ text }: Unit, block: Block) =>
  /^\p{Lu}{6,20}[.:]?$/u.test(text) && block.text.length > text.length + 40;

/** "Cover letter. It must hold the following:" set as a heading still leads into its list. */
const isLeadInTitle = ({ kind, text }: Block) =>
  kind === 'heading' &&
  text.length < 400 &&
  text.split(/\s+/).length > 5 &&
  /\b(?:shall|must|should|following|include)\b.*:$/i.test(text);

/** Enters a title that was not marked as one; the titles of clauses may stand in a list, without their text. */
function enterTitle(tracker: SectionTracker, title: string, level: number, next: string): void {
  if (isTitleOfClause(title) && !readsAsClause(next)) tracker.endClause();
  else tracker.enter(title, level);
}

type Neighbors = [before: Block | null, after: Block | null];

/** The blocks before and after each block of the running text, and which of them are choices. */
function readNeighbors(document: ExtractedDocument) {
  const body = document.blocks.filter((block) => !block.furniture);
  const neighbors = new Map(
    body.map((block, at): [number, Neighbors] => [
      block.position,
      [body[at - 1] ?? null, body[at + 1] ?? null],
    ]),
  );
  const options = new Set(
    body.filter((block) => isOptionBlock(document, block)).map((block) => block.position),
  );
  const checked = findChecklists(body, options);
  for (const position of checked) options.delete(position);
  return { neighbors, options, checked };
}

function cellAt(block: Block, unit: Unit, table: Table): UnitContext['cell'] {
  const cells = block.row!.cells;
  const column = Math.max(
    0,
    cells.findIndex((cell) => unit.start >= cell.start && unit.end <= cell.end),
  );
  const header = block.row!.isHeader ? null : (table.headers[column] ?? null);
  return {
    table,
    column,
    header: header || null,
    role: block.row!.isHeader ? 'other' : (table.columns[column] ?? 'other'),
  };
}

/** The number of a row stands in a column of its own. */
function rowNumber(
  document: ExtractedDocument,
  block: Block,
  cell: NonNullable<UnitContext['cell']>,
): string | null {
  const span = block.row!.cells[cell.table.columns.indexOf('number')];
  const number = span && document.text.slice(span.start, span.end).trim();
  return number && number.length <= 12 ? number : null;
}
