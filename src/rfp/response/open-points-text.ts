import {
  isOpen,
  markdownTable,
  oneLine,
  openSummary,
  type ResponseDocument,
  reviewVerdict,
  severityName,
  whatIsMissing,
} from '../../rendering/index.js';
import { inCell, literal } from './response-text.js';

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
      : markdownTable(
          [
            ['Item', 'Your reference', 'Asked', 'What is missing'],
            ...open.map((item) => [
              `${item.position}`,
              oneLine(item.number ?? '–', 40),
              oneLine(item.question, 280),
              whatIsMissing(item),
            ]),
          ],
          inCell,
        ),
    '### Review',
    literal(reviewVerdict(review)),
    ...(review?.issues.length
      ? [
          markdownTable(
            [
              ['Item', 'Severity', 'Finding'],
              ...review.issues.map(({ questionPosition, severity, message }) => [
                questionPosition === null ? 'All' : `${questionPosition}`,
                severityName(severity),
                oneLine(message, 600),
              ]),
            ],
            inCell,
          ),
        ]
      : []),
  ].join('\n\n');
}
