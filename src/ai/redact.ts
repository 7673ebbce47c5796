const longestQuote = 300;

/** Key shapes of the common providers, also in the half-masked form that OpenAI echoes ("sk-ab****yz"). */
const keyShapes = [
  /\b(?:sk|pk|rk|gsk|xai|hf|r8|pplx|nvapi|fw|csk)[-_][\w*.-]{6,}/g,
  /\bAIza[\w*-]{8,}/g,
  /\b(?:Bearer|Basic)\s+[^\s"',;]{8,}/gi,
  /\/\/[^/\s:@]+:[^/\s@]+@/g,
];

/** So much of a key gives it away; providers quote a beginning or an end to tell people which one they mean. */
const TELLING = 8;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** Signs as they follow upon each other, also with blanks, quotes, commas or other marks between them. */
const spaced = (signs: string[], between = '[^A-Za-z0-9]{0,4}') => signs.map(escaped).join(between);

/** What any text in base64 holds that has the key in it, whatever stands before and behind. */
const inBase64 = (key: string): string[] =>
  [0, 1, 2].map((shift) => {
    const code = Buffer.from(`${' '.repeat(shift)}${key}`)
      .toString('base64')
      .replace(/=+$/, '');
    // The first and the last signs hold bits of what stands beside the key.
    const whole = Math.floor((8 * (key.length + shift)) / 6);
    return code.slice(Math.ceil((8 * shift) / 6), whole);
  });

/** How a key may be spelled: as it is, spaced out, in base64, and in hexadecimal, as URLs and programs write that, too. */
function spellingsOf(key: string): RegExp[] {
  if (key.length < 4) return [];
  const inUrls = new RegExp(escaped(encodeURIComponent(key)), 'gi');
  const letters = [...key].filter((sign) => /[A-Za-z0-9]/.test(sign));
  const plain = [new RegExp(escaped(key), 'g'), inUrls];
  if (letters.length < TELLING) return plain;
  const bytes = [...Buffer.from(key)].map((byte) => byte.toString(16).padStart(2, '0'));
  const base64 = inBase64(key).map((code) => spaced([...code.replace(/[+/]/g, '')]));
  return [
    ...plain,
    new RegExp(spaced(letters), 'g'),
    new RegExp(spaced(bytes, '(?:[^A-Za-z0-9]{0,4}(?:0?x|u00)?)'), 'gi'),
    ...base64.map((code) => new RegExp(code, 'g')),
  ];
}

/** The key, its base64 and its hexadecimal, each with how long a part of it must be to give the key away. */
function written(key: string): [string, number][] {
  const hex = Buffer.from(key).toString('hex');
  const base64 = inBase64(key).map((code): [string, number] => [code, Math.ceil((TELLING * 8) / 6)]);
  return [[key, TELLING], [hex, 2 * TELLING], [hex.toUpperCase(), 2 * TELLING], ...base64];
}

/** Takes out each part of something that gives it away, with what the rest is masked by. */
function withoutParts(text: string, key: string, telling: number): string {
  const parts = new Map<string, number[]>();
  for (let at = 0; at + telling <= key.length; at++) {
    const part = key.slice(at, at + telling);
    parts.set(part, [...(parts.get(part) ?? []), at]);
  }
  let kept = '';
  for (let at = 0; at < text.length; ) {
    const length = Math.max(
      0,
      ...(parts.get(text.slice(at, at + telling)) ?? []).map((from) => {
        let same = telling;
        while (same < key.length - from && text[at + same] === key[from + same]) same++;
        return same;
      }),
    );
    if (length === 0) kept += text[at++];
    else {
      at += length;
      while (/[*•.…]/.test(text[at] ?? '')) at++;
      kept += '[key]';
    }
  }
  return kept;
}

/** Returns a function that takes this key, and all that looks like a key, out of a text of any origin. */
export function redactor(apiKey: string): (text: string) => string {
  const shapes = [...spellingsOf(apiKey), ...keyShapes];
  const withoutWhole = (text: string) => shapes.reduce((rest, shape) => rest.replace(shape, '[key]'), text);
  // Of a short key, a part that long would be too much of it to be found by chance.
  const parts = apiKey.length < 2 * TELLING ? [] : written(apiKey);
  return (text) =>
    parts.reduce((rest, [spelling, telling]) => withoutParts(rest, spelling, telling), withoutWhole(text));
}

/** One line of at most 300 characters, so that a page of HTML does not become an error message. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line;
}
