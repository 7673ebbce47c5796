import { decodeHtml } from './decode.js';

/** What stands before the first element: comments and processing instructions. */
const PROLOG = /^(?:\s|<!--[\s\S]{0,20000}?-->|<\?[^>]{0,1000}>)+/;
const DOCUMENT = /^<(?:!doctype\s+html|html|head|body)\b/i;
const PART = /^<(?:table|title|meta|style|link|base|div|center|font|article|main|section)\b/i;
const ANY = /<(?:p|div|span|table|h[1-6]|ul|ol|dl|br|a|b|i|strong|em)\b[^<>]{0,2000}>/i;

/**
 * Whether a file is HTML. A fragment without `<html>` counts where its name says so, or where it begins with an element
 * that no Markdown or text begins with.
 */
export function looksLikeHtml(bytes: Uint8Array, filename: string): boolean {
  const head = decodeHtml(bytes.subarray(0, 40_000)).replace(PROLOG, '');
  if (DOCUMENT.test(head)) return true;
  if (/\.(?:x?html?)$/i.test(filename)) return ANY.test(head);
  return PART.test(head) && !/\.(?:md|markdown|mdown|mkd|txt)$/i.test(filename);
}
