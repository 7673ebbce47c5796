import { withoutControls, withoutInvisible } from '../../platform/text/text-input.js';
import { median, type Run } from '../pdf/geometry.js';
import type { Rectangle } from '../places.js';
import type { Word, WordLine } from './engine.js';

/** From here on, in percent, a word is most likely right. */
const SURE = 60;
/** Fewer letters and digits than this on a page are none: specks that look like some. */
const LEAST_LETTERS = 10;

const lettersOf = (text: string) => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;

/** How many letters and digits of the words are most likely right, and how many there are. */
export function countLetters(lines: WordLine[]): { sure: number; all: number } {
  const count = { sure: 0, all: 0 };
  for (const { words } of lines) {
    for (const { text, confidence } of words) {
      const letters = lettersOf(text);
      count.all += letters;
      // Specks and edges are taken for single letters with any confidence.
      if (confidence >= SURE && letters > 1) count.sure += letters;
    }
  }
  return count;
}

/** Whether what was read is noise: hardly a word of it is sure. */
export function isNoise(lines: WordLine[]): boolean {
  const { sure, all } = countLetters(lines);
  return sure < LEAST_LETTERS || sure < all * 0.1;
}

/** Whether the lines run up or down the page: the engine reads them, but puts their words over one another. */
export function isSideways(lines: WordLine[]): boolean {
  const long = lines.flatMap(({ words }) => words.filter(({ text }) => lettersOf(text) > 3));
  return long.filter(({ x0, x1, y0, y1 }) => y1 - y0 > x1 - x0).length > long.length / 2;
}

/** How much the lines of a page rise, as a slope; 0 for a page that lies straight. */
export function slopeOf(lines: WordLine[]): number {
  const long = lines.filter(({ words, baseline }) => words.length > 3 && baseline.x1 > baseline.x0);
  if (long.length < 3) return 0;
  return median(long.map(({ baseline: { x0, y0, x1, y1 } }) => (y1 - y0) / (x1 - x0)));
}

/**
 * The words as runs of type in points, as if the page lay straight.
 * @param seen where a word stands on the page as it is seen, by its place in the picture that was read
 */
export function runsOf(
  lines: WordLine[],
  slope: number,
  dpi: number,
  seen: (word: Rectangle) => Rectangle,
): Run[] {
  const points = 72 / dpi;
  return lines.flatMap((line) => {
    const { x0, y0, x1, y1 } = line.baseline;
    const y = ((y0 + y1) / 2 - slope * ((x0 + x1) / 2)) * points;
    const size = Math.max(4, Math.round(line.height * points * 2) / 2);
    return withBullet(line.words.filter(isText)).map((word) => ({
      text: withoutInvisible(withoutControls(word.text)),
      x0: word.x0 * points,
      x1: word.x1 * points,
      y,
      size,
      bold: false,
      artifact: false,
      mark: null,
      tag: null,
      box: seen(word),
    }));
  });
}

/** Rules and edges of tables are read as bars and dashes. */
const isText = ({ text, confidence }: Word) =>
  text.trim() !== '' &&
  (confidence >= SURE || /[\p{L}\p{N}•●○■□☐☒✓?!.,:;%$€£&]/u.test(text)) &&
  !/^[|_\\/[\]{}~—–=]+$/.test(text);

/** A bullet is no letter of the language and is read as what it looks like. */
const LIKE_BULLET = /^(?:[eoO®©¢°»«¥§*·]|eo|m|[-–—])$/;

function withBullet(words: Word[]): Word[] {
  const [first, second] = words;
  if (!first || !second || !LIKE_BULLET.test(first.text) || !/^[\p{Lu}\d“"‘(]/u.test(second.text))
    return words;
  return [{ ...first, text: '•' }, ...words.slice(1)];
}
