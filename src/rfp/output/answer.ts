import { HeadingLevel, Paragraph } from 'docx';
import { oneLine } from './clean.js';
import { type Block, renderMarkdown } from './markdown/index.js';
import type { ListNumbers } from './numbering.js';
import { type Bookmarks, itemAnchor, textRuns } from './runs.js';
import { answerMark } from './status.js';
import type { ResponseItem, ResponseSource } from './types.js';

const QUOTE_CHARACTERS = 240;
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
  const answer = renderMarkdown(item.answer, press.width, press.lists);
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
    ...(answer.length > 0 ? answer : [new Paragraph({ style: 'Placeholder', children: textRuns(EMPTY) })]),
    ...renderSources(item.sources),
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

function renderSources(sources: ResponseSource[]): Block[] {
  if (sources.length === 0) return [];
  return [
    new Paragraph({ style: 'SourcesTitle', children: textRuns('Sources') }),
    ...sources.map(
      (source, index) =>
        new Paragraph({
          style: 'Source',
          children: [
            ...textRuns(`${index + 1}.  `),
            ...textRuns(placeOfSource(source), { bold: true }),
            ...textRuns(`: “${quoteOf(source)}”`),
          ],
        }),
    ),
  ];
}

/** "Security overview, Keys, p. 4". */
export const placeOfSource = (source: ResponseSource): string =>
  [source.source, source.section, source.page === null ? null : `p. ${source.page}`]
    .filter((part) => part !== null && part !== '')
    .map((part) => oneLine(part!, 120))
    .join(', ');

/** What a source says, cut to a few lines. */
export const quoteOf = (source: ResponseSource): string => oneLine(source.text, QUOTE_CHARACTERS);
