import { z } from 'zod';
import { RequirementKind } from '../../../../generated/client/enums.js';

export const readRequirementsReply = z.object({
  requirements: z
    .array(
      z.object({
        point: z.number().int().describe('The number in front of the point.'),
        kind: z.enum(RequirementKind),
      }),
    )
    .describe(
      'Every point that the proposal has to take up, in order. Points that are not listed are context.',
    ),
});

export type ReadRequirementsReply = z.infer<typeof readRequirementsReply>;
