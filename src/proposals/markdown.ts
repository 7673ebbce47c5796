import { harmless } from '../grounding/index.js';
import { inert } from '../rendering/index.js';

/** What a person has to fill in begins with this; the review counts what is left of it. */
export const TO_BE_COMPLETED = 'To be completed';

/** A line that says what is missing, for a person to replace. */
export const toBeCompleted = (what: string): string => `**${TO_BE_COMPLETED}:** ${what}`;

/** Text of other people as Markdown that shows it as it was typed and leads nowhere, on one line of at most `most` characters. */
export function plainText(text: string, most = 600): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const short = line.length > most ? `${line.slice(0, most).trimEnd()} …` : line;
  const shown = short
    .toWellFormed()
    .replace(/[\\`*_[\]<|~]/g, '\\$&')
    .replace(/^(\d{0,9})([-+>#=.)])/, '$1\\$2');
  return inert(shown);
}

const MARKER = /\[(\d{1,3})\](?!\()/g;

/** Renumbers the markers [n] of sources; one that `numberOf` knows nothing of stays as it is. */
export const renumbered = (text: string, numberOf: (n: number) => number | undefined): string =>
  text.replace(MARKER, (marker, digits: string) => {
    const number = numberOf(Number(digits));
    return number === undefined ? marker : `[${number}]`;
  });

/** A quoted text with its marker, without pictures and HTML. Line ends that only wrap a line become spaces; those of lists and tables stay. */
export function cited(text: string, number: number): string {
  const flowing = harmless(text, [text])
    .trim()
    .replace(/(?<!\n)[ \t]*\n(?!\s*(?:\n|[-*+•|]|\d{1,3}[.)]\s))[ \t]*/g, ' ');
  if (!/^\|/m.test(flowing)) return `${flowing} [${number}]`;
  // A table that was quoted from its first cell on; a marker within a row would be another cell.
  const table = /^[^|\n]+\|[^\n]*\n\|/.test(flowing) ? `| ${flowing}` : flowing;
  return `${table}\n\n[${number}]`;
}

/** Headings within a section go below its own; HTML and pictures have no place in a proposal. */
export const withinSection = (text: string): string =>
  text
    .replace(/^#{1,2}(?=\s)/gm, '###')
    .replace(/!\[([^\]\n]{0,200})\]\([^)\n]{0,2000}\)/g, '$1')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<\/?[a-z][^>\n]{0,500}>/gi, '')
    .trim();

/** How many words a text has, roughly. */
export const wordCount = (text: string): number => text.split(/\s+/).filter(Boolean).length;
