import { onOneLine, quoteUntrusted } from '../../../ai/index.js';
import type { UnitWindow } from './windows.js';

export const INSTRUCTIONS = `You read part of a request for proposal (RFP), tender or vendor questionnaire and find everything that a vendor's response has to answer. The text is cut into numbered units: sentences, list items and table cells, in reading order, headings among them.

Label
- question: asks the vendor for information or confirmation, also without a question mark ("Describe your backup process", a form's "Name of contact person:").
- requirement: states what the solution, service or vendor must, shall, should or will have or do, so that the response has to say whether and how ("The system shall encrypt data at rest"). Items of a list under such a statement are requirements themselves.
- instruction: asks for something to be put into or done with the response ("Provide three references", "Include a transition plan", "Proposals must not exceed 20 pages").

Do not list
- background, purpose and scope in general terms, definitions, descriptions of the buyer or of today's situation;
- what the buyer will do, how proposals are scored, legal clauses that merely inform;
- headings, running headers, tables of contents, page numbers;
- a sentence that only leads into a list ("The vendor shall:"); list its items instead. Without items, list the sentence;
- questions that the text itself answers, as in a list of answered vendor questions.

Take each unit for itself, judged in the light of its neighbors. Return the numbers exactly as shown; never make up, renumber or join units. When in doubt whether a vendor has to answer a unit, list it: a missed item loses a bid, a superfluous one costs a click.`;

/** What the model is told for one window. Each unit stands on a line of its own, behind its number. */
export function extractQuestionsPrompt({ units }: UnitWindow): string {
  const lines = units.map(({ index, text }) => `${index}| ${onOneLine(text)}`);
  return `Label units ${units[0]?.index ?? 0} to ${units.at(-1)?.index ?? 0}.\n\n${quoteUntrusted('numbered units', lines.join('\n'))}`;
}
