import type { Page, Run } from '../pdf/geometry.js';
import { layOut } from '../pdf/page.js';
import type { Rectangle } from '../places.js';
import type { Recogniser, WordLine } from './engine.js';
import { isBlank, type Raster, turned } from './raster.js';
import { scannedRulings } from './rulings.js';
import { countLetters, isNoise, isSideways, runsOf, slopeOf } from './words.js';

interface Reading {
  lines: WordLine[];
  raster: Raster;
  /** How often the page was turned to the right by a quarter. */
  quarters: number;
  /** Letters that are most likely right, and all that were read. */
  sure: number;
  all: number;
  sideways: boolean;
}

/**
 * Recognises the text of a page and its layout: lines, and the rows of ruled tables. A page that lies on its side or
 * upside down is turned.
 *
 * @param number 1-based
 * @param entered what was filled in on it, where it lies as it should
 * @returns null where there is no text on it
 */
export async function recognisePage(
  recogniser: Recogniser,
  raster: Raster,
  number: number,
  entered: Run[] = [],
): Promise<Page | null> {
  if (isBlank(raster)) return null;
  const best = await upright(recogniser, raster);
  if (isNoise(best.lines)) return null;
  const { lines, raster: straight } = best;
  const { dpi, width, height } = straight;
  const slope = slopeOf(lines);
  const points = 72 / dpi;
  const text = {
    width: width * points,
    height: height * points,
    upright: runsOf(lines, slope, dpi, (word) => scaled(turnedBack(word, raster, best.quarters), points)),
    turned: [],
  };
  const page = layOut(text, scannedRulings(straight, slope), number, entered);
  return { ...page, seen: { width: raster.width * points, height: raster.height * points } };
}

/** Where something stood before the picture was turned to the right by quarters. @param raster the picture as it was */
function turnedBack({ x0, y0, x1, y1 }: Rectangle, { width, height }: Raster, quarters: number): Rectangle {
  if (quarters === 1) return { x0: y0, y0: height - x1, x1: y1, y1: height - x0 };
  if (quarters === 2) return { x0: width - x1, y0: height - y1, x1: width - x0, y1: height - y0 };
  if (quarters === 3) return { x0: width - y1, y0: x0, x1: width - y0, y1: x1 };
  return { x0, y0, x1, y1 };
}

const scaled = ({ x0, y0, x1, y1 }: Rectangle, by: number): Rectangle => ({
  x0: x0 * by,
  y0: y0 * by,
  x1: x1 * by,
  y1: y1 * by,
});

/** Letters that are surely right make up less than this of a page that stands on its head. */
const DOUBTFUL = 0.35;
const LEAST_LETTERS = 40;

async function upright(recogniser: Recogniser, raster: Raster): Promise<Reading> {
  const read = async (quarters: number): Promise<Reading> => {
    const tried = turned(raster, quarters);
    const lines = await recogniser.recognise(tried);
    return { lines, raster: tried, quarters, ...countLetters(lines), sideways: isSideways(lines) };
  };
  let best = await read(0);
  if (best.all < LEAST_LETTERS || (!best.sideways && best.sure > best.all * DOUBTFUL)) return best;
  for (const quarters of best.sideways ? [1, 3] : [2]) {
    const other = await read(quarters);
    if (!other.sideways && (best.sideways || other.sure > best.sure * 2)) best = other;
    if (!best.sideways && best.sure > best.all * DOUBTFUL) break;
  }
  return best;
}
