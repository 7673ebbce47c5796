import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';
import type { TFontDictionary } from 'pdfmake/interfaces.js';

const { resolve } = createRequire(import.meta.url);
const roboto = (face: string) => resolve(`pdfmake/fonts/Roboto/Roboto-${face}.ttf`);
const dejaVu = (face: string) => resolve(`dejavu-fonts-ttf/ttf/DejaVu${face}.ttf`);

/** Roboto for text, DejaVu for code and for what Roboto lacks: symbols, and more of Latin, Greek and Cyrillic. */
export const fonts = {
  Roboto: {
    normal: roboto('Regular'),
    bold: roboto('Medium'),
    italics: roboto('Italic'),
    bolditalics: roboto('MediumItalic'),
  },
  DejaVu: {
    normal: dejaVu('Sans'),
    bold: dejaVu('Sans-Bold'),
    italics: dejaVu('Sans-Oblique'),
    bolditalics: dejaVu('Sans-BoldOblique'),
  },
  Mono: {
    normal: dejaVu('SansMono'),
    bold: dejaVu('SansMono-Bold'),
    italics: dejaVu('SansMono-Oblique'),
    bolditalics: dejaVu('SansMono-BoldOblique'),
  },
} satisfies TFontDictionary;

export type FontName = keyof typeof fonts;

const opened = new Map<FontName, Font>();

/** Whether every face of the family shows the character; they have the same ones. */
export function hasGlyph(name: FontName, codePoint: number): boolean {
  let font = opened.get(name);
  if (!font) {
    font = create(readFileSync(fonts[name].normal)) as Font;
    opened.set(name, font);
  }
  return font.hasGlyphForCodePoint(codePoint);
}
