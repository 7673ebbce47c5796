import { endsSentence, isBarePageNumber, isContentsLine, isPageNumber } from '../text/shape.js';
import type { Furniture } from '../types.js';
import { type Line, median, type Page } from './geometry.js';

/** How much of a page, at its top and at its bottom, may be furniture. */
const EDGE = 0.16;
const MOST_LINES = 7;
const BROWSER_LINE = /^(?:https?:\/\/\S{8,}(?:\s+\d{1,4}\/\d{1,4})?|file:\/\/\S{8,}.{0,20})$/;
const PRINTED_ON = /^\d{1,2}[/.]\d{1,2}[/.]\d{2,4},?(?: \d{1,2}:\d{2}(?: ?[AP]M)?)?\s/;

/** Tells which lines of a document are no running text: repeated edges, page numbers, tables of contents. */
export function findFurniture(pages: Page[]): Map<Line, Furniture> {
  const found = new Map<Line, Furniture>();
  for (const edge of ['header', 'footer'] as const) markEdges(pages, edge, found);
  for (const page of pages) markContents(page, found);
  return found;
}

/** Digits change from page to page; the rest of a running head does not. */
const shape = (text: string) => text.toLowerCase().replace(/\d+/g, '#').replace(/\s+/g, ' ').trim();

const edgeLines = (page: Page, edge: 'header' | 'footer'): Line[] => {
  const lines = page.items
    .filter((item): item is Line => item.kind === 'line' && item.upright)
    .filter((line) => (edge === 'header' ? line.y < page.height * EDGE : line.y > page.height * (1 - EDGE)))
    .sort((a, b) => (edge === 'header' ? a.y - b.y : b.y - a.y));
  return lines.slice(0, MOST_LINES);
};

function markEdges(pages: Page[], edge: 'header' | 'footer', found: Map<Line, Furniture>) {
  const edges = pages.map((page) => edgeLines(page, edge));
  const body = median(
    pages.flatMap((page) => page.items.flatMap((item) => (item.kind === 'line' ? [item.size] : []))),
  );
  const places = new Map<string, { page: number; y: number }[]>();
  for (const [index, lines] of edges.entries()) {
    for (const line of lines) {
      const key = shape(line.text);
      // Rules to write on repeat as well; they say nothing.
      if (!/[\p{L}#]/u.test(key)) continue;
      const list = places.get(key);
      if (list) list.push({ page: index, y: line.y });
      else places.set(key, [{ page: index, y: line.y }]);
    }
  }
  const repeats = (line: Line, page: number, outermost: boolean) => {
    const others = (places.get(shape(line.text)) ?? []).filter((place) => place.page !== page);
    const same = others.filter((place) => Math.abs(place.y - line.y) < 6);
    const nearest = Math.min(...same.map((place) => Math.abs(place.page - page)));
    // A short document has few pages to compare, and heads change with the chapter: neighbors tell as well.
    if (pages.length <= 3) return nearest === 1;
    if (outermost && nearest <= 2) return true;
    const needed = 2;
    return same.length >= needed || (others.length >= needed && others.length > pages.length * 0.4);
  };
  for (const [index, lines] of edges.entries()) {
    const page = pages[index]!;
    // Furniture is whole at the edge: the first line that is neither repeated nor marked ends it.
    for (const line of lines) {
      const isNumber =
        isPageNumber(line.text) || (isBarePageNumber(line.text) && countsPages(line, index, pages, places));
      if (isNumber) found.set(line, 'page-number');
      else if (line.artifact || repeats(line, index, line === lines[0])) found.set(line, edge);
      else if (isBrowserLine(line) || isMarginal(line, page, body)) found.set(line, edge);
      else if (/[\p{L}\d]/u.test(line.text) || page.items.length < 3) break;
    }
  }
}

/** Small type in the outermost margin, where no text stands, is furniture on a page of its own as well. */
const isMarginal = (line: Line, page: Page, body: number) =>
  (line.y < page.height * 0.065 || line.y > page.height * 0.94) &&
  line.size < body * 0.92 &&
  line.text.length < 120 &&
  !endsSentence(line.text);

const isBrowserLine = (line: Line) =>
  BROWSER_LINE.test(line.text) || (line.size <= 9 && PRINTED_ON.test(line.text));

/** A bare number at the edge counts pages where other pages have one at the same height, or it is this page's own. */
function countsPages(
  line: Line,
  index: number,
  pages: Page[],
  places: Map<string, { page: number; y: number }[]>,
): boolean {
  if (line.text.trim() === String(index + 1) || /^[ivx]{1,6}$/.test(line.text.trim())) return true;
  const same = (places.get(shape(line.text)) ?? []).filter(
    (place) => place.page !== index && Math.abs(place.y - line.y) < 12,
  );
  return same.length >= Math.min(2, pages.length - 1) && pages.length > 1;
}

const endsInPage = (line: Line) =>
  isContentsLine(line.text) ||
  (line.segments.length > 1 &&
    /^(?:\d{1,3}|[ivx]{1,5})$/.test(line.segments.at(-1)!.text) &&
    /^\D{0,8}[\d.]*\s*\p{L}/u.test(line.text));

/** Lines with dot leaders, or ending in page numbers set apart, three or more of them: a table of contents. */
function markContents(page: Page, found: Map<Line, Furniture>) {
  const lines = page.items.filter((item): item is Line => item.kind === 'line' && !found.has(item));
  const entries = lines.map(endsInPage);
  const leaders = lines.filter((line) => isContentsLine(line.text)).length;
  const titled = lines.findIndex((line) =>
    /^(?:table of contents|contents|index|list of (?:tables|figures|attachments|exhibits))$/i.test(
      line.text.trim(),
    ),
  );
  const total = entries.filter(Boolean).length;
  if (leaders < 2 && !(titled >= 0 && total >= 3)) return;
  for (const [index, line] of lines.entries()) {
    if (entries[index] && (leaders < 2 || isContentsLine(line.text) || titled >= 0))
      found.set(line, 'contents');
    else if (index === titled) found.set(line, 'contents');
    // An entry may take two lines; the first has no page number.
    else if (
      index > 0 &&
      entries[index + 1] &&
      found.get(lines[index - 1]!) === 'contents' &&
      line.y < lines[index + 1]!.y
    )
      found.set(line, 'contents');
  }
}
