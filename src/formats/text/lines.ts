import type { Span } from '../types.js';

/** One line of a text, without its line end. */
export interface Line extends Span {
  text: string;
  /** Columns of white space before the text; a tab counts up to the next multiple of 4. */
  indent: number;
  blank: boolean;
}

/** Cuts `text` at line feeds and form feeds. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const char = text.charCodeAt(at);
    if (at < text.length && char !== 10 && char !== 12) continue;
    lines.push(lineOf(text, start, at));
    start = at + 1;
  }
  return lines;
}

function lineOf(source: string, start: number, end: number): Line {
  const text = source.slice(start, end);
  let indent = 0;
  let at = 0;
  for (; at < text.length; at++) {
    const char = text[at];
    if (char === '\t') indent = (Math.floor(indent / 4) + 1) * 4;
    else if (char === ' ' || char === '\u00a0') indent++;
    else break;
  }
  return { start, end, text, indent, blank: text.trim() === '' };
}
