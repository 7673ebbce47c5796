// Advance widths of Arial for U+0020 to U+007E in thousandths of an em (Liberation Sans has the same).
const arial =
  '278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584'
    .split(' ')
    .map(Number);
const COURIER = 600;
const OTHER = 556;
const WIDE = 1_000;
// Bold Arial sets ordinary text about 7 % wider.
const BOLD = 1.07;

export interface Face {
  /** Half-points. */
  size: number;
  bold: boolean;
  monospaced: boolean;
}

/** How many lines a text takes in a column of `width` twips, broken at spaces; at least one. */
export function linesOf(text: string, width: number, face: Face): number {
  const column = Math.max(width, face.size * 10);
  let lines = 0;
  for (const hardLine of text.split('\n')) {
    let used = 0;
    lines += 1;
    for (const word of hardLine.match(/\S*\s*/g) ?? []) {
      const solid = textWidth(word.trimEnd(), face);
      if (used > 0 && used + solid > column) {
        lines += 1;
        used = 0;
      }
      // A word longer than the line is broken.
      lines += Math.floor(Math.max(solid - 1, 0) / column);
      used += textWidth(word, face) % column;
    }
  }
  return lines;
}

/** Twips. */
function textWidth(text: string, { size, bold, monospaced }: Face): number {
  let thousandths = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (monospaced) thousandths += COURIER;
    else if (code >= 0x2e80) thousandths += WIDE;
    else thousandths += arial[code - 32] ?? OTHER;
  }
  return (thousandths / 1_000) * size * 10 * (bold ? BOLD : 1);
}
