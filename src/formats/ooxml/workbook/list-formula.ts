import { MAX_COLUMNS, MAX_ROWS, parseRange, type Range } from './references.js';

/** What the formula of a list says, read for itself. */
export type ListFormula =
  | { kind: 'literal'; options: string[] }
  /** `sheet` is null for the rule's own. The edges without a dollar sign move with the cell. */
  | { kind: 'range'; sheet: string | null; range: Range; moves: Moves }
  | { kind: 'name'; sheet: string | null; name: string }
  | { kind: 'table-column'; table: string; column: string }
  | { kind: 'unresolved'; why: Unresolved };

/** Why the options of a list are not known. */
export type Unresolved = 'CALCULATED' | 'EXTERNAL' | 'TOO_MANY' | 'BROKEN';

export interface Moves {
  top: boolean;
  left: boolean;
  bottom: boolean;
  right: boolean;
}

export const movesAtAll = ({ top, left, bottom, right }: Moves): boolean => top || left || bottom || right;

const unresolved = (why: Unresolved): ListFormula => ({ kind: 'unresolved', why });

/** Reads the formula of a list rule, or of a name that it uses. Whatever calculates is left to a person. */
export function parseListFormula(formula: string): ListFormula {
  const text = formula.trim().replace(/^=/, '').trim();
  if (text.startsWith('"')) return literal(text);
  if (/#REF!|#NAME\?/.test(text) || text === '') return unresolved('BROKEN');
  if (/^'?(?:[^']*)\[\d+\]/.test(text) || /^'?.*\[[^\]]*\.xl\w+\]/i.test(text)) return unresolved('EXTERNAL');
  const column = /^([\p{L}_][\p{L}\p{N}_.]*)\[(?:\[?#Data\]?,)?\[?([^[\]#@]+)\]?\]$/u.exec(text);
  if (column) return { kind: 'table-column', table: column[1]!, column: column[2]! };
  const { sheet, rest } = splitSheet(text);
  const range = parseRange(rest);
  if (range) return { kind: 'range', sheet, range, moves: movesOf(rest, range) };
  if (/^[\p{L}_\\][\p{L}\p{N}_.\\?]*$/u.test(rest)) return { kind: 'name', sheet, name: rest };
  return unresolved('CALCULATED');
}

/** "Yes,No" as typed into the rule; a quotation mark is doubled, and white space around an option is not part of it. */
function literal(text: string): ListFormula {
  const options: string[] = [];
  // With commas in them, options are quoted one by one; without, all of them together.
  const together = /^"((?:[^"]|"")*)"$/.exec(text);
  const parts = together
    ? together[1]!.replaceAll('""', '"').split(',')
    : [...text.matchAll(/"((?:[^"]|"")*)"|([^,]+)/g)].map(
        (part) => part[1]?.replaceAll('""', '"') ?? part[2]!,
      );
  for (const part of parts) if (part.trim() !== '') options.push(part.trim());
  return { kind: 'literal', options };
}

function splitSheet(text: string): { sheet: string | null; rest: string } {
  const quoted = /^'((?:[^']|'')+)'!(.+)$/s.exec(text);
  if (quoted) return { sheet: quoted[1]!.replaceAll("''", "'"), rest: quoted[2]! };
  const plain = /^([^'!(),]+)!(.+)$/s.exec(text);
  return plain ? { sheet: plain[1]!, rest: plain[2]! } : { sheet: null, rest: text };
}

function movesOf(text: string, range: Range): Moves {
  const [from, to = from] = text.split(':').map((end) => /^(\$?)[A-Za-z]*(\$?)\d*$/.exec(end.trim()));
  const wholeColumns = range.top === 1 && range.bottom === MAX_ROWS;
  const wholeRows = range.left === 1 && range.right === MAX_COLUMNS;
  const fixed = (end: RegExpExecArray | null | undefined, group: 1 | 2) => end?.[group] === '$';
  return {
    left: !wholeRows && !fixed(from, 1),
    right: !wholeRows && !fixed(to, 1),
    // In "$2:$5" the only sign stands first.
    top: !wholeColumns && !fixed(from, wholeRows ? 1 : 2),
    bottom: !wholeColumns && !fixed(to, wholeRows ? 1 : 2),
  };
}

/** A range as a cell sees it: its edges move as far as the cell lies from the place that the formula was written for. */
export function movedRange(range: Range, moves: Moves, rows: number, columns: number): Range | null {
  const moved = {
    top: range.top + (moves.top ? rows : 0),
    bottom: range.bottom + (moves.bottom ? rows : 0),
    left: range.left + (moves.left ? columns : 0),
    right: range.right + (moves.right ? columns : 0),
  };
  const inside = moved.top >= 1 && moved.left >= 1 && moved.bottom <= MAX_ROWS && moved.right <= MAX_COLUMNS;
  return inside && moved.top <= moved.bottom && moved.left <= moved.right ? moved : null;
}
