/** HTML without its comments; one that is not closed reaches to the end, as in a browser. */
export const withoutComments = (html: string): string => html.replace(/<!--[\s\S]*?(?:-->|$)/g, '');
