import { onOneLine, quoteUntrusted } from '../../../ai/index.js';
import type { OutlineInput } from './types.js';

export const INSTRUCTIONS = `You plan a vendor's proposal. You are shown the numbered sections of the vendor's template, each with its purpose, and the numbered requirements of the client.

- Give each requirement to exactly one section: the one in which a reader looks for it. Sections of kind SUMMARY and NEEDS take up none; prices and costs belong to the section of kind PRICING.
- For each section of kind TEXT or PRICING write up to five short questions to ask the vendor's knowledge base, so that what the section needs is found. Ask about the vendor, not about the client; leave out what the template asks already.

Keep the sections as they are. Return numbers exactly as shown.`;

/** What the model is told. */
export function outlinePrompt({ sections, requirements }: OutlineInput): string {
  const shown = sections.map(({ kind, title, purpose, topics }, i) =>
    [
      `${i + 1}| ${kind}: ${onOneLine(title)}. ${onOneLine(purpose)}`,
      ...topics.map((topic) => `   asks: ${onOneLine(topic)}`),
    ].join('\n'),
  );
  const asked = requirements.map(({ position, text }) => `${position}| ${onOneLine(text)}`);
  return [
    'Plan the proposal.',
    quoteUntrusted('numbered sections', shown.join('\n')),
    quoteUntrusted('numbered requirements', asked.join('\n')),
  ].join('\n\n');
}
