/** What a reader sees of the symbol fonts that forms use. Their characters are numbers of 8 bits, often U+F0xx in a text. */
const SYMBOLS: [font: RegExp, shown: Record<number, string>][] = [
  [/^wingdings 2$/i, { 79: '✗', 80: '✓', 81: '☒', 82: '☒', 83: '☒', 84: '☒', 162: '■', 163: '☐' }],
  [
    /^wingdings$/i,
    {
      110: '■',
      111: '☐',
      112: '☐',
      113: '☐',
      114: '☐',
      120: '☒',
      161: '☐',
      164: '☒',
      168: '☐',
      224: '→',
      232: '→',
      240: '→',
      251: '✗',
      252: '✓',
      253: '☒',
      254: '☒',
    },
  ],
  [/^webdings$/i, { 97: '✓', 99: '☐', 103: '■', 114: '✗' }],
  [/^symbol$/i, adobeSymbol()],
];

/**
 * A character of a symbol font as a reader sees it: boxes with a tick or a cross are "☒", empty ones "☐" (of round ones,
 * too); what means nothing is a bullet.
 *
 * @param font null where it is not known; Wingdings then, the font that writers of forms use
 * @param code of the character; only its lower 8 bits count
 */
export function symbolText(font: string | null, code: number): string {
  const low = code & 0xff;
  const shown = SYMBOLS.find(([name]) => name.test((font ?? 'Wingdings').trim()))?.[1];
  if (shown?.[low]) return shown[low];
  // Wingdings has pictures of weather and planes here; a form whose font is not known means the ticks of Wingdings 2.
  return font === null ? (SYMBOLS[0]![1][low] ?? '•') : '•';
}

/** Whether a character is one of a symbol font. */
export const isSymbol = (char: string) => char >= '\uf020' && char <= '\uf0ff';

/** Adobe's encoding of the font Symbol, as far as it differs from ASCII (PDF 1.7, D.5). */
function adobeSymbol(): Record<number, string> {
  const shown: Record<number, string> = {};
  const from = (start: number, chars: string) => {
    for (const [index, char] of [...chars].entries()) shown[start + index] = char;
  };
  from(0x20, ' !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_');
  from(0x61, 'αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼');
  from(0xa0, '€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…');
  from(0xc4, '⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑');
  return shown;
}
