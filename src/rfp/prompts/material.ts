import { guidanceText, quoteUntrusted } from '../../ai/index.js';
import type { Hit } from '../../knowledge/index.js';

/** Passages as a model is shown them, numbered from 1. */
export const quotedPassages = (passages: readonly Hit[]): string[] => [
  passages.length > 0 ? 'Passages of the knowledge base:' : 'The knowledge base holds no passage on this.',
  ...passages.map((hit, i) => quoteUntrusted(`passage ${i + 1}`, passageText(hit))),
];

function passageText({ title, section, question, text }: Hit): string {
  const place = [title, section].filter(Boolean).join(' > ');
  const asked = question === null ? '' : `\n(approved answer to: ${question})`;
  return `(from: ${place})${asked}\n\n${text}`;
}

/** What the reviewer asks for, where there is something. */
export const askedByReviewer = (guidance: string | null): string[] =>
  guidance ? [guidanceText(guidance)] : [];
