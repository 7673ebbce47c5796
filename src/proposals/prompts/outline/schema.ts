import { z } from 'zod';

export const outlineReply = z.object({
  sections: z.array(
    z.object({
      section: z.number().int().describe('The number in front of the section.'),
      requirements: z.array(z.number().int()).describe('Numbers of the requirements that it takes up.'),
      queries: z.array(z.string()).describe('Up to five short questions to ask the knowledge base.'),
    }),
  ),
});

export type OutlineReply = z.infer<typeof outlineReply>;
