import { z } from 'zod';
import { ROUTES } from './types.js';

export const routeQuestionsReply = z.object({
  routes: z.array(
    z.object({
      question: z.number().int().describe('The number in front of the question.'),
      route: z.enum(ROUTES),
    }),
  ),
});

export type RouteQuestionsReply = z.infer<typeof routeQuestionsReply>;
