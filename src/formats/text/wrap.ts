import type { Line } from './lines.js';
import { endsSentence, isTitleCase } from './shape.js';

/** The widest line that a hard-wrapped text has: longer ones mean that a line is a paragraph. */
const WIDEST_WRAP = 120;

/**
 * The column at which a text was wrapped by hand or by a mail program; null where a line is a paragraph.
 * A wrapped text has many lines near its widest and hardly any beyond.
 */
export function wrapWidth(lines: Line[]): number | null {
  const texts = lines.filter((line) => !line.blank).map((line) => line.text.trimEnd());
  const lengths = texts.map((text) => text.length);
  if (lengths.length < 4) return null;
  const long = lengths.filter((length) => length > WIDEST_WRAP).length;
  if (long > lengths.length * 0.03) return null;
  const sorted = lengths.filter((length) => length <= WIDEST_WRAP).sort((a, b) => a - b);
  const widest = sorted[Math.floor((sorted.length - 1) * 0.98)] ?? 0;
  if (widest < 50) return null;
  const near = texts.filter((text) => text.length > widest - 14 && text.length <= WIDEST_WRAP);
  if (near.length < Math.max(3, sorted.length * 0.15)) return null;
  // Wrapping cuts sentences; lines that a writer ended end with them.
  const cut = near.filter((text) => !endsSentence(text)).length;
  return cut >= near.length * 0.5 ? widest : null;
}

/** No line that a writer ended ends so. */
const ENDS_OPEN = /\s(?:the|an?|of|and|or|to|by|with|from|for|in|on|at|as|that|which|their|its)$/;

/**
 * Whether `next` goes on with the paragraph of `line`: the text was wrapped there because the next word did
 * not fit, or the break stands inside a sentence.
 */
export function goesOn(line: Line, next: Line, width: number | null): boolean {
  const text = line.text.trimEnd();
  const rest = next.text.trimStart();
  // Columns set apart by spaces are no running text.
  if (/\S {4,}\S/.test(text.slice(0, 400)) || /\S {4,}\S/.test(rest.slice(0, 400))) return false;
  if (/\p{L}{2}-$/u.test(text) && /^\p{Ll}/u.test(rest)) return true;
  if (width !== null && text.length <= width + 30) {
    const space = rest.search(/\s/);
    const word = space < 0 ? rest.length : space;
    if (text.length + 1 + word > width - 2) return true;
    if (endsSentence(text)) return false;
    if (/^\p{Ll}/u.test(rest) && text.length > width * 0.5) return true;
    // An indented paragraph is wrapped at a column of its own.
    return ENDS_OPEN.test(text) || (text.length > width * 0.7 && !isTitleCase(text) && !isTitleCase(rest));
  }
  return /^\p{Ll}/u.test(rest) && !endsSentence(text) && text.length >= 40 && !/:$/.test(text);
}
