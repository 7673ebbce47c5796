import type { Matrix } from './operators.js';
import type { Glyph } from './painting/painted.js';

interface Letter {
  x0: number;
  x1: number;
  text: string;
}

/** Two ways to reckon a baseline differ by less, in points. */
const NEAR = 0.75;
/** Bold type is faked by printing a letter twice, less than this apart. */
const TWICE = 0.6;

/** The letters of a page that are seen, by the lines they stand on. */
export class LettersOnLines {
  readonly #lines = new Map<number, Letter[]>();
  readonly #sorted = new Set<Letter[]>();

  /** @param viewport from the space of the page to points from its top left corner */
  constructor(
    glyphs: Glyph[],
    viewport: Matrix,
    private readonly cleaned: (text: string) => string,
  ) {
    const [a, b, c, d, e, f] = viewport as [number, number, number, number, number, number];
    for (const { text, x, y, advance, hidden } of glyphs) {
      if (hidden !== null || text.trim() === '') continue;
      const x0 = a * x + c * y + e;
      const key = Math.round(b * x + d * y + f);
      const line = this.#lines.get(key);
      const letter = { x0, x1: x0 + advance, text };
      if (line) line.push(letter);
      else this.#lines.set(key, [letter]);
    }
  }

  /**
   * Left and right edges of the words of a run.
   * @returns undefined where the letters that stand there are not those of the run
   */
  edgesOf(text: string, { x0, x1, y }: { x0: number; x1: number; y: number }): number[] | undefined {
    const letters = this.#between(x0, x1, y);
    const edges: number[] = [];
    let at = 0;
    for (const [word] of text.matchAll(/\S+/g)) {
      let length = 0;
      const first = at;
      for (; length < word.length && at < letters.length; at++) length += this.#lengthOf(letters[at]!.text);
      if (length !== word.length) return undefined;
      edges.push(letters[first]!.x0, letters[at - 1]!.x1);
    }
    return at === letters.length ? edges : undefined;
  }

  #lengthOf(letter: string): number {
    return letter.length === 1 && letter < '\u2000' ? 1 : this.cleaned(letter).replace(/\s/g, '').length;
  }

  #between(x0: number, x1: number, y: number): Letter[] {
    // On a page of a light year, one more is the same number.
    const lines = new Set([Math.round(y - NEAR), Math.round(y), Math.round(y + NEAR)]);
    const found = [...lines].flatMap((line) => this.#onLine(line, x0, x1));
    found.sort((a, b) => a.x0 - b.x0);
    return found.filter((letter, i) => {
      const before = found[i - 1];
      return !before || before.text !== letter.text || letter.x0 - before.x0 > TWICE;
    });
  }

  #onLine(key: number, x0: number, x1: number): Letter[] {
    const line = this.#lines.get(key);
    if (!line) return [];
    if (!this.#sorted.has(line)) {
      line.sort((a, b) => a.x0 - b.x0);
      this.#sorted.add(line);
    }
    const middle = ({ x0, x1 }: Letter) => (x0 + x1) / 2;
    let [low, high] = [0, line.length];
    while (low < high) {
      const half = (low + high) >> 1;
      if (middle(line[half]!) < x0) low = half + 1;
      else high = half;
    }
    let end = low;
    while (end < line.length && middle(line[end]!) <= x1) end++;
    return line.slice(low, end);
  }
}
