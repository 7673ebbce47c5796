import { type DocumentNode, type GraphQLError, Lexer, parse, Source, TokenKind } from 'graphql';
import type { OperationLimits } from '../../../platform/settings/limit-settings.js';
import { shapeOf } from './document-shape.js';
import { limitError } from './limit-error.js';

const OPEN = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSE = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** A document within the limits, and of how many tokens it is made. */
export interface Parsed {
  document: DocumentNode;
  tokens: number;
}

/**
 * Parses a document within the limits of text, nesting and tokens, which hold before, and of depth, aliases and directives,
 * which hold before validation, whose time grows faster than they do.
 * @throws {GraphQLError} LIMIT_EXCEEDED; where it is none
 */
export function parseWithin(limits: OperationLimits, text: string, options?: object): Parsed {
  const bytes = Buffer.byteLength(text);
  if (bytes > limits.text)
    throw limitError('text', limits.text, bytes, 'Send values as variables, and ask for less at a time.');
  const tokens = tokensOf(text, limits);
  const document = parse(text, options);
  const problem = problemOf(document, limits);
  if (problem) throw problem;
  return { document, tokens };
}

function tokensOf(text: string, limits: OperationLimits): number {
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  let depth = 0;
  for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
    if (++tokens > limits.tokens) throw limitError('tokens', limits.tokens, null, 'Ask for less at a time.');
    if (CLOSE.has(kind)) depth--;
    else if (OPEN.has(kind) && ++depth > limits.nesting)
      throw limitError(
        'nesting',
        limits.nesting,
        null,
        'Ask for less at a time, and send values as variables.',
      );
  }
  return tokens;
}

function problemOf(document: DocumentNode, limits: OperationLimits): GraphQLError | null {
  const shape = shapeOf(document);
  for (const limit of ['depth', 'aliases', 'directives'] as const)
    if (shape[limit] > limits[limit])
      return limitError(limit, limits[limit], shape[limit], 'Ask in several operations.');
  return null;
}
