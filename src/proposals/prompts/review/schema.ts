import { z } from 'zod';

export const reviewReply = z.object({
  findings: z.array(
    z.object({
      code: z.enum(['CONTRADICTION', 'UNSUPPORTED']),
      sections: z.array(z.number().int()).describe('Numbers of the sections concerned.'),
      severity: z.enum(['HIGH', 'MEDIUM', 'LOW']),
      explanation: z.string().describe('One sentence that names both sides, or the unsupported claim.'),
    }),
  ),
});

export type ReviewReply = z.infer<typeof reviewReply>;
