const endsInBlock = (text: string) => /(?:^|\n)\s*(?:[|>]|```)[^\n]*$/.test(text);

/** A text with the marker of the source it was taken from. */
export const cited = (text: string, number: number) =>
  `${text}${endsInBlock(text) ? '\n\n' : ' '}[${number}]`;

export const inQuoteBlock = (text: string) => text.replace(/^/gm, '> ').replace(/^> $/gm, '>');

const MARKERS = /(?<!\s)(\s*)\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\](?!\()/g;

/**
 * A text whose markers have other numbers; one with none left goes with the space before it.
 * @param numberOf by the number that stands there: another one, null for none, undefined where it is no marker
 */
export const renumbered = (text: string, numberOf: (number: number) => number | null | undefined): string =>
  // Behind white space the look-behind fails at once: however long a run of it is, it is gone through once.
  text.replace(MARKERS, (marker, space: string, list: string) => {
    const numbers = list.split(/[,;]/).map((number) => numberOf(Number(number)));
    if (numbers.includes(undefined)) return marker;
    const kept = new Set(numbers.filter((number) => number !== null));
    return kept.size === 0 ? '' : `${space}${[...kept].map((number) => `[${number}]`).join('')}`;
  });
