import type { Glyph, Hidden } from './painted.js';

/** A piece of a text item that is seen as a whole, or not at all. */
export interface Stretch {
  text: string;
  /** Where it starts and ends, as shares of the item's width. */
  from: number;
  to: number;
  hidden: Hidden | null;
}

const isBlank = (text: string) => text.trim() === '';
/** pdf.js leaves it out of its text, also where it is painted: then it is a hyphen. */
export const SOFT_HYPHEN = '\u00ad';
const isSkipped = (text: string) => isBlank(text) || text === SOFT_HYPHEN;
const spot = (x: number, y: number) => `${Math.round(x)},${Math.round(y)}`;
/** How far, in points, the same origin may be told apart by two ways to reckon it. */
const NEAR = 0.75;

/**
 * Tells which text of a page is seen. pdf.js' text has no layers, colors, modes or soft hyphens; the letters that are painted
 * have, and stand at the same places in the same order.
 */
export class VisibleText {
  readonly #byPlace = new Map<string, number[]>();
  readonly #used = new Set<number>();

  constructor(private readonly glyphs: Glyph[]) {
    for (const [index, { text, x, y }] of glyphs.entries()) {
      if (isSkipped(text)) continue;
      const key = spot(x, y);
      const there = this.#byPlace.get(key);
      if (there) there.push(index);
      else this.#byPlace.set(key, [index]);
    }
  }

  /** @param x origin of the item in the space of the page */
  stretches(str: string, x: number, y: number): Stretch[] {
    const lead = str.length - str.trimStart().length;
    const start = this.#find(str.slice(lead), x, y);
    if (start === null) return [{ text: str, from: 0, to: 1, hidden: null }];
    const found: Stretch[] = [];
    const total = Math.max(1, str.length);
    let at = start;
    let rest = '';
    let hidden = this.glyphs[start]!.hidden;
    let begin = 0;
    let text = str.slice(0, lead);
    const close = (end: number) => {
      if (end > begin) found.push({ text, from: begin / total, to: end / total, hidden });
      begin = end;
      text = '';
    };
    const skip = () => {
      for (let glyph = this.glyphs[at]; glyph && isSkipped(glyph.text); glyph = this.glyphs[++at])
        if (glyph.text === SOFT_HYPHEN && glyph.hidden === hidden) text += SOFT_HYPHEN;
    };
    let index = lead;
    for (; index < str.length; index++) {
      const char = str[index]!;
      if (!isBlank(char)) {
        if (rest === '') {
          skip();
          const glyph = this.glyphs[at];
          if (!glyph) break;
          rest = glyph.text.normalize('NFKC');
          if (glyph.hidden !== hidden) {
            close(index);
            hidden = glyph.hidden;
          }
          this.#used.add(at++);
        }
        // Turned around, or written otherwise: what is known of its start holds for the rest.
        if (!rest.startsWith(char)) break;
        rest = rest.slice(char.length);
      }
      text += char;
    }
    text += str.slice(index);
    const after = this.glyphs[at];
    if (index === str.length && after?.text === SOFT_HYPHEN && after.hidden === hidden) text += SOFT_HYPHEN;
    close(str.length);
    return found;
  }

  #find(str: string, x: number, y: number): number | null {
    const first = str[0];
    if (first === undefined) return null;
    for (const dx of [0, -1, 1]) {
      for (const dy of [0, -1, 1]) {
        for (const index of this.#byPlace.get(spot(x + dx, y + dy)) ?? []) {
          const glyph = this.glyphs[index]!;
          if (this.#used.has(index) || Math.abs(glyph.x - x) > NEAR || Math.abs(glyph.y - y) > NEAR) continue;
          if (glyph.text.normalize('NFKC').startsWith(first)) return index;
        }
      }
    }
    return null;
  }
}
