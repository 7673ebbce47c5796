import { legalText } from '../clean.js';
import { type FontName, hasGlyph } from './fonts.js';

/** Text in one font. */
export interface Piece {
  text: string;
  font: FontName;
}

/** What stands for a character that no font has. */
const MISSING = '□';
const SAMPLES = 8;

// Printed by what stands around them, or by nothing: joiners, variation selectors, marks of direction, soft hyphens.
const SILENT = /[\ufe00-\ufe0f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
const PLAIN = /^[\n\x20-\x7e\u00a0-\u00ff]*$/;
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Chooses fonts for texts, and remembers what could not be printed. */
export class Glyphs {
  readonly #missing = new Map<number, number>();
  #hasRightToLeft = false;

  /** The text in pieces of one font each. */
  pieces(given: string, first: 'Roboto' | 'Mono'): Piece[] {
    const text = legalText(given).replace(SILENT, '').replace(/\t/g, '    ');
    if (PLAIN.test(text)) return [{ text, font: first }];
    this.#hasRightToLeft ||= RIGHT_TO_LEFT.test(text);
    const pieces: Piece[] = [];
    for (const character of text.normalize('NFC')) {
      const last = pieces.at(-1);
      const font = this.#fontOf(character, first, last?.font);
      const shown = font === null ? MISSING : character;
      const used = font ?? 'DejaVu';
      if (last?.font === used) last.text += shown;
      else pieces.push({ text: shown, font: used });
    }
    return pieces;
  }

  #fontOf(character: string, first: FontName, before: FontName | undefined): FontName | null {
    const codePoint = character.codePointAt(0)!;
    if (/\s/.test(character)) return before ?? first;
    // A mark belongs to the letter before it.
    const order = /\p{M}/u.test(character) && before ? [before, first] : [first];
    const font = [...order, 'DejaVu' as const].find((name) => hasGlyph(name, codePoint));
    if (!font) this.#missing.set(codePoint, (this.#missing.get(codePoint) ?? 0) + 1);
    return font ?? null;
  }

  /** What the reader has to know of text that is not printed as it was written; empty where there is nothing. */
  notes(): string[] {
    const count = [...this.#missing.values()].reduce((sum, each) => sum + each, 0);
    const samples = [...this.#missing.keys()]
      .slice(0, SAMPLES)
      .map((codePoint) => `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`);
    const more = this.#missing.size > SAMPLES ? ' and others' : '';
    return [
      ...(count
        ? [
            `${count} ${count === 1 ? 'character' : 'characters'} of this document (${samples.join(', ')}${more}) ` +
              `cannot be printed in this PDF and show as ${MISSING}. The Word and Markdown files have them.`,
          ]
        : []),
      ...(this.#hasRightToLeft
        ? [
            'This document has text that is written from right to left, which this PDF may print in the wrong order. ' +
              'The Word and Markdown files have it right.',
          ]
        : []),
    ];
  }
}
