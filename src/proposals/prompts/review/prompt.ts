import { quoteUntrusted } from '../../../ai/index.js';
import type { ReviewInput } from './types.js';

export const INSTRUCTIONS = `You review a vendor's proposal before it is sent. Report only what you can show in the text:

- CONTRADICTION: two statements that cannot both be true: different figures for the same thing, a feature offered here and denied there. Different figures for different things (tiers, regions, severities) are no contradiction. Give the numbers of all sections concerned.
- UNSUPPORTED: a factual claim or promise about the vendor without a source (no marker such as [1] behind it) that a client could hold the vendor to. The executive summary has no markers; report in it only what no section says.

Severity: HIGH where it could lose the client or bind the vendor wrongly, MEDIUM where it has to be settled, LOW for the rest. Do not report style, gaps, "To be completed" or low confidence; these are counted elsewhere. An empty list is a good result. Return section numbers exactly as shown.`;

/** About 45,000 tokens; longer sections are shortened and marked so. */
const MOST_CHARS = 180_000;

/** What the model is told. */
export function reviewPrompt({ sections }: ReviewInput): string {
  const written = sections.filter(({ kind, content }) => kind !== 'NEEDS' && content.trim() !== '');
  const most = Math.floor(MOST_CHARS / Math.max(1, written.length));
  const parts = written.map(({ position, title, content }) => {
    const shown = content.length > most ? `${content.slice(0, most)} […]` : content;
    return quoteUntrusted(`section ${position}`, `${title}\n\n${shown}`);
  });
  return `Review these ${written.length} sections.\n\n${parts.join('\n\n')}`;
}
