import { type DocumentNode, GraphQLError, parse } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { OperationLimits } from '../../platform/limit-settings.js';
import { shapeOf } from './document-shape.js';
import { limitError } from './limit-error.js';

const TOO_MANY_TOKENS = /more that \d+ tokens/;

/**
 * Refuses documents past the limits of tokens, depth, aliases and directives, before validation, whose time grows
 * faster than they do. Documents that are parsed from the cache were looked at when they came first.
 */
export function limitDocuments(limits: OperationLimits): Plugin {
  const looked = new WeakMap<DocumentNode, GraphQLError | null>();
  return {
    onParse: ({ setParseFn }) => {
      setParseFn(((source: string, options: object) => parseWithin(limits, source, options)) as never);
      return ({ result, replaceParseResult }) => {
        if (result instanceof Error || result === null) return;
        const document = result as DocumentNode;
        let error = looked.get(document);
        if (error === undefined) {
          error = problemOf(document, limits);
          looked.set(document, error);
        }
        if (error) replaceParseResult(error);
      };
    },
  };
}

function parseWithin(limits: OperationLimits, source: string, options: object): DocumentNode {
  try {
    return parse(source, { ...options, maxTokens: limits.tokens });
  } catch (error) {
    if (error instanceof GraphQLError && TOO_MANY_TOKENS.test(error.message))
      throw limitError('tokens', limits.tokens, null, 'Ask for less at a time.');
    throw error;
  }
}

function problemOf(document: DocumentNode, limits: OperationLimits): GraphQLError | null {
  const shape = shapeOf(document);
  for (const limit of ['depth', 'aliases', 'directives'] as const)
    if (shape[limit] > limits[limit])
      return limitError(limit, limits[limit], shape[limit], 'Ask in several operations.');
  return null;
}
