import {
  answerMark,
  forClient,
  isOfPerson,
  NO_ANSWER,
  oneLine,
  type ResponseDocument,
} from '../../rendering/index.js';
import { readAnchors, withoutAnchors } from './anchors.js';
import { literal } from './response-text.js';

// Pure: a document as it leaves the house.

/** Depth of the outermost heading within an answer, which stands under a question. */
const ANSWER_HEADING = 4;
const LONGEST_CHOICE = 300;

/**
 * The Markdown of a generated document for readers: without anchors, an answer that is missing named as such, one that
 * somebody still has to work on marked, headings of answers below the question, and nothing of an answer reaching
 * beyond its end (an open code block). Links of answers that no person wrote lead nowhere.
 *
 * @param response what the answers are now; null where the document is an earlier version
 */
export function forReading(content: string, response: ResponseDocument | null): string {
  const items = new Map(
    response?.sections.flatMap((section) => section.items).map((item) => [item.position, item]),
  );
  const parts: string[] = [];
  let from = 0;
  const answers = [...readAnchors(content).answers.values()].toSorted((a, b) => a.start - b.start);
  for (const { position, text, start, end } of answers) {
    const item = items.get(position);
    const mark = item && answerMark(item);
    const written = text
      ? closed(demoted(forClient(text, item !== undefined && isOfPerson(item))))
      : `\n*${NO_ANSWER}*\n`;
    const choice = item?.choice ? `\n**${literal(oneLine(item.choice, LONGEST_CHOICE))}**\n` : '';
    const shown = choice ? `${choice}\n${text ? written : ''}` : written;
    parts.push(content.slice(from, start), mark ? `\n**${mark.text}**\n\n${shown}` : shown);
    from = end;
  }
  const whole = [...parts, content.slice(from)].join('');
  return withoutAnchors(whole, () => true)
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

interface Fence {
  mark: string;
  length: number;
}

/** The fence of a code block that is open after this line, by CommonMark 4.5. */
function fenceAfter(open: Fence | null, line: string): Fence | null {
  const match = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
  if (!match) return open;
  const mark = match[1]![0]!;
  const { length } = match[1]!;
  if (open) return mark === open.mark && length >= open.length && !match[2]!.trim() ? null : open;
  return mark === '`' && match[2]!.includes('`') ? null : { mark, length };
}

/** Its headings at depth 4 and deeper, in their order. */
function demoted(text: string): string {
  let fence: Fence | null = null;
  const lines = text.split('\n').map((line) => {
    const isCode: boolean = fence !== null;
    fence = fenceAfter(fence, line);
    const depth = isCode ? 0 : (/^ {0,3}(#{1,6})(?=[ \t]|$)/.exec(line)?.[1]?.length ?? 0);
    return { line, depth };
  });
  const top = Math.min(...lines.filter(({ depth }) => depth).map(({ depth }) => depth));
  const step = ANSWER_HEADING - top;
  if (!Number.isFinite(step) || step <= 0) return text;
  return lines
    .map(({ line, depth }) => (depth ? line.replace(/#+/, '#'.repeat(Math.min(depth + step, 6))) : line))
    .join('\n');
}

/** The text with an open code block or comment brought to its end. */
function closed(text: string): string {
  let fence: Fence | null = null;
  for (const line of text.split('\n')) fence = fenceAfter(fence, line);
  if (fence) return `${text}\n${(fence as Fence).mark.repeat((fence as Fence).length)}`;
  return text.lastIndexOf('<!--') > text.lastIndexOf('-->') ? `${text} -->` : text;
}
