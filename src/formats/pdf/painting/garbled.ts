import type { Glyph } from './painted.js';

/** What is needed of a font to tell whether its codes stand for characters. */
export interface FontCodes {
  composite?: boolean;
  /** pdf.js' map of codes to characters; one without `_map` says that each code is its own character. */
  toUnicode?: { _map?: unknown } | null;
}

/** Fewer different letters are bullets, arrows and check boxes. */
const LEAST_DIFFERENT = 6;
/** From this share of letters without a meaning on, the others have one only by chance. */
const SHARE = 0.15;
/** Letters in a row that make a word. */
const WORD = 3;

// biome-ignore lint/suspicious/noControlCharactersInRegex: fonts map glyphs that they do not name to these
const MEANINGLESS = /^(?:[\u0000-\u001f\u007f-\u009f\ufffd\ue000-\uf8ff]|)$/;

/** Of the letters of a font: all, those without a meaning, those of them that make words, and the different ones. */
interface Count {
  all: number;
  odd: number;
  bad: number;
  different: Set<string>;
}

/**
 * Fonts whose codes stand for no characters: nothing in the file says which letter a glyph is, so the page looks right
 * and reads as garbage.
 */
export function garbledFonts(glyphs: Glyph[], fontOf: (id: string) => FontCodes | null): Set<string> {
  const counts = new Map<string, Count>();
  let run = 0;
  for (const [index, { text, font, y }] of glyphs.entries()) {
    const count = counts.get(font) ?? { all: 0, odd: 0, bad: 0, different: new Set() };
    counts.set(font, count);
    if (text.trim() === '' && text !== '' && text >= ' ') {
      run = 0;
      continue;
    }
    count.all++;
    count.different.add(text);
    const before = glyphs[index - 1];
    const goesOn = before?.font === font && Math.abs(before.y - y) < 1;
    const isOdd = MEANINGLESS.test(text);
    if (isOdd) count.odd++;
    run = isOdd ? (goesOn ? run + 1 : 1) : 0;
    if (run === WORD) count.bad += WORD;
    else if (run > WORD) count.bad++;
  }
  const garbled = new Set<string>();
  for (const [font, { all, odd, bad, different }] of counts) {
    if (different.size < LEAST_DIFFERENT) continue;
    const codes = fontOf(font);
    const unnamed =
      codes?.composite === true && codes.toUnicode != null && codes.toUnicode._map === undefined;
    // Codes that are characters hold no odd ones; numbers of glyphs do, for spaces and digits come first.
    if ((unnamed && odd > all * 0.02) || bad > all * SHARE) garbled.add(font);
  }
  return garbled;
}
