const named: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  bull: '•',
  middot: '·',
  copy: '©',
  reg: '®',
  trade: '™',
  deg: '°',
  plusmn: '±',
  times: '×',
  le: '≤',
  ge: '≥',
  rarr: '→',
  euro: '€',
  pound: '£',
  sect: '§',
};

/**
 * Resolves the named character references that Markdown text commonly has ("&amp;", "&ndash;"). An unknown
 * one stays as it was typed; numeric ones have been resolved by the parser.
 */
export function resolveReferences(text: string): string {
  return text.replace(/&([a-z]{2,8});/g, (whole, name: string) => named[name] ?? whole);
}
