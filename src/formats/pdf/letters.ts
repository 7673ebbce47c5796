/** Fewer letters on a page than this are no text: a stamp or a scanner's footer. */
export const LEAST_LETTERS = 10;

export const countLetters = (texts: string[]) =>
  texts.reduce((sum, text) => sum + (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0);
