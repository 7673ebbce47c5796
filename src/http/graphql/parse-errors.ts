import type { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/**
 * Gives documents that cannot be parsed the code and the status that the GraphQL over HTTP specification asks
 * for: 400 for application/graphql-response+json, 200 for application/json.
 */
export const parseErrors: Plugin = {
  onParse:
    () =>
    ({ result }) => {
      if (!(result instanceof Error)) return;
      const { extensions } = result as GraphQLError;
      // On the error itself: Yoga keeps it, and throws it again for the same text.
      if (extensions) Object.assign(extensions, { ...PARSE_FAILED, ...extensions });
    },
};

const PARSE_FAILED = { code: 'GRAPHQL_PARSE_FAILED', http: { spec: true, status: 400 } };
