import type { IncomingMessage } from 'node:http';

/** A GraphQL request as its JSON body says it. */
export interface Params {
  /** Empty where the extensions name it by its hash. */
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
  extensions?: Record<string, unknown> | null;
}

const JSON_TYPE = /^application\/json(?:;\s*charset="?utf-8"?)?$/i;
const KNOWN = new Set(['query', 'operationName', 'variables', 'extensions']);

/** Whether the body is JSON in UTF-8. */
export const isPlainJson = ({ method, headers }: IncomingMessage): boolean =>
  method === 'POST' && JSON_TYPE.test(headers['content-type'] ?? '');

const isObjectOrNothing = (value: unknown) =>
  value == null || (typeof value === 'object' && !Array.isArray(value));

/** The request in a body; null for a batch and for whatever deserves an explanation. */
export function paramsOf(body: string): Params | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { query, operationName, variables, extensions } = value as Record<string, unknown>;
  const isOrdinary =
    Object.keys(value).every((name) => KNOWN.has(name)) &&
    (typeof query === 'string' || (query == null && extensions != null)) &&
    (operationName == null || typeof operationName === 'string') &&
    isObjectOrNothing(variables) &&
    isObjectOrNothing(extensions);
  return isOrdinary ? ({ ...value, query: query ?? '' } as Params) : null;
}
