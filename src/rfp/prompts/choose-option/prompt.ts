import { onOneLine, quoteUntrusted } from '../../../ai/index.js';
import type { OptionToChoose } from './types.js';

export const INSTRUCTIONS = `A questionnaire lists the answers that it takes. You choose the one that a vendor's evidence proves. A person will review it before it is sent.

- Judge by the quotes alone, which are the vendor's own statements; the drafted answer says how they were understood.
- Choose an option only where the quotes prove it for all that is asked. "Yes", "compliant" and the like need a quote that says so of the very thing that is asked; "no" and "not applicable" need a quote that denies it.
- Where options are graded ("some", "at least half", "all"), the quotes must tell the grade.
- Where they prove a part only, choose an option that says "partly" if there is one.
- Otherwise return 0. That is a good result: a guessed "yes" is the worst one.`;

/** What the model is shown for one question: its options numbered from 1. */
export function chooseOptionPrompt({
  question,
  section,
  context,
  hint,
  options,
  answer,
  quotes,
}: OptionToChoose): string {
  const about = [
    section && `Section: ${onOneLine(section)}`,
    context && `Stands under: ${onOneLine(context)}`,
  ];
  return [
    'Choose the option that the quotes prove.',
    quoteUntrusted('question', question),
    quoteUntrusted('where it stands', about.filter(Boolean).join('\n')),
    ...(hint ? [quoteUntrusted('what the form says of it', hint)] : []),
    quoteUntrusted('options', options.map((option, i) => `${i + 1}| ${onOneLine(option)}`).join('\n')),
    quoteUntrusted('drafted answer', answer),
    ...quotes.map(({ text }, i) => quoteUntrusted(`quote ${i + 1}`, text)),
  ].join('\n\n');
}
