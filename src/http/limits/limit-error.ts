import { GraphQLError } from 'graphql';
import type { OperationLimits } from '../../platform/limit-settings.js';

/** An operation that is larger than the service takes. */
export const limitError = (
  limit: keyof OperationLimits,
  allowed: number,
  found: number | null,
  advice: string,
) =>
  new GraphQLError(
    `The operation has ${found === null ? `more than ${allowed}` : found} ${NAMES[limit]}; ` +
      `${found === null ? 'that is the most it may have' : `at most ${allowed} are allowed`}. ${advice}`,
    {
      extensions: {
        code: 'LIMIT_EXCEEDED',
        limit,
        allowed,
        ...(found !== null && { found }),
        http: { spec: true, status: 400 },
      },
    },
  );

const NAMES: Record<keyof OperationLimits, string> = {
  tokens: 'tokens',
  depth: 'levels of fields',
  aliases: 'aliases',
  directives: 'directives',
  cost: 'points of cost',
  batch: 'operations',
};
