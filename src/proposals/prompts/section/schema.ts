import { z } from 'zod';

export const sectionReply = z.object({
  content: z
    .string()
    .describe(
      'The section in Markdown without its heading, with a marker [n] after each statement for the n-th quote.',
    ),
  quotes: z
    .array(
      z.object({
        passage: z.number().int().describe('Number of the passage that is quoted.'),
        quote: z.string().describe('One to three consecutive sentences, copied character by character.'),
      }),
    )
    .describe('The quotes that support the section, in the order of their markers, from 1.'),
  covered: z
    .array(z.number().int())
    .describe('Numbers of the requirements that the section answers from quotes.'),
  missing: z
    .array(z.string())
    .describe(
      'What the section needs and no passage states, one short sentence each, for a person to complete.',
    ),
});

export type SectionReply = z.infer<typeof sectionReply>;
