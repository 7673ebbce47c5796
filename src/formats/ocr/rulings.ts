import type { Ruling } from '../pdf/geometry.js';
import { INK, type Raster } from './raster.js';

/** Strokes of letters are shorter, in inches. */
const LEAST_LENGTH = 0.35;
/** Ends of two pieces of one line, and rows of one thick line, are at most so far apart, in inches. */
const GAP = 0.05;
const MOST_STROKES = 60_000;
const MOST_RULINGS = 4000;

interface Stroke {
  from: number;
  to: number;
  /** Where it lies across its direction. */
  at: number;
}

/**
 * Finds the straight lines of a scanned page: those of its tables.
 *
 * @param slope how much the page is turned, as the rise of its lines of text
 * @returns lines in points, as if the page lay straight
 */
export function scannedRulings(raster: Raster, slope: number): Ruling[] {
  const points = 72 / raster.dpi;
  const across = linesOf(raster, strokesOf(raster, false), -slope).map(({ from, to, at }) => ({
    x0: from * points,
    x1: to * points,
    y0: at * points,
    y1: at * points,
  }));
  const upright = linesOf(raster, strokesOf(raster, true), slope).map(({ from, to, at }) => ({
    x0: at * points,
    x1: at * points,
    y0: from * points,
    y1: to * points,
  }));
  return [...across, ...upright].slice(0, MOST_RULINGS);
}

/** Runs of ink without gaps that are too long to be part of a letter, row by row or column by column. */
function strokesOf({ width, height, gray, dpi }: Raster, upright: boolean): Stroke[] {
  const [lines, length, next, step] = upright ? [width, height, 1, width] : [height, width, width, 1];
  const least = LEAST_LENGTH * dpi * 0.5;
  const strokes: Stroke[] = [];
  for (let line = 0; line < lines && strokes.length < MOST_STROKES; line++) {
    let start = -1;
    for (let along = 0, at = line * next; along <= length; along++, at += step) {
      const ink = along < length && gray[at]! < INK;
      if (ink && start < 0) start = along;
      else if (!ink && start >= 0) {
        if (along - start >= least) strokes.push({ from: start, to: along, at: line });
        start = -1;
      }
    }
  }
  return strokes;
}

/** Joins strokes on one line, and takes out what is too thick for a line or too short. */
function linesOf({ dpi }: Raster, strokes: Stroke[], slope: number): Stroke[] {
  const gap = GAP * dpi;
  const straight = strokes
    .map(({ from, to, at }) => ({ from, to, at: at + slope * ((from + to) / 2) }))
    .sort((a, b) => a.at - b.at);
  const done: (Stroke & { last: number })[] = [];
  let open: (Stroke & { last: number })[] = [];
  for (const stroke of straight) {
    open = open.filter((line) => line.last >= stroke.at - gap);
    const line = open.find(({ from, to }) => stroke.from <= to + gap && stroke.to >= from - gap);
    if (line) {
      line.from = Math.min(line.from, stroke.from);
      line.to = Math.max(line.to, stroke.to);
      line.last = stroke.at;
    } else {
      const started = { ...stroke, last: stroke.at };
      open.push(started);
      done.push(started);
    }
  }
  return done
    .filter(({ from, to, at, last }) => to - from >= LEAST_LENGTH * dpi && last - at <= gap)
    .map(({ from, to, at, last }) => ({ from, to, at: (at + last) / 2 }));
}
