import type { IncomingMessage } from 'node:http';

/** A GraphQL request as its JSON body says it. */
export interface Params {
  /** Empty where the extensions name it by its hash. */
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
  extensions?: Record<string, unknown> | null;
}

const LARGEST_BYTES = 64 * 1024;
const JSON_TYPE = /^application\/json(?:;\s*charset="?utf-8"?)?$/i;
const KNOWN = new Set(['query', 'operationName', 'variables', 'extensions']);

/** Whether the body is JSON of moderate, stated length, neither compressed nor in chunks. */
export function isPlainJson({ method, headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return (
    method === 'POST' &&
    JSON_TYPE.test(headers['content-type'] ?? '') &&
    !headers['content-encoding'] &&
    length !== undefined &&
    Number(length) > 0 &&
    Number(length) <= LARGEST_BYTES
  );
}

/** The whole body; null where the client went away before its end. */
export function readBody(req: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve) => {
    if (req.destroyed) return resolve(null);
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    req.on('error', () => resolve(null));
    req.on('close', () => resolve(null));
  });
}

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
