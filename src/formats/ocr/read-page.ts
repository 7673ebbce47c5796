import type { Page, Run } from '../pdf/geometry.js';
import { layOut } from '../pdf/page.js';
import type { Recogniser, WordLine } from './engine.js';
import { isBlank, type Raster, turned } from './raster.js';
import { scannedRulings } from './rulings.js';
import { countLetters, isNoise, isSideways, runsOf, slopeOf } from './words.js';

interface Reading {
  lines: WordLine[];
  raster: Raster;
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
    upright: runsOf(lines, slope, dpi),
    turned: [],
  };
  return layOut(text, scannedRulings(straight, slope), number, entered);
}

/** Letters that are surely right make up less than this of a page that stands on its head. */
const DOUBTFUL = 0.35;
const LEAST_LETTERS = 40;

async function upright(recogniser: Recogniser, raster: Raster): Promise<Reading> {
  const read = async (quarters: number): Promise<Reading> => {
    const tried = turned(raster, quarters);
    const lines = await recogniser.recognise(tried);
    return { lines, raster: tried, ...countLetters(lines), sideways: isSideways(lines) };
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
