import { withoutInvisible } from '../platform/text/text-input.js';

/*
 * What an answer is composed of was written by others: by a model that read other people's documents, or in those
 * documents themselves. Whoever shows the answer as Markdown must not fetch anything for it, and must not lead a
 * reader to a place that no source names: both can carry off what the answer says.
 */

const REMOVED = '(link removed)';

/** Elements that fetch, lead somewhere, run or hide. Of all others it is the attributes that could. */
const ACTIVE =
  'a|applet|area|audio|base|bgsound|button|embed|form|frame|frameset|iframe|image|img|input|link|math|meta|noscript|' +
  'object|picture|plaintext|portal|script|select|source|style|svg|template|textarea|title|track|video|xml|xmp';
const COMMENT = /<!--[\s\S]*?(?:-->|$)/g;
const ACTIVE_TAG = new RegExp(`</?(?:${ACTIVE})(?=[\\s/>])[^<>]*>`, 'gi');
const TAG_WITH_ATTRIBUTES = /<[a-z][a-z0-9-]*[\s/][^<>=]*=[^<>]*>/gi;
const TAG_BEGINS = new RegExp(`<(?=/?(?:${ACTIVE})(?:[\\s/>]|$)|[a-z][a-z0-9-]*[\\s/][^<>=]*=|[!?])`, 'gi');

const ADDRESS = /(?:[a-z][a-z0-9+.-]{1,31}:[\\/]{2}|mailto:|(?<![a-z0-9])www\.)[^\s<>"“”’`|\]]*/gi;
const AUTOLINK = /<((?:[a-z][a-z0-9+.-]{1,31}:|www\.)[^\s<>]*)>/gi;
const AFTER_ADDRESS = /[).,;:!?'*_~]+$/;

const MARKERS = String.raw`\d{1,3}(?:\s*[,;]\s*\d{1,3})*`;
/** The bang of a picture; not the one of "We comply![1]". */
const BANG = new RegExp(String.raw`!{1,50}(?=\[(?!${MARKERS}\](?![(\[])))`, 'g');
/** The innermost link or picture, with a plain destination and perhaps a title. */
const LINK =
  /(!{0,50})\[([^[\]]*)\]\(\s{0,9}(<[^<>\n]*>|[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)(?:\s{1,9}(?:"[^"]*"|'[^']*'))?\s{0,9}\)/g;
const DEFINITION = /^([ \t>*+\d.)-]*\[(?:[^\]\\]|\\.){1,999}\]):/gm;

/** So often things are taken out that stood around others; deeper ones are broken instead. */
const DEEPEST = 20;

/**
 * Markdown without pictures, without HTML that could do anything, and without links but to addresses that `quotes`
 * name, to the letter. The words of what is taken out stay.
 */
export function harmless(markdown: string, quotes: readonly string[]): string {
  const named = quotes.flatMap((quote) => dissolved(quote, () => true).match(ADDRESS) ?? []);
  const known = new Set(named.map(bare));
  return dissolved(markdown, (address) => known.has(bare(address)))
    .replaceAll('](', '] (')
    .replace(DEFINITION, '$1 :')
    .replace(TAG_BEGINS, '&lt;')
    .replaceAll(KEPT, '](')
    .replace(ADDRESS, (address: string, at: number, whole: string) =>
      known.has(bare(address)) ? ended(address, whole.charAt(at + address.length)) : removed(address),
    );
}

/** Without pictures, active HTML and the links that do not stay; those that do are marked. */
function dissolved(markdown: string, stays: (address: string) => boolean): string {
  let text = withoutInvisible(markdown);
  let before = '';
  // What is taken out may make another thing of what stood around it.
  for (let pass = 0; before !== text && pass < DEEPEST; pass++) {
    before = text;
    text = text
      .replace(COMMENT, '')
      .replace(AUTOLINK, '$1')
      .replace(ACTIVE_TAG, '')
      .replace(TAG_WITH_ATTRIBUTES, '')
      .replace(LINK, (link, bang: string, words: string, destination: string) => {
        const isPicture = bang !== '' || words.trim() === '';
        if (!isPicture && stays(destination.replace(/^<|>$/g, ''))) return link.replace('](', KEPT);
        return isMarker(words) ? `[${words}]` : words;
      })
      .replace(BANG, '');
  }
  return text;
}

/** Stands in links that stay while the others are broken; in no text, see `withoutInvisible`. */
const KEPT = '\u2060\u2060';

const isMarker = (words: string) => new RegExp(`^${MARKERS}$`).test(words);
const bare = (address: string) => address.replace(AFTER_ADDRESS, '');
/** Some readers of Markdown take what follows for a part of the address. */
const ended = (address: string, next: string) => (/["“”’`|\]>]/.test(next) ? `${address} ` : address);
const removed = (address: string) => REMOVED + (AFTER_ADDRESS.exec(address)?.[0] ?? '');
