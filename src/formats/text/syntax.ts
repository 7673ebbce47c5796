const SIGNS: [RegExp, number][] = [
  [/^ {0,3}#{1,6} +\S/, 3],
  [/^ {0,3}(?:```|~~~)/, 3],
  [/^ {0,3}\|?(?: *:?-{3,}:? *\|)+ *:?-*:? *$/, 4],
  [/\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)/, 3],
  [/(?:^|\s)\*\*[^*\s][^*\n]{0,200}\*\*/, 2],
  [/^ {0,3}(?:={3,}|-{3,})$/, 1],
  [/^ {0,3}> /, 1],
  [/^ {0,8}[*-] +\S/, 0.25],
  [/(?:^|\s)`[^`\n]{1,100}`/, 1],
];
const LINES = 3000;

/**
 * Whether a text is written in Markdown, by its syntax. Lists alone do not tell: plain texts have them too.
 *
 * @param named whether its name says so; then one sign is enough
 */
export function looksLikeMarkdown(text: string, named: boolean): boolean {
  let score = 0;
  const kinds = new Set<RegExp>();
  for (const line of text.slice(0, 300_000).split('\n', LINES)) {
    const head = line.slice(0, 1000);
    for (const [sign, weight] of SIGNS) {
      if (!sign.test(head)) continue;
      score += weight;
      if (weight >= 2) kinds.add(sign);
    }
    if (kinds.size > 1 && score > 12) return true;
  }
  if (named) return score >= 1;
  return kinds.size > 0 && score >= 6;
}
