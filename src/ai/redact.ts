const longestQuote = 300;

/** Key shapes of the common providers, also in the half-masked form that OpenAI echoes ("sk-ab****yz"). */
const keyShapes = [
  /\b(?:sk|pk|rk|gsk|xai|hf|r8|pplx|nvapi|fw|csk)[-_][\w*.-]{6,}/g,
  /\bAIza[\w*-]{8,}/g,
  /\b(?:Bearer|Basic)\s+[^\s"',;]{8,}/gi,
  /\/\/[^/\s:@]+:[^/\s@]+@/g,
];

/** Returns a function that takes this key, and all that looks like a key, out of a text of any origin. */
export function redactor(apiKey: string): (text: string) => string {
  const spellings = apiKey.length < 4 ? [] : [apiKey, encodeURIComponent(apiKey)];
  return (text) => {
    const withoutOurs = spellings.reduce((rest, spelling) => rest.replaceAll(spelling, '[key]'), text);
    return keyShapes.reduce((rest, shape) => rest.replace(shape, '[key]'), withoutOurs);
  };
}

/** One line of at most 300 characters, so that a page of HTML does not become an error message. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line;
}
