import { type Box, channels, FILLS, holds } from '../operators.js';
import { LONGEST_PATH, subpaths } from '../rulings.js';
import type { State } from './state.js';

const WHITE = '#ffffff';
/** Colors are the same to the eye where no channel, of 255, differs more. */
const SAME_COLOR = 8;
const MOST = 5000;
const ANYWHERE: Box = { x0: -1e6, y0: -1e6, x1: 1e6, y1: 1e6 };

/** What was painted below the text of a page: places and their colors. */
export class Grounds {
  /** In order; a null color may be any. */
  readonly #covers: { box: Box; color: string | null }[] = [];

  cover(box: Box, color: string | null) {
    if (this.#covers.length < MOST) this.#covers.push({ box, color });
  }

  /** Something of any color, nobody knows where. */
  anywhere() {
    this.cover(ANYWHERE, null);
  }

  /** @param paint the operator that ends the path */
  path({ matrix, fill, stroke, lineWidth }: State, paint: number, path: ArrayLike<number> | undefined) {
    const fills = FILLS.has(paint);
    if (!path || path.length > LONGEST_PATH) {
      if (fills) this.anywhere();
      return;
    }
    const half = (lineWidth * Math.hypot(matrix[0]!, matrix[1]!)) / 2;
    for (const points of subpaths(path, matrix)) {
      const box = around(points);
      if (fills) this.cover(box, isRectangle(points) ? fill : null);
      // A wide stroke is how some programs paint a bar.
      else if (half > 2 && Math.min(box.x1 - box.x0, box.y1 - box.y0) < half)
        this.cover({ x0: box.x0 - half, y0: box.y0 - half, x1: box.x1 + half, y1: box.y1 + half }, stroke);
    }
  }

  /** Whether what is painted there in a color is lost on what lies below it. */
  hide(color: string | null, x: number, y: number): boolean {
    const own = channels(color);
    // Of a page with more than can be followed nobody knows what lies below.
    if (!own || this.#covers.length >= MOST) return false;
    const below = this.#covers.filter(({ box }) => holds(box, x, y)).map((cover) => cover.color);
    // Nor how fills are clipped: only where each of them is of one color that color lies below.
    return (below.length > 0 ? below : [WHITE]).every((ground) => isSame(own, channels(ground)));
  }
}

const around = (points: [number, number][]): Box => {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
};

/** Four corners, each side upright or level. */
const isRectangle = (points: [number, number][]) =>
  (points.length === 4 || points.length === 5) &&
  points.every(([x, y], index) => {
    const [nextX, nextY] = points[(index + 1) % points.length]!;
    return Math.abs(x - nextX) < 0.5 || Math.abs(y - nextY) < 0.5;
  });

const isSame = (own: number[], ground: number[] | null) =>
  ground !== null && own.every((value, index) => Math.abs(value - ground[index]!) <= SAME_COLOR);
