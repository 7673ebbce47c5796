/**
 * The parts a request for proposals is written in. Clause numbers are Word's own numbering; they are counted
 * here as well, so that the list of what has to be answered can name each by the number a reader sees.
 */
export type Kind = 'question' | 'requirement' | 'instruction';

export type Part =
  | { type: 'heading'; level: 1 | 2; text: string }
  /** A numbered clause: 1 is "3.2", 2 is "3.2.1", 3 is "(a)". */
  | { type: 'clause'; level: 1 | 2 | 3; text: string; asks: Kind | null; optional?: true }
  | { type: 'paragraph'; text: string }
  | {
      type: 'table';
      header: string[];
      rows: string[][];
      shares: number[];
      asks: { kind: Kind; column: number } | null;
    };

export const h1 = (text: string): Part => ({ type: 'heading', level: 1, text });
export const h2 = (text: string): Part => ({ type: 'heading', level: 2, text });
export const paragraph = (text: string): Part => ({ type: 'paragraph', text });
/** A clause for information: nothing to answer. */
export const clause = (level: 1 | 2 | 3, text: string): Part => ({ type: 'clause', level, text, asks: null });
export const question = (level: 1 | 2 | 3, text: string): Part => ({
  type: 'clause',
  level,
  text,
  asks: 'question',
});
export const requirement = (level: 1 | 2 | 3, text: string): Part => ({
  type: 'clause',
  level,
  text,
  asks: 'requirement',
});
export const instruction = (level: 1 | 2 | 3, text: string): Part => ({
  type: 'clause',
  level,
  text,
  asks: 'instruction',
});
/** A term that binds the contractor; a proposer accepts it with the terms as a whole. */
export const term = (level: 1 | 2 | 3, text: string): Part => ({
  type: 'clause',
  level,
  text,
  asks: 'requirement',
  optional: true,
});
export const table = (
  header: string[],
  shares: number[],
  rows: string[][],
  asks: { kind: Kind; column: number } | null = null,
): Part => ({ type: 'table', header, rows, shares, asks });

export interface Asked {
  /** As a reader sees it. */
  number: string | null;
  kind: Kind;
  text: string;
  /** Title of the innermost heading above it. */
  section: string;
  /** Whether leaving it out of the questions is as right as taking it in. */
  optional: boolean;
}

/** What a proposer has to answer or comply with, in order. */
export function askedIn(parts: Part[]): Asked[] {
  const counts = [0, 0, 0, 0];
  const asked: Asked[] = [];
  let section = '';
  const count = (level: number) => {
    counts[level]! += 1;
    counts.fill(0, level + 1);
    return level === 3 ? `(${String.fromCharCode(96 + counts[3]!)})` : counts.slice(0, level + 1).join('.');
  };
  for (const part of parts) {
    if (part.type === 'heading') {
      count(part.level - 1);
      section = part.text;
    } else if (part.type === 'clause') {
      const number = count(part.level);
      if (part.asks) {
        asked.push({ number, kind: part.asks, text: part.text, section, optional: part.optional ?? false });
      }
    } else if (part.type === 'table' && part.asks) {
      const { kind, column } = part.asks;
      for (const row of part.rows)
        asked.push({ number: row[0]!, kind, text: row[column]!, section, optional: false });
    }
  }
  return asked;
}
