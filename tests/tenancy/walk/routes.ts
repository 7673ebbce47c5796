import { ROUTES as DECLARED } from '../../../src/http/routes/table.js';
import type { Walk } from './arguments.js';
import { textOf } from './ask.js';

/** How a route of the HTTP server is asked, and how each of its parameters is walked. */
interface Route {
  method: 'GET' | 'POST';
  /** Of the query, the form, or (`workflowId`) the path. */
  parameters: Record<string, Walk>;
}

const chosen = (value: unknown): Walk => ({ by: 'free', as: 'chosen', value });
const written = (value: unknown): Walk => ({ by: 'free', as: 'written', value });
const moment: Walk = { by: 'free', as: 'counted', value: '2026-01-01T00:00:00Z' };
const known = (what: string): Walk => ({ by: 'known', what });
const id = (type: string): Walk => ({ by: 'id', type });
const reference: Walk = { by: 'reference' };
const file: Walk = written(new File(['# What we say\n\nWe encrypt it all.\n'], 'file.md'));

/** Every route but /graphql, which is walked by its operations. */
export const ROUTES: Record<string, Route> = {
  '/': { method: 'GET', parameters: {} },
  '/health': { method: 'GET', parameters: {} },
  '/ready': { method: 'GET', parameters: {} },
  '/metrics': { method: 'GET', parameters: {} },
  '/download/:workflowId': {
    method: 'GET',
    parameters: { workflowId: reference, format: chosen('md') },
  },
  '/documents/:workflowId/download': {
    method: 'GET',
    parameters: { workflowId: reference, format: chosen('md'), version: { by: 'version' } },
  },
  '/sources/:sourceId/pages/:page': {
    method: 'GET',
    parameters: {
      ...{ sourceId: id('SourceDocument'), page: chosen('1.png') },
      ...{ width: chosen('200'), span: written('0-9'), rectangle: written('1,2,3,4') },
    },
  },
  '/audit.csv': {
    method: 'GET',
    parameters: {
      ...{ subjectType: chosen('answer'), subjectId: id('Answer'), actorId: id('User') },
      ...{ action: chosen('answer.edited'), from: moment, to: moment },
    },
  },
  '/usage.csv': {
    method: 'GET',
    parameters: {
      ...{ from: moment, to: written('2026-12-31T00:00:00Z'), groupBy: chosen('USER') },
      ...{ task: chosen('draft-answer'), modelTask: chosen('CHAT'), outcome: chosen('ANSWERED') },
      ...{ model: known('model'), provider: chosen('custom'), user: id('User'), workflow: reference },
    },
  },
  // Neither names a thing: what browsers bring back from a provider proves by itself whose it is.
  '/auth/oidc/start': {
    method: 'GET',
    parameters: {
      ...{ provider: chosen('google'), purpose: chosen('sign-in') },
      ...{ returnTo: written('/'), challenge: written('no such challenge'), redirected: written('1') },
    },
  },
  '/auth/oidc/callback': { method: 'GET', parameters: {} },
  // Pages that hold nothing of anybody.
  '/verify-email': { method: 'GET', parameters: {} },
  '/reset-password': { method: 'GET', parameters: {} },
  '/invitation': { method: 'GET', parameters: {} },
  '/upload/rfp': {
    method: 'POST',
    parameters: {
      ...{ file, clientName: written('Client'), industry: written('Trade') },
      idempotencyKey: { by: 'key' },
    },
  },
  '/upload/knowledge': {
    method: 'POST',
    parameters: {
      ...{ file, title: known('title'), source: known('source'), tags: known('tag') },
      idempotencyKey: { by: 'key' },
    },
  },
};

/** Parameters that are always given, besides the one that is tried. */
const ALWAYS = new Set([
  'workflowId',
  'sourceId',
  'page',
  'file',
  'clientName',
  'from',
  'to',
  'groupBy',
  'formatOfDownload',
]);

/**
 * The answer of a route.
 * @param values by parameter; the others that it needs are `own`
 */
export async function routeAnswer(
  url: string,
  token: string,
  path: string,
  values: Record<string, unknown>,
): Promise<string> {
  const { method } = ROUTES[path]!;
  // As from another machine: what is shown on this one is for who runs the service.
  const headers = {
    authorization: `Bearer ${token}`,
    'x-request-id': 'walk',
    'x-forwarded-for': '203.0.113.9',
  };
  const ofPath = new Set([...path.matchAll(/:([a-z]\w*)/gi)].map(([, name]) => name!));
  const where = `${url}${path.replace(/:([a-z]\w*)/gi, (_whole, name: string) => encodeURIComponent(String(values[name])))}`;
  const rest = Object.fromEntries(Object.entries(values).filter(([name]) => !ofPath.has(name)));
  if (method === 'GET') {
    const query = new URLSearchParams(rest as Record<string, string>);
    return textOf(await fetch(`${where}?${query}`, { headers, redirect: 'manual' }));
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(rest)) form.set(name, value as string);
  return textOf(await fetch(where, { method, headers, body: form }));
}

/** What a route is given where nothing is tried in it. */
export function ownValues(path: string, own: (name: string, walk: Walk) => unknown): Record<string, unknown> {
  const given = Object.entries(ROUTES[path]!.parameters).filter(([name]) => ALWAYS.has(name));
  const isCsv = path === '/audit.csv';
  return Object.fromEntries(
    given.filter(([name]) => !isCsv || name === 'workflowId').map(([name, walk]) => [name, own(name, walk)]),
  );
}

/** Links carry bare UUIDs, where the API has global ids. */
export const bare = (value: unknown): unknown =>
  typeof value === 'string' && /^[A-Z]\w+:/.test(Buffer.from(value, 'base64').toString())
    ? Buffer.from(value, 'base64').toString().split(':')[1]
    : value;

/** The parameters that the server's own table declares of a path, but for the file of an upload. */
export function declaredParameters(path: string): string[] {
  const ofPath = [...path.matchAll(/:([a-z]\w*)/gi)].map(([, name]) => name!);
  const read = DECLARED.filter((route) => route.path === path).flatMap(({ query = [], form = [] }) => [
    ...query,
    ...form,
  ]);
  return [...ofPath, ...read].sort();
}

/** The paths of that table. */
export const declaredPaths = (): string[] => [...new Set(DECLARED.map(({ path }) => path))].sort();
