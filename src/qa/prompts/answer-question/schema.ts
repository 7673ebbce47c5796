import { z } from 'zod';

// In this order the model looks for evidence before it writes, and a reader who follows is shown no marker whose
// quote has not been looked up in its passage.
export const answerQuestionReply = z.object({
  quotes: z
    .array(
      z.object({
        passage: z.number().int().describe('Number of the passage that is quoted.'),
        quote: z.string().describe('One to three consecutive sentences, copied character by character.'),
      }),
    )
    .describe('The quotes that answer the question, numbered from 1 by their place here.'),
  answered: z.enum(['all', 'part', 'none']).describe('How much of what is asked the quotes answer.'),
  answer: z
    .string()
    .describe(
      'The answer in Markdown, with a marker [n] after each statement for the n-th quote; empty for none.',
    ),
});

export type AnswerQuestionReply = z.infer<typeof answerQuestionReply>;
