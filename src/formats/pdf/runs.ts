import { withoutInvisible } from '../../platform/text/text-input.js';
import type { Rectangle } from '../places.js';
import type { Run } from './geometry.js';
import { LettersOnLines } from './letters-on-lines.js';
import type { PdfFont, PdfItem, PdfPage } from './open.js';
import { type Matrix, times } from './operators.js';
import type { Glyph } from './painting/painted.js';
import { SOFT_HYPHEN, VisibleText } from './painting/visible.js';

export interface PageText {
  width: number;
  height: number;
  upright: Run[];
  /** Text set at an angle: stamps, watermarks, side notes. */
  turned: Run[];
}

const BOLD = /bold|black|heavy|semibold|demi/i;

/**
 * Reads the text of a page that is seen, with its place.
 *
 * @param fontOf a font, by pdf.js' id of it
 * @param glyphs the letters that are painted, of which some may be hidden
 */
export async function readRuns(
  page: PdfPage,
  fontOf: (id: string) => PdfFont | null,
  glyphs: Glyph[],
): Promise<PageText> {
  const viewport = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent({ includeMarkedContent: true });
  const out: PageText = { width: viewport.width, height: viewport.height, upright: [], turned: [] };
  const differ = glyphs.some(({ hidden, text }) => hidden !== null || text === SOFT_HYPHEN);
  const visible = differ ? new VisibleText(glyphs) : null;
  const letters = new LettersOnLines(glyphs, viewport.transform, clean);
  const bold = boldFonts(fontOf);
  const marks: { tag: string | null; id: string | null }[] = [];
  const seen = new Set<string>();
  for (const item of items) {
    if (!('str' in item)) {
      track(marks, item);
      continue;
    }
    const [a, b, c, d, left, y] = times(viewport.transform, item.transform);
    const size = Math.hypot(c!, d!) || 1;
    if (![a, b, left, y, size, item.width].every(Number.isFinite)) continue;
    const turned = Math.abs(b!) > Math.abs(a!) * 0.2;
    const innermost = marks.findLast((mark) => mark.id !== null);
    const whole = { text: item.str, from: 0, to: 1, hidden: null };
    const stretches = visible?.stretches(item.str, item.transform[4]!, item.transform[5]!) ?? [whole];
    for (const stretch of stretches) {
      if (stretch.hidden !== null) continue;
      const text = clean(stretch.text);
      if (text === '') continue;
      const x = turned ? left! : left! + item.width * stretch.from;
      const place = { x0: x, x1: turned ? x + size : left! + item.width * stretch.to, y: y! };
      const edges = turned ? undefined : letters.edgesOf(text, place);
      const run: Run = {
        text,
        ...place,
        ...(turned && { box: turnedBox([a!, b!, c!, d!, left!, y!], item.width, size) }),
        ...(edges && { edges }),
        size,
        bold: bold(item.fontName),
        artifact: marks.some((mark) => mark.tag === 'Artifact'),
        mark: innermost?.id ?? null,
        tag: innermost?.tag ?? null,
      };
      // Bold type is faked by printing the same text twice, a hair apart.
      const key = `${text}@${Math.round(x)},${Math.round(y!)}`;
      if (text.trim() !== '' && seen.has(key)) continue;
      seen.add(key);
      (turned ? out.turned : out.upright).push(run);
    }
  }
  return out;
}

/** Where text stands that is set at an angle. */
function turnedBox([a, b, c, d, x, y]: Matrix, width: number, size: number): Rectangle {
  const along = Math.hypot(a!, b!) || 1;
  const [dx, dy] = [(a! / along) * width, (b! / along) * width];
  const corners = [0, 1].flatMap((end) =>
    [-0.22, 0.82].map((up) => [
      x! + dx * end + (c! / size) * up * size,
      y! + dy * end + (d! / size) * up * size,
    ]),
  );
  const [xs, ys] = [corners.map(([each]) => each!), corners.map(([, each]) => each!)];
  return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
}

function track(marks: { tag: string | null; id: string | null }[], item: PdfItem) {
  if (item.type === 'endMarkedContent') marks.pop();
  else if (item.type !== undefined && 'tag' in item && marks.length < 10_000) {
    marks.push({ tag: item.tag ?? null, id: item.id ?? null });
  }
}

/** Whether a font is bold, by its name; its data need not be looked at. */
function boldFonts(fontOf: (id: string) => PdfFont | null): (font: string) => boolean {
  const known = new Map<string, boolean>();
  return (id) => {
    let bold = known.get(id);
    if (bold === undefined) {
      const font = fontOf(id);
      bold = font !== null && (font.bold === true || font.black === true || BOLD.test(font.name ?? ''));
      known.set(id, bold);
    }
    return bold;
  };
}

const LIGATURES: Record<string, string> = {
  '\ufb00': 'ff',
  '\ufb01': 'fi',
  '\ufb02': 'fl',
  '\ufb03': 'ffi',
  '\ufb04': 'ffl',
  '\ufb05': 'st',
  '\ufb06': 'st',
};

/** Ligatures become letters; glyphs without a meaning of their own go. */
function clean(text: string): string {
  const letters = text
    .replace(/[\ufb00-\ufb06]/g, (ligature) => LIGATURES[ligature]!)
    .replace(/[\t\n\r\u00a0\u2000-\u200a\u202f]/g, ' ')
    .replace(/[\u2010\u2011]/g, '-');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: fonts map glyphs that they do not name to these
  const known = letters.replace(/[\u0000-\u001f\u007f\ufffd]/g, '');
  return known.split(SOFT_HYPHEN).map(withoutInvisible).join(SOFT_HYPHEN);
}
