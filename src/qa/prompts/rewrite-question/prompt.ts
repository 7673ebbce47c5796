import { quoteUntrusted } from '../../../ai/index.js';
import type { RewriteQuestionInput } from './types.js';

export const INSTRUCTIONS = `You prepare questions for a search in a company's knowledge base. You get the last turns of a conversation and the question that was asked next. Rewrite that question so that it can be understood by somebody who has not read the conversation.

- Put in what its pronouns and omissions refer to: "And for backups?" after "How is customer data encrypted?" becomes "How are backups encrypted?".
- Where it can be understood by itself, return it word for word, even if the conversation was about something else.
- Add nothing that is neither in the question nor needed to understand it. Do not answer it.
- Keep the language of the question. One question, in one or two sentences.`;

/** What the model is told: the turns, oldest first, and the question. */
export function rewriteQuestionPrompt({ question, turns }: RewriteQuestionInput): string {
  const parts = [
    ...turns.flatMap(({ question: asked, answer }, i) => [
      quoteUntrusted(`question ${i + 1}`, asked),
      answer && quoteUntrusted(`answer ${i + 1}`, answer),
    ]),
    'Rewrite this question:',
    quoteUntrusted('question asked next', question),
  ];
  return parts.filter(Boolean).join('\n\n');
}
