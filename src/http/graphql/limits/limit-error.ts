import { GraphQLError } from 'graphql';
import { LIMIT_SETTINGS, type OperationLimits } from '../../../platform/settings/limit-settings.js';

/** What is counted of the request as a whole, before there is an operation. */
const OF_REQUEST = new Set<keyof OperationLimits>(['bytes', 'values', 'nesting', 'text']);

/** An operation, or a request, that is larger than the service takes. */
export const limitError = (
  limit: keyof OperationLimits,
  allowed: number,
  found: number | null,
  advice: string,
) =>
  new GraphQLError(
    `The ${OF_REQUEST.has(limit) ? 'request' : 'operation'} has ` +
      `${found === null ? `more than ${allowed}` : found} ${NAMES[limit]}; ` +
      `${found === null ? 'that is the most it may have' : `at most ${allowed} are allowed`} (${LIMIT_SETTINGS[limit]}). ${advice}`,
    {
      extensions: {
        code: 'LIMIT_EXCEEDED',
        limit,
        setting: LIMIT_SETTINGS[limit],
        allowed,
        ...(found !== null && { found }),
        http: OF_REQUEST.has(limit) ? { status: 413 } : { spec: true, status: 400 },
      },
    },
  );

const NAMES: Record<keyof OperationLimits, string> = {
  bytes: 'bytes',
  values: 'values in its JSON',
  nesting: 'levels of brackets',
  text: 'bytes of text in an operation',
  tokens: 'tokens',
  depth: 'levels of fields',
  aliases: 'aliases',
  directives: 'directives',
  cost: 'points of cost',
  batch: 'operations',
};
