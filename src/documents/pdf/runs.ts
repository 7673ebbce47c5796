import { withoutInvisible } from '../../platform/text-input.js';
import type { Run } from './geometry.js';
import type { PdfItem, PdfPage } from './open.js';

export interface PageText {
  width: number;
  height: number;
  upright: Run[];
  /** Text set at an angle: stamps, watermarks, side notes. */
  turned: Run[];
}

const BOLD = /bold|black|heavy|semibold|demi/i;

/** Reads the text of a page with its place. @param bold whether a font is bold, by pdf.js' id of it */
export async function readRuns(page: PdfPage, bold: (font: string) => boolean): Promise<PageText> {
  const viewport = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent({ includeMarkedContent: true });
  const out: PageText = { width: viewport.width, height: viewport.height, upright: [], turned: [] };
  const marks: { tag: string | null; id: string | null }[] = [];
  const seen = new Set<string>();
  for (const item of items) {
    if (!('str' in item)) {
      track(marks, item);
      continue;
    }
    const text = clean(item.str);
    if (text === '') continue;
    const [a, b, c, d, x, y] = multiply(viewport.transform, item.transform);
    const size = Math.hypot(c!, d!) || 1;
    if (![a, b, x, y, size, item.width].every(Number.isFinite)) continue;
    if (x! < -50 || x! > viewport.width + 50 || y! < -50 || y! > viewport.height + 50) continue;
    // Bold type is faked by printing the same text twice, a hair apart.
    const key = `${text}@${Math.round(x!)},${Math.round(y!)}`;
    if (text.trim() !== '' && seen.has(key)) continue;
    seen.add(key);
    const turned = Math.abs(b!) > Math.abs(a!) * 0.2;
    const innermost = marks.findLast((mark) => mark.id !== null);
    (turned ? out.turned : out.upright).push({
      text,
      x0: x!,
      x1: x! + (turned ? size : item.width),
      y: y!,
      size,
      bold: bold(item.fontName),
      artifact: marks.some((mark) => mark.tag === 'Artifact'),
      mark: innermost?.id ?? null,
      tag: innermost?.tag ?? null,
    });
  }
  return out;
}

function track(marks: { tag: string | null; id: string | null }[], item: PdfItem) {
  if (item.type === 'endMarkedContent') marks.pop();
  else if (item.type !== undefined && 'tag' in item && marks.length < 10_000) {
    marks.push({ tag: item.tag ?? null, id: item.id ?? null });
  }
}

/** Whether a font is bold, by its name; its data need not be looked at. */
export function boldFonts(page: PdfPage): (font: string) => boolean {
  const known = new Map<string, boolean>();
  return (id) => {
    let bold = known.get(id);
    if (bold === undefined) {
      const font = page.commonObjs.has(id) ? page.commonObjs.get(id) : null;
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
    .replace(/[\t\n\r\u00a0\u2000-\u200a\u202f]/g, ' ');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: fonts map glyphs that they do not name to these
  return withoutInvisible(letters.replace(/[\u0000-\u001f\u007f\ufffd]/g, ''));
}

function multiply(m: number[], t: number[]): number[] {
  return [
    m[0]! * t[0]! + m[2]! * t[1]!,
    m[1]! * t[0]! + m[3]! * t[1]!,
    m[0]! * t[2]! + m[2]! * t[3]!,
    m[1]! * t[2]! + m[3]! * t[3]!,
    m[0]! * t[4]! + m[2]! * t[5]! + m[4]!,
    m[1]! * t[4]! + m[3]! * t[5]! + m[5]!,
  ];
}
