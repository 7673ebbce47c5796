import type { Ruling } from './geometry.js';
import { FILLS, type Matrix, OPS, type OperatorList, STROKES, times } from './operators.js';

const MAX_RULINGS = 4000;
const THIN = 3;
/** Longer paths are drawings. */
export const LONGEST_PATH = 20_000;

/** Collects the horizontal and vertical lines that are drawn on a page, in the space of `viewport`. */
export function readRulings(list: OperatorList, viewport: Matrix): Ruling[] {
  const rulings: Ruling[] = [];
  const saved: Matrix[] = [];
  let matrix = viewport;
  for (let at = 0; at < list.fnArray.length && rulings.length < MAX_RULINGS; at++) {
    const operator = list.fnArray[at];
    const args = list.argsArray[at];
    if (operator === OPS.save) {
      if (saved.length < 10_000) saved.push(matrix);
    } else if (operator === OPS.restore) matrix = saved.pop() ?? viewport;
    else if (operator === OPS.transform && Array.isArray(args)) matrix = times(matrix, args as Matrix);
    else if (operator === OPS.paintFormXObjectBegin) {
      if (saved.length < 10_000) saved.push(matrix);
      const own = Array.isArray(args) ? (args[0] as Matrix | null) : null;
      if (Array.isArray(own) && own.length === 6) matrix = times(matrix, own);
    } else if (operator === OPS.paintFormXObjectEnd) matrix = saved.pop() ?? viewport;
    else if (operator === OPS.constructPath && Array.isArray(args)) addPath(args, matrix, rulings);
  }
  return rulings;
}

function addPath(args: unknown[], matrix: Matrix, rulings: Ruling[]) {
  const paint = args[0] as number;
  const path = (args[1] as ArrayLike<number>[] | undefined)?.[0];
  if (!path || path.length > LONGEST_PATH) return;
  const strokes = STROKES.has(paint);
  if (!strokes && !FILLS.has(paint)) return;
  for (const points of subpaths(path, matrix)) {
    const xs = points.map((point) => point[0]);
    const ys = points.map((point) => point[1]);
    const box = { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
    // A thin filled rectangle is how most programs draw a line.
    if (box.y1 - box.y0 <= THIN || box.x1 - box.x0 <= THIN) rulings.push(box);
    else if (strokes) {
      for (let index = 1; index < points.length; index++) {
        const [xa, ya] = points[index - 1]!;
        const [xb, yb] = points[index]!;
        if (Math.abs(xa - xb) > THIN && Math.abs(ya - yb) > THIN) continue;
        rulings.push({
          x0: Math.min(xa, xb),
          y0: Math.min(ya, yb),
          x1: Math.max(xa, xb),
          y1: Math.max(ya, yb),
        });
      }
    }
  }
}

/** Cuts pdf.js' flat path (0 move, 1 line, 2 curve, 3 close) into closed or open lists of points. */
export function subpaths(path: ArrayLike<number>, matrix: Matrix): [number, number][][] {
  const found: [number, number][][] = [];
  let points: [number, number][] = [];
  const add = (x: number, y: number) => {
    points.push([matrix[0]! * x + matrix[2]! * y + matrix[4]!, matrix[1]! * x + matrix[3]! * y + matrix[5]!]);
  };
  const flush = () => {
    if (points.length > 1) found.push(points);
    points = [];
  };
  for (let at = 0; at < path.length; ) {
    const operator = path[at++];
    if (operator === 0) {
      flush();
      add(path[at++]!, path[at++]!);
    } else if (operator === 1) add(path[at++]!, path[at++]!);
    else if (operator === 2) {
      at += 4;
      add(path[at++]!, path[at++]!);
    } else if (operator === 3) {
      if (points[0]) points.push(points[0]);
      flush();
    } else break;
  }
  flush();
  return found;
}
