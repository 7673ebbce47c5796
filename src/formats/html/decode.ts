import { withoutInvisible } from '../../platform/text/text-input.js';

const DECLARED = /<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w-]{2,40})/i;
const XML_DECLARED = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w-]{2,40})["']/i;

/**
 * Decodes a web page as a browser does: by its byte order mark, else by what it declares in its first 1,024 bytes (HTML
 * standard, 13.2.3.2), else UTF-8 where it is that, else Windows-1252.
 */
export function decodeHtml(bytes: Uint8Array): string {
  return withoutInvisible(decoderFor(bytes).decode(bytes));
}

function decoderFor(bytes: Uint8Array): TextDecoder {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be');
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  const label = (DECLARED.exec(head) ?? XML_DECLARED.exec(head))?.[1];
  if (label && !head.startsWith('\xef\xbb\xbf')) {
    try {
      // A page that can be read as far as this declaration is not UTF-16, whatever it says.
      return new TextDecoder(/^utf-16/i.test(label) ? 'utf-8' : label);
    } catch {
      // An encoding that nobody knows.
    }
  }
  return new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252');
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // The end of what is looked at may cut a character in two.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
