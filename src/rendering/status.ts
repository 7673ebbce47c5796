import type { ResponseItem } from './types.js';

/** How a status is called in the document. */
export const statusNames: Record<ResponseItem['status'], string> = {
  PENDING: 'Not answered yet',
  DRAFTED: 'Drafted, not yet approved',
  APPROVED_MATCH: 'Approved earlier, not yet approved for this response',
  NEEDS_INPUT: 'Needs input',
  EDITED: 'Edited, not yet approved',
  APPROVED: 'Approved',
  FAILED: 'Drafting failed',
};

/** Whether somebody still has to supply an answer before the response can go out. */
export function isOpen({ status }: ResponseItem): boolean {
  return status === 'NEEDS_INPUT' || status === 'FAILED' || status === 'PENDING';
}

/** Whether a person wrote the answer, or stands behind it. */
export const isOfPerson = ({ status }: ResponseItem) => status === 'EDITED' || status === 'APPROVED';

/** The line that stands out above an answer that somebody still has to work on; null for the others. */
export function answerMark(item: ResponseItem): { style: string; text: string } | null {
  if (!isOpen(item)) return null;
  const name = statusNames[item.status];
  if (item.status === 'FAILED') return { style: 'AnswerMarkFailed', text: `${name}: to be answered by hand` };
  if (item.status === 'PENDING') return { style: 'AnswerMark', text: name };
  return { style: 'AnswerMark', text: `${name}  ·  confidence ${percent(item.confidence)}` };
}

/** A share of 0 to 1 as "34%". */
export function percent(share: number): string {
  return `${Math.round(Math.min(Math.max(share, 0), 1) * 100)}%`;
}
