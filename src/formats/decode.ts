import { withoutInvisible } from '../platform/text/text-input.js';

/**
 * Decodes a text file: UTF-8 with or without a byte order mark, UTF-16 with one, otherwise Windows-1252.
 * Line ends become "\n"; characters that show nothing go. Returns null where the bytes are not text (NUL or other control bytes).
 */
export function decodeText(bytes: Uint8Array): string | null {
  const text = decode(bytes);
  if (text === null || isBinary(text)) return null;
  return withoutInvisible(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
}

function decode(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeWindows1252(bytes);
  }
}

/** What Windows-1252 has at 0x80 to 0x9f, where Latin-1 has control characters; unused places are spaces. */
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** Node's own decoder reads "windows-1252" as Latin-1 in some releases. */
export const decodeWindows1252 = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (char) => WINDOWS_1252.charAt(char.charCodeAt(0) - 0x80));

/** Text has tabs, line ends, form feeds and the odd stray control character; binary data is full of them. */
function isBinary(text: string): boolean {
  if (text.includes('\0')) return true;
  const sample = text.length > 100_000 ? text.slice(0, 50_000) + text.slice(-50_000) : text;
  let odd = 0;
  for (let at = 0; at < sample.length; at++) {
    const code = sample.charCodeAt(at);
    if ((code < 32 && !(code >= 9 && code <= 13)) || (code >= 0x7f && code < 0xa0) || code === 0xfffd) odd++;
  }
  return odd > Math.max(4, sample.length * 0.01);
}
