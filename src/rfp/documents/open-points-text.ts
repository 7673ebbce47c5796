import {
  isOpen,
  oneLine,
  openSummary,
  type ResponseDocument,
  reviewVerdict,
  severityName,
  whatIsMissing,
} from '../output/index.js';
import { literal } from './response-text.js';

// Pure: the last section of the response file, as Markdown; `renderOpenPoints` is the same for Word.

/** What still needs an answer, and what the review found; says so too where there is nothing. */
export function openPointsText({ sections, review, engine }: ResponseDocument): string {
  const items = sections.flatMap((section) => section.items);
  const open = items.filter(isOpen);
  return [
    '## Open points',
    '**For the bid team. Remove this section before the response is sent.**',
    literal(openSummary(items, open, engine)),
    '### Items to complete',
    open.length === 0
      ? 'None: every item has an answer.'
      : table(
          ['Item', 'Your reference', 'Asked', 'What is missing'],
          open.map((item) => [
            `${item.position}`,
            oneLine(item.number ?? '–', 40),
            oneLine(item.question, 280),
            whatIsMissing(item),
          ]),
        ),
    '### Review',
    literal(reviewVerdict(review)),
    ...(review?.issues.length
      ? [
          table(
            ['Item', 'Severity', 'Finding'],
            review.issues.map(({ questionPosition, severity, message }) => [
              questionPosition === null ? 'All' : `${questionPosition}`,
              severityName(severity),
              oneLine(message, 600),
            ]),
          ),
        ]
      : []),
  ].join('\n\n');
}

function table(header: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map(inCell).join(' | ')} |`;
  return [line(header), `|${' --- |'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}

// A number that begins a cell, unlike one that begins a line, makes no list.
const inCell = (text: string) =>
  literal(text)
    .replace(/^(\d+)\\([.)])/, '$1$2')
    .replaceAll('|', '\\|');
