import type { LeftOuts } from '../left-out.js';
import { readEntered } from './filled-in/entered.js';
import type { Ruling, Run } from './geometry.js';
import { countLetters, LEAST_LETTERS } from './letters.js';
import type { Layers, PdfFont, PdfPage } from './open.js';
import { garbledFonts } from './painting/garbled.js';
import { type Glyph, readPainted } from './painting/painted.js';
import { readRulings } from './rulings.js';
import { type PageText, readRuns } from './runs.js';

/** What a page says: what is printed on it, and what was filled in. */
export interface Content {
  text: PageText;
  entered: Run[];
  rulings: Ruling[];
  /** Whether its text has to be recognised: it says next to nothing, or its fonts do not tell which letters it has. */
  textless: boolean;
  garbled: boolean;
}

/**
 * Reads what a page shows.
 *
 * @param number 1-based
 * @param leftOut where what it does not show, and what is not read of it, is noted
 */
export async function readContent(
  page: PdfPage,
  number: number,
  layers: Layers,
  leftOut: LeftOuts,
): Promise<Content> {
  // Operators come first: they load the fonts, whose names tell bold type.
  const operators = await page.getOperatorList();
  const fontOf = (id: string) => (page.commonObjs.has(id) ? page.commonObjs.get(id) : null);
  const painted = readPainted(operators, page.view, fontOf, layers);
  const text = await readRuns(page, fontOf, painted.glyphs);
  for (const kind of ['HIDDEN_LAYER', 'HIDDEN_TEXT'] as const)
    leftOut.add(kind, number, countLines(painted.glyphs.filter((glyph) => glyph.hidden === kind)));
  const viewport = page.getViewport({ scale: 1 }).transform;
  const rulings = readRulings(operators, viewport);
  const garbled = isGarbled(
    painted.glyphs.filter((glyph) => glyph.hidden === null),
    fontOf,
  );
  if (garbled) {
    text.upright = [];
    text.turned = [];
  }
  const printed = countLetters([...text.upright, ...text.turned].map((run) => run.text));
  const annotations = await page.getAnnotations({ intent: 'any' });
  const about = { number, text, rulings, viewport, hidden: painted.hiddenAnnotations };
  const entered = annotations.length > 0 ? readEntered(annotations, about, leftOut) : [];
  return { text, entered, rulings, textless: printed < LEAST_LETTERS, garbled };
}

/** On how many lines there are letters. */
const countLines = (glyphs: Glyph[]) =>
  new Set(glyphs.filter(({ text }) => countLetters([text]) > 0).map(({ y }) => Math.round(y / 3))).size;

function isGarbled(glyphs: Glyph[], fontOf: (id: string) => PdfFont | null): boolean {
  const fonts = garbledFonts(glyphs, fontOf);
  return fonts.size > 0 && glyphs.filter(({ font }) => fonts.has(font)).length >= LEAST_LETTERS;
}
