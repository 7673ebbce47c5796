import { HeadingLevel, Paragraph } from 'docx';
import { oneLine } from './clean.js';
import { nameForClient } from './client-names.js';
import { type GridCell, gridTable, spacer } from './grid.js';
import { forClient } from './markdown/for-client.js';
import { type Block, renderMarkdown } from './markdown/index.js';
import type { ListNumbers } from './numbering.js';
import { type Bookmarks, itemAnchor, textRuns } from './runs.js';
import { answerMark, isOfPerson } from './status.js';
import { partsOfText } from './text-tables.js';
import type { ResponseItem, ResponseSource } from './types.js';

const QUOTE_CHARACTERS = 240;
const QUOTE_ROWS = 12;
/** Twips. */
const SOURCE_INDENT = 360;
const kinds: Record<ResponseItem['kind'], string> = {
  question: 'Question',
  requirement: 'Requirement',
  instruction: 'Instruction',
};

export interface Press {
  /** Twips between the margins. */
  width: number;
  lists: ListNumbers;
  bookmarks: Bookmarks;
}

/** One item as it stands in the response: the client's words, the answer, and where the answer comes from. */
export function renderItem(item: ResponseItem, press: Press): Block[] {
  const mark = answerMark(item);
  const answer = renderMarkdown(forClient(item.answer, isOfPerson(item)), press.width, press.lists);
  return [
    new Paragraph({ style: 'QuestionLabel', children: textRuns(placeOf(item)) }),
    ...(item.context
      ? [new Paragraph({ style: 'QuestionContext', children: textRuns(item.context.trim()) })]
      : []),
    new Paragraph({
      heading: HeadingLevel.HEADING_2,
      children: press.bookmarks.around(itemAnchor(item.position), textRuns(item.question.trim())),
    }),
    ...(mark ? [new Paragraph({ style: mark.style, children: textRuns(mark.text) })] : []),
    ...(item.choice ? [new Paragraph({ children: textRuns(item.choice, { bold: true }) })] : []),
    ...(answer.length > 0 || item.choice
      ? answer
      : [new Paragraph({ style: 'Placeholder', children: textRuns(EMPTY) })]),
    ...renderSources(item.sources, press),
  ];
}

/** What stands where there is no answer yet. */
export const EMPTY = 'An answer is still to be written.';

/** "Requirement 12 · 3.2.1 · page 7": where the item stands here and in the client's document. */
export function placeOf(item: ResponseItem): string {
  return [
    `${kinds[item.kind]} ${item.position}`,
    item.number ? `your reference ${oneLine(item.number, 40)}` : null,
    item.page === null ? null : `page ${item.page}`,
  ]
    .filter((part) => part !== null)
    .join('  ·  ');
}

function renderSources(sources: ResponseSource[], press: Press): Block[] {
  if (sources.length === 0) return [];
  return [
    new Paragraph({ style: 'SourcesTitle', children: textRuns('Sources') }),
    ...sources.flatMap((source, index) => {
      const { text, rows } = quoteOf(source);
      const place = [
        ...textRuns(`${index + 1}.  `),
        ...textRuns(placeOfSource(source), { bold: true }),
        ...textRuns(text ? `: “${text}”` : ':'),
      ];
      return [new Paragraph({ style: 'Source', children: place }), ...renderRows(rows, press)];
    }),
  ];
}

function renderRows(rows: string[][], { width }: Press): Block[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row): GridCell[] =>
    row.map((text) => ({ length: text.length, children: textRuns(text) })),
  );
  return [gridTable(cells, { indent: SOURCE_INDENT, width: width - SOURCE_INDENT }), spacer()];
}

/** "Security overview, Keys, p. 4". */
export const placeOfSource = (source: ResponseSource): string =>
  [
    nameForClient(source.source) || 'Our documents',
    source.section,
    source.page === null ? null : `p. ${source.page}`,
  ]
    .filter((part) => part !== null && part !== '')
    .map((part) => oneLine(part!, 120))
    .join(', ');

/** What a source says, cut to a few lines: its text, and the rows of the first table in it. */
export function quoteOf({ text }: ResponseSource): { text: string; rows: string[][] } {
  const parts = partsOfText(text);
  const at = parts.findIndex((part) => 'rows' in part);
  const table = parts[at];
  const before = at < 0 ? parts : parts.slice(0, at);
  const said = before.map((part) => ('text' in part ? part.text : '')).join('\n');
  const rows = table && 'rows' in table ? table.rows.slice(0, QUOTE_ROWS) : [];
  return {
    text: oneLine(said.replace(/\t+/g, ' | '), QUOTE_CHARACTERS),
    rows: rows.map((row) => row.map((cell) => oneLine(cell, QUOTE_CHARACTERS))),
  };
}
