const longestQuote = 300;

/** Key shapes of the common providers, also in the half-masked form that OpenAI echoes ("sk-ab****yz"). */
const keyShapes = [
  /\b(?:sk|pk|rk|gsk|xai|hf|r8|pplx|nvapi|fw|csk)[-_][\w*.-]{6,}/g,
  /\bAIza[\w*-]{8,}/g,
  /\b(?:Bearer|Basic)\s+[^\s"',;]{8,}/gi,
  /\/\/[^/\s:@]+:[^/\s@]+@/g,
];

/** So much of a key's beginning gives it away; providers quote it to tell people which one they mean. */
const beginning = 8;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** How a key may be spelled: as it is, in URLs (whose codes come in both cases), in base64, also behind its scheme. */
function spellingsOf(key: string): RegExp[] {
  if (key.length < 4) return [];
  const encoded = [key, `Bearer ${key}`].flatMap((text) =>
    (['base64', 'base64url'] as const).map((form) => Buffer.from(text).toString(form).replace(/=+$/, '')),
  );
  const inUrls = new RegExp(escaped(encodeURIComponent(key)), 'gi');
  return [...[key, ...encoded].map((text) => new RegExp(escaped(text), 'g')), inUrls];
}

/** Takes out the key's beginning, however far it goes, with what it is masked by. */
function withoutBeginning(text: string, key: string): string {
  if (key.length < 2 * beginning) return text;
  const [first = '', ...others] = text.split(key.slice(0, beginning));
  const rest = others.map((part) => {
    let same = 0;
    while (same < part.length && part[same] === key[beginning + same]) same++;
    return part.slice(same).replace(/^[*•.…]+/, '');
  });
  return [first, ...rest].join('[key]');
}

/** Returns a function that takes this key, and all that looks like a key, out of a text of any origin. */
export function redactor(apiKey: string): (text: string) => string {
  const shapes = [...spellingsOf(apiKey), ...keyShapes];
  const withoutWhole = (text: string) => shapes.reduce((rest, shape) => rest.replace(shape, '[key]'), text);
  return (text) => withoutBeginning(withoutWhole(text), apiKey);
}

/** One line of at most 300 characters, so that a page of HTML does not become an error message. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line;
}
