import type { Range } from './references.js';

/** Wider ranges are kept once for all columns instead of once in each. */
const WIDE = 32;

/**
 * Finds the ranges that a cell lies in, in a time that does not grow with their number or size: a sheet may have ten
 * thousand of them, and one may go over a million rows. None is ever spelt out cell by cell.
 */
export class RangeIndex<T> {
  readonly #columns = new Map<number, Rows<T>>();
  readonly #wide: Rows<T> = new Rows();

  constructor(ranges: Iterable<readonly [range: Range, value: T]> = []) {
    for (const [range, value] of ranges) this.#add(range, value);
  }

  #add(range: Range, value: T): void {
    const item = { range, value };
    if (range.right - range.left >= WIDE) {
      this.#wide.items.push(item);
      return;
    }
    for (let column = range.left; column <= range.right; column++) {
      const rows = this.#columns.get(column) ?? new Rows<T>();
      this.#columns.set(column, rows);
      rows.items.push(item);
    }
  }

  /** The values of the ranges around a cell. */
  *at(row: number, column: number): Generator<T> {
    const own = this.#columns.get(column);
    if (own) for (const { value } of own.at(row)) yield value;
    for (const { range, value } of this.#wide.at(row))
      if (column >= range.left && column <= range.right) yield value;
  }

  /** The first of them; null where there is none. */
  first(row: number, column: number): T | null {
    for (const value of this.at(row, column)) return value;
    return null;
  }
}

interface Item<T> {
  range: Range;
  value: T;
}

/** Ranges by their rows: sorted by the first, with the furthest last row of each half below (an implicit interval tree). */
class Rows<T> {
  readonly items: Item<T>[] = [];
  #furthest: Int32Array | null = null;

  *at(row: number): Generator<Item<T>> {
    this.#furthest ??= this.#build();
    const pending: [from: number, to: number][] = [[0, this.items.length]];
    for (let part = pending.pop(); part; part = pending.pop()) {
      const [from, to] = part;
      if (from >= to) continue;
      const middle = (from + to) >>> 1;
      if (this.#furthest[middle]! < row) continue;
      const item = this.items[middle]!;
      if (item.range.top <= row) {
        if (item.range.bottom >= row) yield item;
        pending.push([middle + 1, to]);
      }
      pending.push([from, middle]);
    }
  }

  #build(): Int32Array {
    this.items.sort((a, b) => a.range.top - b.range.top);
    const furthest = new Int32Array(this.items.length);
    const fill = (from: number, to: number): number => {
      if (from >= to) return 0;
      const middle = (from + to) >>> 1;
      furthest[middle] = Math.max(this.items[middle]!.range.bottom, fill(from, middle), fill(middle + 1, to));
      return furthest[middle]!;
    };
    fill(0, this.items.length);
    return furthest;
  }
}
