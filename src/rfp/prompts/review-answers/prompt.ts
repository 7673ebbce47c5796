import { onOneLine, quoteUntrusted } from '../../../ai/index.js';
import type { AnswerToReview } from './types.js';

export const INSTRUCTIONS = `You review a vendor's answers to a request for proposal (RFP) before it is sent. Report only what you can show in the text:

- CONTRADICTION: two or more answers, or two statements of one answer, that cannot both be true: different figures for the same thing, a yes and a no, a feature offered here and denied there. Different figures for different things (tiers, regions, severities) are no contradiction. Give the numbers of all questions concerned.
- UNSUPPORTED: a factual claim or promise about the vendor that the answer itself gives no source for (no marker such as [1] behind it) and that a client could hold the vendor to. Skip answers whose label says "by a person".

Severity: HIGH where it could lose the bid or bind the vendor wrongly, MEDIUM where it has to be settled, LOW for the rest. Do not report style, missing answers, low confidence or placeholders; these are counted elsewhere. An empty list is a good result. Return question numbers exactly as shown.`;

/** Characters of all answers in one prompt, about 45,000 tokens. */
export const PROMPT_CHARS = 180_000;

/** What the model is told. Of answers that together exceed `PROMPT_CHARS`, long ones are shortened and marked so. */
export function reviewAnswersPrompt(answers: AnswerToReview[]): string {
  const written = answers.filter(({ answer, status }) => answer.trim() !== '' && status !== 'NEEDS_INPUT');
  const most = longestThatFits(written.map(sizeOf), PROMPT_CHARS);
  const parts = written.map((item) => {
    const by = item.status === 'EDITED' || item.status === 'APPROVED' ? ' by a person' : '';
    const text = `${onOneLine(item.question)}\n\nAnswer:\n${item.answer}`;
    const shown = text.length > most ? `${text.slice(0, most)} […]` : text;
    return quoteUntrusted(`question ${item.position} answered${by}`, shown);
  });
  return `Review these ${written.length} answers.\n\n${parts.join('\n\n')}`;
}

const sizeOf = ({ question, answer }: AnswerToReview) => question.length + answer.length + 30;

/** The largest length to which all can be cut so that their sum stays below `total`; short ones leave room to others. */
function longestThatFits(sizes: number[], total: number): number {
  let room = total;
  let left = sizes.length;
  for (const size of [...sizes].sort((a, b) => a - b)) {
    if (size > room / left) return Math.floor(room / left);
    room -= size;
    left--;
  }
  return Number.POSITIVE_INFINITY;
}
