import { HeadingLevel, InternalHyperlink, Paragraph, type ParagraphChild } from 'docx';
import type { Press } from './answer.js';
import { oneLine } from './clean.js';
import { type GridCell, gridTable, spacer } from './grid.js';
import type { Block } from './markdown/index.js';
import { itemAnchor, openPointsAnchor, textRuns } from './runs.js';
import { isOpen, percent, statusNames } from './status.js';
import type { ResponseDocument, ResponseItem, ReviewSummary } from './types.js';

/**
 * The last section, for the bid team: what still needs an answer, and what the review found. It says so even
 * when there is nothing, because a missing list could also mean that nobody looked.
 */
export function renderOpenPoints(doc: ResponseDocument, press: Press): Block[] {
  const items = doc.sections.flatMap((section) => section.items);
  const open = items.filter(isOpen);
  return [
    new Paragraph({
      heading: HeadingLevel.HEADING_1,
      pageBreakBefore: true,
      children: press.bookmarks.around(openPointsAnchor, textRuns('Open points')),
    }),
    new Paragraph({
      style: 'AnswerMark',
      children: textRuns('For the bid team. Remove this section before the response is sent.'),
    }),
    new Paragraph({ children: textRuns(openSummary(items, open, doc.engine)) }),
    title('Items to complete'),
    ...(open.length > 0 ? openTable(open, press) : [none('None: every item has an answer.')]),
    title('Review'),
    ...renderReview(doc.review, new Map(items.map((item) => [item.position, item])), press),
  ];
}

/** How many items are open, what the statuses are, and who drafted. */
export function openSummary(items: ResponseItem[], open: ResponseItem[], engine: string): string {
  const statuses = Object.keys(statusNames) as ResponseItem['status'][];
  const counts = statuses
    .map((status) => ({ status, count: items.filter((item) => item.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${statusNames[status].toLowerCase()} ${count}`);
  const by = engine === 'rules' ? 'rules, without a language model' : engine;
  const list = counts.length > 0 ? ` By status: ${counts.join('; ')}.` : '';
  return `${open.length} of ${items.length} items are open.${list} Answers were drafted by ${by}.`;
}

function openTable(open: ResponseItem[], press: Press): Block[] {
  const rows = open.map((item) => [
    cell(`${item.position}`, item),
    cell(item.number ? oneLine(item.number, 40) : '–'),
    cell(oneLine(item.question, 280)),
    cell(whatIsMissing(item)),
  ]);
  const header = ['Item', 'Your reference', 'Asked', 'What is missing'].map((name) => head(name));
  return [gridTable([header, ...rows], { indent: 0, width: press.width, shares: [7, 13, 46, 34] }), spacer()];
}

/** Why an item is open. */
export function whatIsMissing(item: ResponseItem): string {
  if (item.status === 'PENDING') return statusNames.PENDING;
  if (item.status === 'NEEDS_INPUT') {
    return `${statusNames.NEEDS_INPUT} (confidence ${percent(item.confidence)})`;
  }
  return item.failure ? `${statusNames.FAILED}: ${oneLine(item.failure, 280)}` : statusNames.FAILED;
}

/** What the review came to, in a line. */
export function reviewVerdict(review: ReviewSummary | null): string {
  if (review === null) return 'The answers have not been reviewed yet.';
  const { overallQuality, completenessScore, issues } = review;
  const verdict = `Overall quality: ${severityName(overallQuality)}. Completeness: ${percent(completenessScore)}.`;
  return issues.length > 0 ? verdict : `${verdict} The review found no issues.`;
}

/** "High", "Medium", "Low". */
export const severityName = (level: string): string => level.charAt(0) + level.slice(1).toLowerCase();

function renderReview(review: ReviewSummary | null, items: Map<number, ResponseItem>, press: Press): Block[] {
  const verdict = reviewVerdict(review);
  if (!review?.issues.length) return [none(verdict)];
  const rows = review.issues.map((issue) => {
    const at = issue.questionPosition;
    return [
      cell(at === null ? 'All' : `${at}`, at === null ? undefined : items.get(at)),
      cell(severityName(issue.severity)),
      cell(oneLine(issue.message, 600)),
    ];
  });
  return [
    none(verdict),
    gridTable([['Item', 'Severity', 'Finding'].map((name) => head(name)), ...rows], {
      indent: 0,
      width: press.width,
      shares: [8, 13, 79],
    }),
    spacer(),
  ];
}

const title = (text: string) => new Paragraph({ heading: HeadingLevel.HEADING_3, children: textRuns(text) });
const none = (text: string) => new Paragraph({ children: textRuns(text) });
const head = (text: string): GridCell => ({
  length: text.length,
  children: textRuns(text, { bold: true }),
});

/** A cell; where an item is given, the text links to it. */
function cell(text: string, item?: ResponseItem): GridCell {
  const children: ParagraphChild[] = item
    ? [
        new InternalHyperlink({
          anchor: itemAnchor(item.position),
          children: textRuns(text, { style: 'Hyperlink' }),
        }),
      ]
    : textRuns(text);
  return { length: text.length, children };
}
