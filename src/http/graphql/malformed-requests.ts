import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** What parsers break with; the last of them where a map gives a batch a length. */
const OF_PARSERS = [TypeError, SyntaxError, RangeError];

/**
 * Says of a request whose parts make no sense that they do not: Yoga has words for most of them, the rest (a map of files
 * that leads nowhere, variables in a link that are no JSON) breaks its parsers, as a fault would.
 */
export const malformedRequests: Plugin = {
  onRequestParse: ({ requestParser, setRequestParser }) => {
    if (!requestParser) return;
    setRequestParser(async (request) => {
      try {
        const parsed = await requestParser(request);
        // A map may put a file behind the end of a batch.
        if (Array.isArray(parsed) && Object.keys(parsed).length < parsed.length) throw new TypeError();
        return parsed;
      } catch (error) {
        if (!OF_PARSERS.some((type) => error instanceof type)) throw error;
        throw new GraphQLError(
          'The request is malformed. Send it as the specifications of GraphQL over HTTP and of multipart requests say.',
          { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } },
        );
      }
    });
  },
};
