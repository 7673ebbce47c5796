import { z } from 'zod';

export const summaryReply = z.object({
  paragraphs: z
    .array(
      z.object({
        text: z.string().describe('One paragraph in Markdown, without markers.'),
        sections: z.array(z.number().int()).describe('Numbers of the sections that state what it says.'),
      }),
    )
    .describe('The summary, two to five paragraphs.'),
});

export type SummaryReply = z.infer<typeof summaryReply>;
