import { resolveReferences } from './characters.js';

const schemes = new Set(['http:', 'https:', 'mailto:', 'tel:']);
// Word refuses hyperlinks beyond this many characters.
const MAX_LINK_CHARACTERS = 2_083;

/**
 * The address for a link that leaves the document, normalized; null for one that Word could not open or
 * that a client should not be led to (relative, `javascript:`, `file:`, `data:`, malformed).
 */
export function safeLink(href: string): string | null {
  const address = resolveReferences(href).trim();
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (!schemes.has(url.protocol) || url.href.length > MAX_LINK_CHARACTERS) return null;
  // Word reports a damaged file when a target has a stray "%", so each must begin an escape.
  return url.href.replace(/%(?![\da-f]{2})/gi, '%25');
}
