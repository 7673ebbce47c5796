import { localId } from '../../../schema/ids.js';
import type { Rectangle, Span } from '../../formats/index.js';
import { invalidInput, notFound } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import { pageImage } from '../../sources/index.js';
import type { Asked } from '../routing/route.js';

const WIDTH = 1000;
const WIDEST = 2400;
const NARROWEST = 50;
const MOST_RECTANGLES = 200;

/**
 * GET /sources/{id}/pages/{n}.png?width=1000&span=10-250&rectangle=72,90,540,104: a page of a PDF as a picture, with marks.
 * `span` is a part of the text, in UTF-16 offsets; `rectangle`, which may be given several times, its left, upper, right and
 * lower edge in points from the top left corner of the page.
 */
export async function downloadPage({
  app,
  actor,
  path: { sourceId: id, page },
  query,
  req,
  res,
}: Asked<'sourceId' | 'page', 'signed-in'>): Promise<void> {
  const image = await pageImage(app, actor, {
    id: idOf(id),
    page: pageOf(page),
    width: widthOf(query.get('width')),
    span: spanOf(query.get('span')),
    rectangles: rectanglesIn(query.getAll('rectangle')),
  });
  const etag = `"${image.etag}"`;
  const headers = { etag, 'cache-control': 'private, no-cache', 'x-content-type-options': 'nosniff' };
  if (req.headers['if-none-match'] === etag) return void res.writeHead(304, headers).end();
  const png = await image.png();
  res.writeHead(200, { ...headers, 'content-type': 'image/png', 'content-length': png.length });
  res.end(png);
}

/** Of the global id of a document, or the id within it. */
function idOf(given: string): string {
  if (isUuid(given)) return given;
  try {
    return localId(given, ['SourceDocument'], []);
  } catch {
    throw notFound('The document');
  }
}

const PAGE = /^([1-9]\d{0,5})\.png$/;

function pageOf(given: string): number {
  const [, page] = PAGE.exec(given) ?? [];
  if (page === undefined) throw notFound('The page');
  return Number(page);
}

function widthOf(given: string | null): number {
  const width = given === null ? WIDTH : /^\d{1,5}$/.test(given) ? Number(given) : 0;
  if (width < NARROWEST || width > WIDEST)
    throw invalidInput(`The width is a number of pixels from ${NARROWEST} to ${WIDEST}.`, ['width']);
  return width;
}

function spanOf(given: string | null): Span | null {
  if (given === null) return null;
  const [, start, end] = /^(\d{1,8})-(\d{1,8})$/.exec(given) ?? [];
  if (start === undefined || Number(end) <= Number(start))
    throw invalidInput('A span is two offsets in the text of the document: 10-250.', ['span']);
  return { start: Number(start), end: Number(end) };
}

function rectanglesIn(given: string[]): Rectangle[] {
  if (given.length > MOST_RECTANGLES)
    throw invalidInput(`At most ${MOST_RECTANGLES} rectangles are marked at once.`, ['rectangle']);
  return given.map((text) => {
    const numbers = text.split(',');
    const [x0, y0, x1, y1] = numbers.map(Number) as [number, number, number, number];
    const isOne = numbers.length === 4 && numbers.every((each) => /^\d{1,6}(?:\.\d{1,4})?$/.test(each));
    if (!isOne || x1 <= x0 || y1 <= y0)
      throw invalidInput('A rectangle is left, upper, right and lower edge in points: 72,90,540,104.', [
        'rectangle',
      ]);
    return { x0, y0, x1, y1 };
  });
}
