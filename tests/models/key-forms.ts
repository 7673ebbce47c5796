/** How key material may be spelled. */
export function formsOf(key: string): Map<string, Buffer> {
  const base64 = (text: string) => Buffer.from(text).toString('base64').replace(/=+$/, '');
  const forms = {
    plain: key,
    'url-encoded': encodeURIComponent(key),
    'url-encoded in lower case': encodeURIComponent(key).replace(/%../g, (code) => code.toLowerCase()),
    base64: base64(key),
    base64url: Buffer.from(key).toString('base64url'),
    'base64 of the header': base64(`Bearer ${key}`),
    hexadecimal: Buffer.from(key).toString('hex'),
    'first 12 characters': key.slice(0, 12),
    'first 12 characters in hexadecimal': Buffer.from(key.slice(0, 12)).toString('hex'),
  };
  return new Map(Object.entries(forms).map(([name, text]) => [name, Buffer.from(text)]));
}

/** Where any of the keys occurs in any form: "plain in ai_request". */
export function findingsIn(place: string, content: string | Buffer, keys: readonly string[]): string[] {
  const bytes = Buffer.from(content as string);
  return keys.flatMap((key) =>
    [...formsOf(key)].flatMap(([form, spelling]) => (bytes.includes(spelling) ? `${form} in ${place}` : [])),
  );
}
