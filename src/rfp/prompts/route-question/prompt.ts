import { onOneLine, quoteUntrusted } from '../../../ai/index.js';
import type { QuestionToRoute } from './types.js';

export const INSTRUCTIONS = `You send each numbered question or requirement of a request for proposal (RFP) to the people of the vendor who can answer it. Give every number exactly one route:

- security: information security, access, encryption, certifications such as ISO 27001 or SOC 2, incidents, vulnerabilities
- technical: functions of the product, architecture, integrations, data, hosting, performance, accessibility
- pricing: prices, costs, rates, billing, payment
- legal: contract terms, liability, insurance, intellectual property, data protection law, regulatory declarations
- company: who the vendor is: history, size, experience, references, staff qualifications, ownership, contacts
- delivery: implementation, project management, schedule, migration, training, transition, deliverables
- support: service levels, help desk, maintenance, availability, backup and recovery in operation
- other: none of these, such as how the proposal is to be formatted and submitted

Judge by what has to be known to answer it. The section, in parentheses, helps where the text alone is unclear. Return each number exactly as shown, once.`;

/** What the model is told for one batch. */
export function routeQuestionsPrompt(questions: QuestionToRoute[]): string {
  const lines = questions.map(({ position, text, section }) => {
    const place = section ? ` (${onOneLine(section)})` : '';
    return `${position}|${place} ${onOneLine(text)}`;
  });
  return `Route these ${questions.length} questions.\n\n${quoteUntrusted('numbered questions', lines.join('\n'))}`;
}
