import { guidanceText, quoteUntrusted } from '../../ai/index.js';
import type { Hit, Speaker, Stance } from '../../knowledge/index.js';

/** Passages as a model is shown them, numbered from 1. */
export const quotedPassages = (passages: readonly Hit[]): string[] => [
  passages.length > 0 ? 'Passages of the knowledge base:' : 'The knowledge base holds no passage on this.',
  ...passages.map((hit, i) => quoteUntrusted(`passage ${i + 1}`, passageText(hit))),
];

/** For the instructions of tasks that answer from passages. */
export const EVIDENCE_RULE = `Each passage says whose words it holds. Only our own statements and denials are evidence. Never state about us, and never quote in support, what a buyer or another party says or is said to have, a question, a plan, what holds only under a condition, or a text with something to be filled in ("[NUMBER]", "TODO"). Where only such was found, say what was found and that it answers nothing.
- Quote with a statement the sentence that limits it or says for whom it does not hold.`;

const WORDS_OF: Record<Speaker, string> = {
  US: 'our own',
  BUYER: 'a buyer’s: no evidence',
  THIRD_PARTY: 'another party’s: no evidence',
  TEMPLATE: 'a form that nobody has filled in: no evidence',
};
const STANDS: Partial<Record<Stance, string>> = {
  NEGATED: ', a denial',
  PLANNED: ', a plan: no evidence',
  CONDITIONAL: ', under a condition: no evidence',
  QUESTION: ', a question: no evidence',
  PLACEHOLDER: ', still to be filled in: no evidence',
};

const wordsOf = ({ speaker, stance }: Hit) =>
  speaker === null || stance === null
    ? 'not known yet: no evidence'
    : `${WORDS_OF[speaker]}${speaker === 'US' ? (STANDS[stance] ?? '') : ''}`;

function passageText(hit: Hit): string {
  const { title, section, question, text } = hit;
  const place = `${[title, section].filter(Boolean).join(' > ')}; whose words: ${wordsOf(hit)}`;
  const asked = question === null ? '' : `\n(approved answer to: ${question})`;
  return `(from: ${place})${asked}\n\n${text}`;
}

/** What the reviewer asks for, where there is something. */
export const askedByReviewer = (guidance: string | null): string[] =>
  guidance ? [guidanceText(guidance)] : [];
