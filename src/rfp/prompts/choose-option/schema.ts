import { z } from 'zod';

export const chooseOptionReply = z.object({
  reason: z.string().describe('In one sentence, which quote decides it, or what is missing.'),
  option: z
    .number()
    .int()
    .describe('Number of the option that the quotes prove, from 1; 0 where they prove none.'),
});

export type ChooseOptionReply = z.infer<typeof chooseOptionReply>;
