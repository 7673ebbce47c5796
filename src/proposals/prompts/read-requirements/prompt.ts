import { onOneLine, quoteUntrusted } from '../../../ai/index.js';
import type { Point } from '../../points.js';

export const INSTRUCTIONS = `You read what a client asks for before a vendor writes a proposal. The text is cut into numbered points: sentences, list items and table cells, in reading order. Find every point that the proposal has to take up:

- REQUIREMENT: what the solution, service or vendor must have or do.
- NEED: a wish, goal, problem to be solved, budget, date or size that the proposal has to respect.
- QUESTION: asks the vendor for information.
- INSTRUCTION: asks for something to be put into or done with the proposal.

Do not list greetings, background that asks for nothing, or who the client is. When in doubt, list the point: a missed requirement loses the client. Return the numbers exactly as shown; never make up or join points.`;

/** What the model is told. Each point stands on a line of its own, behind its number. */
export function readRequirementsPrompt(points: Point[]): string {
  const lines = points.map(({ number, text }) => `${number}| ${onOneLine(text)}`);
  return `Read points 1 to ${points.length}.\n\n${quoteUntrusted('numbered points', lines.join('\n'))}`;
}
