import type { IncomingMessage } from 'node:http';
import type { App } from '../../app-types.js';
import { ROUTES } from '../routes/table.js';
import type { Route } from './route.js';

/** A path of the table, with all its routes. */
export interface Matched {
  /** As the table has it, `/download/:workflowId`. */
  path: string;
  routes: readonly Route[];
  /** Of the path as it was asked for, decoded. */
  parameters: Record<string, string>;
}

const NONE = Object.freeze({});
const LITERAL = /[.*+?^${}()|[\]\\]/g;

/** Names begin with a letter: the rest of a segment, as `.png`, stands for itself. */
const expressionOf = (path: string) =>
  new RegExp(
    `^${path.replace(LITERAL, '\\$&').replace(/:([a-z]\w*)/gi, (_, name: string) => `(?<${name}>[^/]+)`)}$`,
  );

const paths = [...new Set(ROUTES.map(({ path }) => path))].map((path) => ({
  path,
  routes: ROUTES.filter((route) => route.path === path),
}));
const literal = new Map<string, Matched>(
  paths.filter(({ path }) => !path.includes(':')).map((each) => [each.path, { ...each, parameters: NONE }]),
);
const patterns = paths
  .filter(({ path }) => path.includes(':'))
  .map((each) => ({ ...each, expression: expressionOf(each.path) }));

/** What the table has for a path; null where it has nothing. */
export function match(pathname: string): Matched | null {
  const known = literal.get(pathname);
  if (known) return known;
  for (const { expression, path, routes } of patterns) {
    const found = expression.exec(pathname);
    if (!found) continue;
    const parameters = Object.entries(found.groups!).map(([name, value]) => [name, decoded(value)]);
    return { path, routes, parameters: Object.fromEntries(parameters) };
  }
  return null;
}

/** A part of a path decoded; as it is where its escapes are broken, which then names nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Whether a route takes a method; GET takes HEAD with it. */
const takes = ({ methods, head = true }: Route, method: string): boolean =>
  (methods as readonly string[]).includes(method) || (method === 'HEAD' && head && methods.includes('GET'));

/** The route of a request, among those of its path. */
export const routeFor = ({ routes }: Matched, req: IncomingMessage, app: App): Route | undefined =>
  routes.find((route) => takes(route, req.method ?? '') && (route.when?.(req, app) ?? true));

/** The methods of a path, as the header Allow lists them. */
export function methodsOf({ routes }: Pick<Matched, 'routes'>): string[] {
  const all = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
  return [...all.filter((method) => routes.some((route) => takes(route, method))), 'OPTIONS'];
}

/** The path of the table for what a request asks: there are few of those, where paths are without number. */
export function routeOf(url: string): string {
  const end = url.indexOf('?');
  return match(end < 0 ? url : url.slice(0, end))?.path ?? 'other';
}
