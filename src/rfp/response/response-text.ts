import { createHash } from 'node:crypto';
import {
  inert,
  markdownTable,
  oneLine,
  placeOf,
  placeOfSource,
  quoteOf,
  type ResponseDocument,
  type ResponseItem,
} from '../../rendering/index.js';
import { answerAnchor, sourcesAnchor } from './anchors.js';

// Pure: a response as Markdown that people edit, each answer between its anchors.

const LONGEST_HEADING = 150;

/** @param sources whether the sources of each answer are printed under it */
export function responseText(response: ResponseDocument, { sources }: { sources: boolean }): string {
  const sections = response.sections.filter(({ items }) => items.length > 0);
  return sections
    .flatMap(({ title, items }) => [
      `## ${literal(oneLine(title ?? '', 200)) || 'General'}`,
      ...items.flatMap((item) => [
        ...questionText(item),
        answerAnchor(item.position, item.answer),
        ...(sources ? [sourcesAnchor(item.position, hashOf(sourcesText(item)), sourcesText(item))] : []),
      ]),
    ])
    .join('\n\n');
}

/** The sources of an answer, as they are printed under it; empty where it has none. */
export function sourcesText({ sources, answer }: ResponseItem): string {
  if (!sources.length || !answer.trim()) return '';
  const lines = sources.map((source, index) => {
    const { text, rows } = quoteOf(source);
    const place = `${index + 1}. **${literal(placeOfSource(source))}**:${text ? ` “${literal(text)}”` : ''}`;
    const table = rows.length > 0 ? markdownTable(rows, inCell).replace(/^/gm, '   ') : '';
    return table ? `${place}\n\n${table}\n` : place;
  });
  return ['*Sources*', '', ...lines].join('\n');
}

/** Short, for anchors; says only whether a text is still the one that was generated. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** The client's words: in the heading where they fit, below it in full where they do not. */
function questionText(item: ResponseItem): string[] {
  const heading = oneLine(item.question, LONGEST_HEADING);
  const whole = item.question.trim();
  const quoted = [item.context?.trim(), heading === whole ? null : whole].filter((text) => !!text);
  return [
    `### ${literal(heading)}`,
    `*${literal(placeOf(item))}*`,
    ...(quoted.length ? [quoted.map((text) => quotation(text!)).join('\n>\n')] : []),
  ];
}

const quotation = (text: string) =>
  text
    .split('\n')
    .map((line) => `> ${literal(line.trim())}`.trimEnd())
    // A line end of the client's stays one.
    .join('  \n');

/** The same in a cell of a table: a number that begins a cell, unlike one that begins a line, makes no list. */
export const inCell = (text: string) => literal(text).replace(/^(\d+)\\([.)])/, '$1$2');

/** Text as Markdown that shows it, character by character, and leads nowhere. */
export function literal(text: string): string {
  const shown = text
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*[\]~]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2')
    .replace(/^[#>+=-]/, '\\$&');
  return inert(shown);
}
