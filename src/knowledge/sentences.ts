import type { Span } from '../formats/types.js';

/** A period after one of these does not end a sentence. */
const ABBREVIATION =
  /(?:^|[\s([{"'“‘])(?:e\.g|i\.e|cf|vs|etc|no|nos|sec|art|fig|ref|approx|incl|est|dept|mr|mrs|ms|dr|prof|st|inc|ltd|corp|co|u\.s|u\.k|[A-Z])\.$/i;
const BREAK = /([.!?]+["'”’)\]*_]*)(\s+)|\n\s*\n|\n(?=\s*(?:[-*+•|]|\d{1,3}[.)])\s?)/g;
/** What may open a sentence: anything but a lower-case letter or closing punctuation. */
const OPENER = /^[^\p{Ll},;:)\]]/u;

/**
 * Cuts running text into sentences; list items, table lines and paragraphs end one too.
 *
 * @returns spans relative to `text`, trimmed, in order; together they hold every character but white space
 */
export function sentencesOf(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  const cut = (end: number) => {
    const piece = text.slice(start, end);
    const lead = piece.length - piece.trimStart().length;
    const trimmed = piece.trim();
    if (trimmed !== '') spans.push({ start: start + lead, end: start + lead + trimmed.length });
    start = end;
  };
  for (const match of text.matchAll(BREAK)) {
    const [whole, closing] = match;
    const end = match.index + (closing?.length ?? 0);
    if (closing !== undefined) {
      const before = text.slice(Math.max(start, end - 12), end);
      const numberOnly = /^\s*(?:\d{1,3}(?:\.\d+)*|[a-z]|[ivx]{1,4})\.$/i.test(text.slice(start, end));
      if (numberOnly || ABBREVIATION.test(before)) continue;
      if (!OPENER.test(text.slice(match.index + whole.length, match.index + whole.length + 2))) continue;
    }
    cut(end);
  }
  cut(text.length);
  return spans;
}
