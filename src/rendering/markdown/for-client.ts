import { markdownTable, partsOfText } from '../text-tables.js';
import { safeLink } from './links.js';
import { leadsAway } from './parse.js';

/** What a viewer of Markdown makes a link of by itself (GitHub Flavored Markdown, 6.9), and schemes that do more than lead on. */
const LINKS_ITSELF = [
  [/\b((?:https?|ftp|mailto|tel|xmpp|javascript|vbscript|data|file)):/gi, '$1\\:'],
  [/\bwww\.(?=\w)/gi, 'www\\.'],
  [/(?<=[\w.+-])@(?=[\w-]+\.\w)/g, '\\@'],
] as const;

/** Text in Markdown that shows addresses without leading to them. */
export const inert = (text: string): string =>
  LINKS_ITSELF.reduce((inertText, [address, instead]) => inertText.replace(address, instead), text);

const LINK =
  /(!?)\[((?:[^[\]\\\n]|\\.){0,500})\]\([ \t]*<?((?:[^()\s<>]|\([^()\s<>]{0,500}\)){0,2000})>?(?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'))?[ \t]*\)/g;

/**
 * Markdown of an answer as it goes to a client: rows that a document quotes become a table, and links become their text
 * with the address behind it, for what is quoted was written by others. Code stays as it is, unless what looks like some
 * is none for a reader.
 *
 * @param keepLinks where a person stands behind the text: links stay that lead to a page or a mailbox
 */
export function forClient(markdown: string, keepLinks: boolean): string {
  const change = keepLinks ? withSafeLinks : withoutLinks;
  const shown = outsideCode(markdown, (text) =>
    byLine(withTables(text), (line) => outsideSpans(line, change)),
  );
  const isAmbiguous = !keepLinks && /`|~~~/.test(markdown) && leadsAway(shown);
  return isAmbiguous ? byLine(withTables(markdown), withoutLinks) : shown;
}

const byLine = (text: string, change: (line: string) => string): string => text.replace(/.*\n?/g, change);

function outsideSpans(line: string, change: (text: string) => string): string {
  return line
    .split(/(`+[^`]+`+)/)
    .map((part, index) => (index % 2 ? part : change(part)))
    .join('');
}

/** Links that a person wrote stay where they lead to a page or a mailbox; of others the text stays. */
const withSafeLinks = (text: string): string =>
  text
    .replace(LINK, (whole, bang: string, label: string, href: string) =>
      bang || safeLink(href) !== null ? whole : label,
    )
    // What is left may be one that is written otherwise.
    .replace(/\](?=\(\s*<?(?:javascript|vbscript|data|file):)/gi, ']\\');

function withoutLinks(text: string): string {
  const shown = text
    .replace(LINK, (_whole, bang: string, label: string, href: string) => {
      if (bang) return label || 'Image';
      return href === '' || href.startsWith('#') || href === label ? label : `${label} (${href})`.trim();
    })
    .replace(/<([a-z][a-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>/gi, '$1')
    // What is left may be a link over lines, a definition of one, or an element.
    .replace(/\](?=[(:])/g, ']\\')
    .replace(/<(?=[a-z/?])(?!br\s*\/?>)/gi, '\\<');
  return inert(shown);
}

/** Tables of the text as tables of Markdown; those that are some already stay. */
function withTables(text: string): string {
  const parts = partsOfText(text);
  return parts
    .map((part) => {
      if ('text' in part) return part.text;
      return part.isMarkdown ? part.source : `\n${markdownTable(part.rows, (cell) => cell)}\n`;
    })
    .join('\n');
}

/** Changes what stands outside of fenced code. */
function outsideCode(markdown: string, change: (text: string) => string): string {
  const parts: string[] = [];
  let plain: string[] = [];
  let fence: string | null = null;
  const flush = () => {
    if (plain.length > 0) parts.push(change(plain.join('\n')));
    plain = [];
  };
  for (const line of markdown.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === null && !mark) {
      plain.push(line);
      continue;
    }
    flush();
    parts.push(line);
    if (fence === null) fence = mark!;
    else if (mark?.startsWith(fence)) fence = null;
  }
  flush();
  return parts.join('\n');
}
