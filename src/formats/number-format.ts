/** Spells `count` as WordprocessingML's `numFmt` says (ECMA-376 part 1, 17.18.59); unknown formats count in decimal. */
export function formatNumber(count: number, format: string): string {
  switch (format) {
    case 'lowerLetter':
      return letters(count);
    case 'upperLetter':
      return letters(count).toUpperCase();
    case 'lowerRoman':
      return roman(count);
    case 'upperRoman':
      return roman(count).toUpperCase();
    case 'decimalZero':
      return String(count).padStart(2, '0');
    case 'ordinal':
      return `${count}${suffix(count)}`;
    case 'decimalEnclosedParen':
      return `(${count})`;
    case 'none':
      return '';
    default:
      return String(count);
  }
}

/** Word goes on after z with aa, bb, cc … */
function letters(count: number): string {
  if (count < 1) return '0';
  const repeats = Math.min(30, Math.floor((count - 1) / 26) + 1);
  return String.fromCharCode(97 + ((count - 1) % 26)).repeat(repeats);
}

const ROMAN: [number, string][] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

function roman(count: number): string {
  if (count < 1 || count > 32_767) return String(count);
  let rest = count;
  let text = '';
  for (const [value, digits] of ROMAN) {
    text += digits.repeat(Math.floor(rest / value));
    rest %= value;
  }
  return text;
}

function suffix(count: number): string {
  const tens = count % 100;
  if (tens >= 11 && tens <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][count % 10] ?? 'th';
}
