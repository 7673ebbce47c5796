import { z } from 'zod';

export const reviewAnswersReply = z.object({
  findings: z.array(
    z.object({
      code: z.enum(['CONTRADICTION', 'UNSUPPORTED']),
      questions: z.array(z.number().int()).describe('Numbers of the questions whose answers are concerned.'),
      severity: z.enum(['HIGH', 'MEDIUM', 'LOW']),
      explanation: z.string().describe('One sentence that names both sides, or the unsupported claim.'),
    }),
  ),
});

export type ReviewAnswersReply = z.infer<typeof reviewAnswersReply>;
