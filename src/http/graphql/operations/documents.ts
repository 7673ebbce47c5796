import type { DocumentNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { BoundedMap } from '../../../platform/concurrency/bounded-map.js';
import type { OperationLimits } from '../../../platform/settings/limit-settings.js';
import { parseWithin } from '../limits/limit-documents.js';
import type { Sender } from './known-operations.js';

const MOST_BYTES = 16 * 1024 * 1024;
/** What a token takes with the nodes made of it, generously. */
const BYTES_OF_TOKEN = 600;

/**
 * Parses documents within the limits, and remembers those that callers ask for again and again, parsed and found valid.
 * Of what nobody asks nothing is remembered.
 */
export function documents(limits: OperationLimits): Plugin {
  const remembered = new BoundedMap<DocumentNode>(MOST_BYTES);
  const valid = new WeakSet<DocumentNode>();
  return {
    onParse: ({ params: { source }, context, setParseFn, setParsedDocument }) => {
      const text = String(source);
      const known = remembered.get(text);
      if (known) return setParsedDocument(known);
      setParseFn((given: unknown, options?: object) => {
        const { document, tokens } = parseWithin(limits, String(given), options);
        if ((context as unknown as Sender).caller)
          remembered.set(text, document, 2 * text.length + tokens * BYTES_OF_TOKEN);
        return document;
      });
    },
    onValidate: ({ params: { documentAST }, setResult }) => {
      if (valid.has(documentAST)) return setResult([]);
      return ({ valid: isValid }) => {
        if (isValid) valid.add(documentAST);
      };
    },
  };
}
