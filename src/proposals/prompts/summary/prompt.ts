import { guidanceText, onOneLine, quoteUntrusted } from '../../../ai/index.js';
import type { SummaryInput } from './types.js';

export const INSTRUCTIONS = `You write the executive summary of a vendor's proposal, for somebody who reads nothing else. The sections are written; you are shown them.

- Say only what the sections say. Add no fact, figure, name, date, price or promise of your own, and do not make a statement stronger than it is there.
- Name for each paragraph the numbers of the sections that state what it says. A paragraph without one is dropped.
- Begin with what the client wants and what is offered for it; then why it can be relied on. No heading, no greeting, no sales talk.
- Where a section says "To be completed", do not fill the gap and do not mention it; that is counted elsewhere.
- Write in the language of the sections, in the voice of the vendor ("we").`;

/** About 40,000 tokens; longer sections are shortened and marked so. */
const MOST_CHARS = 160_000;

/** What the model is told. */
export function summaryPrompt(input: SummaryInput): string {
  const { clientName, industry, words, guidance, sections } = input;
  const most = Math.floor(MOST_CHARS / Math.max(1, sections.length));
  const about = [`Client: ${onOneLine(clientName)}`, industry && `Industry: ${onOneLine(industry)}`]
    .filter(Boolean)
    .join('\n');
  const parts = [
    `Write the executive summary in about ${words} words.`,
    quoteUntrusted('client', about),
    ...sections.map(({ position, title, content }) => {
      const shown = content.length > most ? `${content.slice(0, most)} […]` : content;
      return quoteUntrusted(`section ${position}`, `${title}\n\n${shown}`);
    }),
  ];
  if (guidance) parts.push(guidanceText(guidance));
  return parts.join('\n\n');
}
