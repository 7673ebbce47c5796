// XML 1.0 section 2.2: Char ::= #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].
// With the `u` flag a surrogate in this class matches only where it stands alone.
const illegal =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu;

/** Removes every character that XML 1.0 cannot hold, even escaped; line ends become "\n". */
export function legalText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(illegal, '');
}

/** The same value with `legalText` applied to every string in it, at any depth. */
export function legalStrings<T>(value: T): T;
export function legalStrings(value: unknown): unknown {
  if (typeof value === 'string') return legalText(value);
  if (Array.isArray(value)) return value.map((each) => legalStrings(each));
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, legalStrings(each)]));
}

/** One line of at most `limit` characters; what is cut off shows as an ellipsis. */
export function oneLine(text: string, limit: number): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line.length <= limit) return line;
  const kept = [...line].slice(0, limit - 1).join('');
  return [...line].length <= limit ? line : `${kept.trimEnd()}…`;
}
