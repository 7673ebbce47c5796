import { onOneLine, quoteUntrusted } from '../../../ai/index.js';
import type { Hit } from '../../../knowledge/index.js';
import { askedByReviewer, EVIDENCE_RULE, quotedPassages } from '../../../rfp/index.js';
import { passagesOf, type SectionInput } from './types.js';

export const INSTRUCTIONS = `You write one section of a vendor's proposal to a client. A person will review it before it is sent.

Evidence
- The numbered passages from the vendor's knowledge base are your only source of facts about the vendor. Add nothing from elsewhere: no capability, certificate, figure, name, date, price or promise that they do not state. Never compute, convert or estimate a price.
- ${EVIDENCE_RULE}
- Support each statement about the vendor with a quote. A quote is one to three consecutive sentences of one passage, copied character by character, without omissions.
- After each statement put the marker [n] of the quote that supports it: [1] is the first of your quotes, [2] the second.

Section
- Write Markdown in the voice of the vendor ("we"), to the point, for this client. No title, no greeting, no sales talk, no mention of "passages". Paragraphs, lists and sub-headings of level 3 are welcome.
- Take up each numbered requirement. Where the passages do not answer one, do not write around it: leave it out of "covered" and name it in "missing".
- "missing" is a good result: an invented statement is the worst one.
- Write in the language of the requirements.`;

const MOST_PASSAGES = 30;
const MOST_CHARS = 60_000;

/** The passages that a model is shown, numbered from 1. */
export function shownPassages(input: SectionInput): Hit[] {
  let room = MOST_CHARS;
  return passagesOf(input.lookups)
    .slice(0, MOST_PASSAGES)
    .filter(({ text }) => {
      room -= text.length;
      return room >= 0;
    });
}

/** What the model is told for one section. */
export function sectionPrompt(input: SectionInput): string {
  const { title, purpose, words, clientName, industry, guidance, requirements } = input;
  const passages = shownPassages(input);
  const about = [
    `Section: ${onOneLine(title)}`,
    `Purpose: ${onOneLine(purpose)}`,
    `Client: ${onOneLine(clientName)}`,
    industry && `Industry: ${onOneLine(industry)}`,
  ];
  const asked = requirements.map(({ position, text }) => `${position}| ${onOneLine(text)}`);
  const parts = [
    `Write this section in about ${words} words.`,
    quoteUntrusted('section', about.filter(Boolean).join('\n')),
    asked.length > 0
      ? quoteUntrusted('numbered requirements', asked.join('\n'))
      : 'It takes up no requirement in particular.',
    ...quotedPassages(passages),
    ...askedByReviewer(guidance),
  ];
  return parts.join('\n\n');
}
