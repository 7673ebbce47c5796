import { z } from 'zod';

// In this order the model looks for evidence before it writes, and who watches it write is shown no marker whose quote
// has not been looked up in its passage.
export const draftAnswerReply = z.object({
  quotes: z
    .array(
      z.object({
        passage: z.number().int().describe('Number of the passage that is quoted.'),
        quote: z.string().describe('One to three consecutive sentences, copied character by character.'),
      }),
    )
    .describe('The quotes that support the answer, numbered from 1 by their place here.'),
  sufficient: z.boolean().describe('Whether the passages answer everything that is asked.'),
  answer: z
    .string()
    .describe('The answer in Markdown, with a marker [n] after each statement for the n-th quote.'),
});

export type DraftAnswerReply = z.infer<typeof draftAnswerReply>;
