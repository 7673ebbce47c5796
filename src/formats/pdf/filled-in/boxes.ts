import type { Ruling, Run } from '../geometry.js';
import { type Box, holds } from '../operators.js';
import type { PageText } from '../runs.js';

interface FieldBox {
  box: Box;
  checked: boolean;
}

interface Placed extends FieldBox {
  left: Neighbor | null;
  right: Neighbor | null;
}

interface Neighbor {
  run: Run;
  gap: number;
}

/** A label stands at most so far from its box, in points. */
const FARTHEST = 24;
/** Longer texts are questions rather than the labels of a box. */
const LONGEST_LABEL = 60;
/** How a box is printed that a field lies on. */
const PRINTED_BOX = /^[☐☑☒□■▢❏❐❑❒○◯⚪●\uf06f\uf071\uf0a8\uf0fe]$/;

/**
 * Check boxes and radio buttons as marks, each before its label, so that a mark is read with what it marks: forms have
 * labels on either side, and the boxes of one row have theirs on the same.
 *
 * @param text from which the boxes go that are printed below those of the fields
 */
export function markedBoxes(boxes: FieldBox[], text: PageText, rulings: Ruling[]): Run[] {
  if (boxes.length === 0) return [];
  const below = (run: Run) =>
    PRINTED_BOX.test(run.text.trim()) &&
    boxes.some(({ box }) => holds(box, (run.x0 + run.x1) / 2, run.y - run.size * 0.3, 3));
  text.upright = text.upright.filter((run) => !below(run));
  const printed = text.upright.filter((run) => run.text.trim() !== '');
  const marks: Run[] = [];
  for (const row of rowsOf(boxes)) {
    const placed = row.map((box) => placeOf(box, row, printed, rulings));
    const onLeft = labelsOnLeft(placed);
    for (const { box, checked, left, right } of placed) {
      const label = onLeft ? left?.run : right?.run;
      const size = label?.size ?? Math.min(12, Math.max(6, box.y1 - box.y0));
      const y = label?.y ?? right?.run.y ?? left?.run.y ?? box.y1 - (box.y1 - box.y0 - size * 0.7) / 2;
      const before = onLeft && label !== undefined && label.text.length <= LONGEST_LABEL;
      const x = before ? label.x0 - size : box.x0;
      const place = { x0: x, x1: before ? label.x0 - size * 0.2 : Math.max(box.x1 - 1, x + 1), y, size };
      const style = { bold: false, artifact: false, mark: null, tag: null, entered: true };
      marks.push({ text: checked ? '☒' : '☐', ...place, ...style });
    }
  }
  return marks;
}

function rowsOf(boxes: FieldBox[]): FieldBox[][] {
  const rows: FieldBox[][] = [];
  const middle = ({ box }: FieldBox) => (box.y0 + box.y1) / 2;
  for (const box of [...boxes].sort((a, b) => middle(a) - middle(b))) {
    const row = rows.at(-1);
    if (row && Math.abs(middle(row[0]!) - middle(box)) < 5) row.push(box);
    else rows.push([box]);
  }
  return rows.map((row) => row.sort((a, b) => a.box.x0 - b.box.x0));
}

/** The nearest print on both sides of a box, as long as no line and no other box lies between. */
function placeOf(own: FieldBox, row: FieldBox[], printed: Run[], rulings: Ruling[]): Placed {
  const { box } = own;
  const middle = (box.y0 + box.y1) / 2;
  const parted = (from: number, to: number) =>
    rulings.some(
      (line) =>
        line.x1 - line.x0 < 4 &&
        line.x0 > from - 1 &&
        line.x1 < to + 1 &&
        line.y0 < middle &&
        line.y1 > middle,
    ) || row.some(({ box: other }) => other !== box && other.x0 > from - 1 && other.x1 < to + 1);
  let left: Neighbor | null = null;
  let right: Neighbor | null = null;
  for (const run of printed) {
    if (Math.abs(run.y - run.size * 0.3 - middle) > Math.max(run.size, box.y1 - box.y0) * 0.6) continue;
    if (run.x0 >= box.x1 - 3) {
      const gap = Math.max(0, run.x0 - box.x1);
      if (gap < Math.min(FARTHEST, right?.gap ?? FARTHEST) && !parted(box.x1, run.x0)) right = { run, gap };
    } else if (run.x1 <= box.x0 + 3) {
      const gap = Math.max(0, box.x0 - run.x1);
      if (gap < Math.min(FARTHEST, left?.gap ?? FARTHEST) && !parted(run.x1, box.x0)) left = { run, gap };
    }
  }
  return { ...own, left, right };
}

function labelsOnLeft(row: Placed[]): boolean {
  const first = row[0]!;
  const last = row.at(-1)!;
  if (!first.left) return false;
  if (!last.right) return true;
  const both = row.filter(({ left, right }) => left && right);
  const gaps = (side: 'left' | 'right') => both.reduce((sum, placed) => sum + placed[side]!.gap, 0);
  return gaps('left') < gaps('right');
}
