import { z } from 'zod';

export const draftAnswerReply = z.object({
  answer: z
    .string()
    .describe('The answer in Markdown, with a marker [n] after each statement for the n-th quote.'),
  quotes: z
    .array(
      z.object({
        passage: z.number().int().describe('Number of the passage that is quoted.'),
        quote: z.string().describe('One to three consecutive sentences, copied character by character.'),
      }),
    )
    .describe('The quotes that support the answer, in the order of their markers, from 1.'),
  sufficient: z.boolean().describe('Whether the passages answer everything that is asked.'),
});

export type DraftAnswerReply = z.infer<typeof draftAnswerReply>;
