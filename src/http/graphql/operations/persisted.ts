import type { Plugin } from 'graphql-yoga';
import type { KnownOperations, Sender } from './known-operations.js';

/** Puts the text of an operation in place of its hash. */
export const persisted = (operations: KnownOperations): Plugin => ({
  onParams: ({ params, context, setParams, setResult }) => {
    // What is malformed, Yoga explains.
    if (typeof params !== 'object' || params === null) return;
    if (params.query != null && typeof params.query !== 'string') return;
    const text = operations.textOf(params, context as unknown as Sender);
    if (typeof text === 'string') {
      if (text !== (params.query ?? '')) setParams({ ...params, query: text });
      return;
    }
    setResult({ errors: [text] });
    // Or Yoga, which does not look whether there is a result, finds that the query is missing.
    setParams({ ...params, query: '{ __typename }' });
  },
});
