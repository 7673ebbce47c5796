import { z } from 'zod';

export const extractQuestionsReply = z.object({
  items: z
    .array(
      z.object({
        unit: z.number().int().describe('The number in front of the unit.'),
        label: z.enum(['question', 'requirement', 'instruction']),
      }),
    )
    .describe('Every unit that the vendor has to answer, in order. Units that are not listed are context.'),
});

export type ExtractQuestionsReply = z.infer<typeof extractQuestionsReply>;
