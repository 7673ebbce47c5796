import { z } from 'zod';

export const rewriteQuestionReply = z.object({
  question: z.string().describe('The last question, so that it can be understood without the conversation.'),
});

export type RewriteQuestionReply = z.infer<typeof rewriteQuestionReply>;
