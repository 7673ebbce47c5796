import { plainText } from './markdown.js';
import type { SectionSource } from './sources.js';

const FILENAME = /\.[a-z]{2,5}$/i;

/** A section as it stands in the proposal. */
export interface ContentSection {
  title: string;
  /** Markdown, with markers [n] for its sources from 1. */
  content: string;
  sources: Pick<SectionSource, 'title' | 'section' | 'page'>[];
}

/** The whole proposal as Markdown: its title, then the sections, each with the sources that its markers mean. */
export const proposalMarkdown = (title: string, sections: readonly ContentSection[]): string =>
  `${[`# ${plainText(title)}`, ...sections.map(sectionMarkdown)].join('\n\n')}\n`;

/** One section with its heading; markers count from 1 in each, so that a section can be replaced by itself. */
function sectionMarkdown({ title, content, sources }: ContentSection): string {
  const parts = [`## ${plainText(title)}`, content.trim()];
  if (sources.length > 0) parts.push(`*Sources: ${sources.map(sourceLine).join('; ')}*`);
  return parts.join('\n\n');
}

/** Where a passage stands, as a reader looks for it: the name of a file tells less than the headings in it. */
export function placeOf({ title, section, page }: ContentSection['sources'][number]): string {
  const path = section?.replaceAll(' > ', ', ');
  const named = path && FILENAME.test(title) ? path : [title, path].filter(Boolean).join(', ');
  return [named, page === null ? '' : `p. ${page}`].filter(Boolean).join(', ');
}

const sourceLine = (source: ContentSection['sources'][number], i: number): string =>
  `[${i + 1}] ${plainText(placeOf(source), 200)}`;

/**
 * The document with one section replaced, wherever it was moved to.
 * @returns null where its heading is not there, or more than once: whoever edited it knows better
 */
export function withSection(markdown: string, section: ContentSection): string | null {
  const heading = `## ${plainText(section.title)}`;
  const headings = [...markdown.matchAll(/^##? .*$/gm)];
  const own = headings.filter(([line]) => line.trim() === heading);
  if (own.length !== 1) return null;
  const start = own[0]!.index;
  const next = headings.find(({ index }) => index > start)?.index ?? markdown.length;
  const rest = markdown.slice(next);
  return `${markdown.slice(0, start)}${sectionMarkdown(section)}\n${rest ? `\n${rest}` : ''}`;
}
