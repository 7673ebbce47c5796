import type { Block, ExtractedDocument } from '../../formats/types.js';
import { isBlank, isChoice } from './signals/form-field.js';

/** What a column of a table holds for the one who answers. */
export type ColumnRole = 'ask' | 'response' | 'answer' | 'number' | 'price' | 'rank' | 'note' | 'other';

/** How a table is to be read. */
export interface Table {
  /** `form`: its asks wait for an answer; `answered`: somebody else's questions with answers; `plain`: prose in cells. */
  kind: 'form' | 'answered' | 'price' | 'plain';
  columns: ColumnRole[];
  headers: string[];
  /** Positions of the rows that name the section of those below them, with its title. */
  titles: ReadonlyMap<number, string>;
}

const NUMBER =
  /^(?:#|no\.?|nr\.?|number|id|ref(?:erence)?\.?(?: no\.?)?|item(?: ?(?:no\.?|#|number))?|s\.?\s?no\.?|sl\.?\s?no\.?|req(?:uirement)?\.? ?(?:id|no\.?|#)|q ?#|line|clin|section|page|(?:question|requirement|criterion|clause|row) ?(?:no\.?|nr\.?|number|#|id))$/i;
/** What the buyer says to those who fill in the row. */
const NOTE =
  /^(?:guidance|help(?: text)?|hints?|rationale|explanatory notes?|scoring guidance|why (?:we ask|this matters))$/i;
const PRIORITY =
  /^(?:priority|importance|criticality|severity|moscow|obligation|mandatory(?: ?(?:\/|or) ?(?:optional|desirable))?|must ?\/ ?should(?: ?\/ ?could)?)$/i;
/** What the buyer says of how much a row matters. */
const RANK =
  /^(?:must|should|could|may|won['’]?t)(?:[ -]have)?$|^(?:very )?(?:high|low|medium|critical|important|essential|mandatory|optional|required|preferred|desirable|desired|nice[ -]to[ -]have)$|^(?:[MSCWHLDO]|P\d|prio(?:rity)? \d)$/i;
const RESPONSE =
  /\b(?:response|complian(?:ce|t)|comply|complies|y\/n|yes ?\/ ?no|yes|no|meets?|fails?|met|not met|bidder|vendor|offeror|supplier|respondent|proposer|contractor(?:['’]s)? (?:response|comments?)|comments?|remarks?|evidence|explanation|offered|proposed|notes|initials?|score|check)\b/i;
const ANSWER =
  /^(?:(?:government|agency|state|official|buyer|gsa|county|city|procurement|owner)['’]?s? )?(?:answers?|responses?|reply|replies|clarifications?)\b/i;
const PRICE = /\b(?:price|cost|amount|total|rate|fee|qty|quantity|unit|extended|discount|hours|\$)\b/i;
const ASK =
  /\b(?:questions?|requirements?|specifications?|criteri(?:a|on)|descriptions?|controls?|features?|functions?|functionalit(?:y|ies)|capabilit(?:y|ies)|inquir(?:y|ies)|statements?|information (?:required|requested)|tasks?|details?|minimum|item)\b/i;

function columnRole(header: string): ColumnRole {
  const text = header.trim();
  if (NUMBER.test(text)) return 'number';
  if (NOTE.test(text)) return 'note';
  if (PRIORITY.test(text)) return 'rank';
  if (PRICE.test(text) && !ASK.test(text)) return 'price';
  if (ANSWER.test(text)) return 'answer';
  if (
    RESPONSE.test(text) &&
    !/^(?:vendor|bidder|offeror|contractor)['’]?s? (?:questions?|requirements?)/i.test(text)
  )
    return 'response';
  return ASK.test(text) ? 'ask' : 'other';
}

const cellsOf = (document: ExtractedDocument, block: Block) =>
  (block.row?.cells ?? []).map(({ start, end }) => document.text.slice(start, end).trim());

/** "Yes ☐ No ☐ If yes, please give details" is room for an answer. */
const hasBoxes = (cell: string) => cell.length < 120 && /^(?:yes|no|n\/a)\b.{0,8}[☐□❑❒]/i.test(cell);
const isEmpty = (cell: string) => cell === '' || isBlank(cell) || isChoice(cell) || hasBoxes(cell);

/** Reads every table of a document by its header row and by which of its columns were left empty. */
export function readTables(document: ExtractedDocument): Map<number, Table> {
  const rows = new Map<number, Block[]>();
  for (const block of document.blocks) {
    if (!block.row || block.furniture) continue;
    const table = rows.get(block.row.table);
    if (table) table.push(block);
    else rows.set(block.row.table, [block]);
  }
  return new Map([...rows].map(([index, blocks]) => [index, readTable(document, blocks)]));
}

/** The column that asks: one that says so, else the first that is neither a number nor left empty. */
function askColumn(columns: ColumnRole[], waits: (column: number) => boolean): number {
  const named = columns.indexOf('ask');
  return named >= 0 ? named : columns.findIndex((role, column) => role === 'other' && !waits(column));
}

/** A column headed "Item" may hold the labels of a form instead of numbers. */
const holdsWords = (rows: string[][], column: number) =>
  rows.filter((row) => /\p{Ll}{2,}/u.test(row[column] ?? '')).length > rows.length / 2;

/** A column that says of each row how much it matters. */
function holdsRanks(rows: string[][], column: number): boolean {
  const said = rows.map((row) => row[column] ?? '').filter((cell) => cell !== '');
  return said.length >= 2 && said.every((cell) => RANK.test(cell));
}

/** A header such as "Class" is known by what stands below it. */
const isOverRanks = (rows: string[][], column: number) =>
  !RANK.test(rows[0]?.[column] ?? '') && holdsRanks(rows.slice(1), column);

/** "A1", "2.", "3.1.4", "REQ-12": what numbers a row. */
const isRowNumber = (cell: string) => /^[\p{L}\s._-]{0,8}\d[\d.\s()-]*\p{L}?[.)]?$|^\p{L}[.)]?$/u.test(cell);

const isTitleText = (cell: string) =>
  /\p{L}{3}/u.test(cell) && cell.split(/\s+/).length <= 10 && !/[.?!;,]$/.test(cell) && !isChoice(cell);

/**
 * Rows that name the section of those below: one cell with words in a table of several columns, where the others number
 * their rows in that column, or the number above theirs before it ("2 | Support |" over "2.1 | What are …").
 */
function titleRows(rows: Row[]): Map<number, string> {
  const cells = rows.map((row) => row.cells);
  const titles = new Map<number, string>();
  const width = Math.max(...cells.map((row) => row.length), 0);
  const numbered = cells.filter((row) => row.length > 1 && isRowNumber(row[0]!)).length;
  for (const [at, row] of cells.entries()) {
    const filled = row.filter((cell) => cell !== '');
    const [lead = ''] = row;
    const below = cells[at + 1]?.[0] ?? '';
    const title = filled.at(-1) ?? '';
    const number = lead.replace(/[.)]$/, '');
    if (width < 2 || !isTitleText(title) || cells[at + 1] === undefined) continue;
    const spans = filled.length === 1 && row.length === 1;
    const inNumbers =
      filled.length === 1 && lead === title && isRowNumber(below) && numbered >= cells.length / 2;
    const above =
      filled.length === 2 &&
      row[1] === title &&
      isRowNumber(lead) &&
      below.startsWith(number) &&
      /^[.\d]/.test(below.slice(number.length));
    if (spans || inNumbers || above) titles.set(rows[at]!.block.position, title);
  }
  return titles;
}

/** A row with the text of its cells. */
interface Row {
  block: Block;
  cells: string[];
}

function readTable(document: ExtractedDocument, blocks: Block[]): Table {
  const rows = blocks.map((block): Row => ({ block, cells: cellsOf(document, block) }));
  const titles = titleRows(rows.filter(({ block }) => !block.row!.isHeader));
  return { ...readColumns(rows.filter(({ block }) => !titles.has(block.position))), titles };
}

function readColumns(rows: Row[]): Omit<Table, 'titles'> {
  const head = rows.find(({ block }) => block.row!.isHeader)?.cells;
  const body = rows.filter(({ block }) => !block.row!.isHeader).map(({ cells }) => cells);
  const first = body[0] ?? [];
  const guessed =
    !head &&
    first.length > 1 &&
    first.every((cell) => cell.length < 60 && (!/[.?]$/.test(cell) || NUMBER.test(cell))) &&
    first.filter((cell, column) => columnRole(cell) !== 'other' || isOverRanks(body, column)).length >= 2;
  const headers = head ?? (guessed ? first : []);
  const content = guessed ? body.slice(1) : body;
  const empty = (column: number) =>
    content.length > 0 && content.filter((row) => isEmpty(row[column] ?? '')).length / content.length;
  const waits = (column: number) => Number(empty(column)) >= 0.7;
  const asking = (role: ColumnRole, column: number) => (role === 'ask' || role === 'other') && !waits(column);

  const named = headers.map((header, column) => {
    const role = columnRole(header);
    if (role === 'number' && holdsWords(content, column)) return 'ask';
    return role !== 'answer' && holdsRanks(content, column) ? 'rank' : role;
  });
  // "Information sought | Detail": a column that would ask, and is empty beside one that has words, takes the answers.
  const columns = named.map((role, column) =>
    role === 'ask' && waits(column) && named.some(asking) ? 'response' : role,
  );
  const asks = askColumn(columns, waits);
  const replies = columns.flatMap((role, column) =>
    role === 'response' || role === 'answer' ? [column] : [],
  );
  if (asks >= 0 && replies.length > 0) {
    if (replies.some(waits)) return { kind: 'form', columns: columns.with(asks, 'ask'), headers };
    const answered = columns.includes('answer') || /question|inquir/i.test(headers[asks] ?? '');
    return { kind: answered ? 'answered' : 'plain', columns, headers };
  }
  if (columns.includes('price') && asks <= 0) return { kind: 'price', columns, headers };
  // A form without a header: labels to the left, room to the right.
  const width = Math.max(...content.map((row) => row.length), 0);
  if (width >= 2 && width <= 4 && content.length >= 2 && waits(width - 1) && !waits(0)) {
    const roles = Array.from(
      { length: width },
      (_, column): ColumnRole => (waits(column) ? 'response' : 'ask'),
    );
    const lead = content.every((row) => /^[\d.\s()a-zA-Z]{0,6}$/.test(row[0] ?? '')) && width > 2;
    if (lead) roles[0] = 'number';
    const awaitsAll = roles.every((role, column) => column === 0 || role === 'response');
    if (headers.length === 0 || awaitsAll || columns.some((role) => role === 'response' || role === 'ask'))
      return { kind: 'form', columns: roles, headers };
  }
  return { kind: 'plain', columns, headers };
}
