const endsInBlock = (text: string) => /(?:^|\n)\s*(?:[|>]|```)[^\n]*$/.test(text);

/** A text with the marker of the source it was taken from. */
export const cited = (text: string, number: number) =>
  `${text}${endsInBlock(text) ? '\n\n' : ' '}[${number}]`;

export const inQuoteBlock = (text: string) => text.replace(/^/gm, '> ').replace(/^> $/gm, '>');
