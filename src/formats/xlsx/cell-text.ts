import { format } from 'numfmt';
import type { CellStyle } from './styles.js';

/** No number shows more; formats that pad or repeat without end are there to do harm. */
const LONGEST_NUMBER = 255;
const LONGEST_PATTERN = 255;

/** Days between 1 January 1900 and 1904 as Excel counts them. */
const DAYS_TO_1904 = 1462;

export interface RawCell {
  /** The type that the file gives: "s", "str", "inlineStr", "b", "e", "d" or "n". */
  type: string;
  value: string;
  style: CellStyle;
}

/** The text of a cell as a reader of the sheet sees it. @param sharedText the text with a number */
export function cellText(
  { type, value, style }: RawCell,
  from1904: boolean,
  sharedText: (index: number) => string,
): string {
  switch (type) {
    case 's':
      return sharedText(Number(value));
    case 'b':
      return value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
    case 'n':
      return numberText(value, style.format, from1904);
    case 'd':
      return value.replace(/T00:00:00(?:\.0+)?Z?$/, '').replace('T', ' ');
    default:
      return value;
  }
}

function numberText(value: string, pattern: string, from1904: boolean): string {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return value;
  try {
    const isDate = from1904 && /[dmyhs]/i.test(pattern.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
    const shown = format(
      pattern.length > LONGEST_PATTERN ? 'General' : pattern,
      isDate ? number + DAYS_TO_1904 : number,
      // A date before 1900 or beyond 9999 shows as its number.
      { dateErrorNumber: true, nbsp: false },
    );
    return shown.slice(0, LONGEST_NUMBER).trim();
  } catch {
    // A pattern that means nothing: the number itself is still right.
    return String(number);
  }
}
