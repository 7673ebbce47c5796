import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { Access } from '../../../schema/permissions.js';
import type { App } from '../../app-types.js';
import type { Actor, Caller, Permission } from '../../identity/index.js';

/** Of `GET /graphql` and `POST /graphql`: what the operation is decides. */
export type ByOperation = 'by operation';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The names of a path's parameters: `id | page` of `/sources/:id/pages/:page.png`. */
export type ParametersOf<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? Bare<Name> | ParametersOf<More>
    : Bare<Rest>
  : never;
type Bare<Name extends string> = Name extends `${infer Plain}.${string}` ? Plain : Name;

/** What the server around the routes does for them. */
export interface RouteServices {
  app: App;
  /** Answers a GraphQL request. */
  graphql(req: IncomingMessage, res: ServerResponse, caller: Caller | null): Promise<void>;
  /** Whether the server takes leave. */
  isLeaving(): boolean;
  /** Whether the request may read what is for operators. */
  isOperator(req: IncomingMessage): boolean;
}

/** A request that has passed all that its route demands. */
export interface Asked<Parameter extends string = string, Needs = unknown> extends RouteServices {
  req: IncomingMessage;
  res: ServerResponse;
  /** Of the path, decoded; whatever a client wrote there, slashes and dots included, so no name of a file. */
  path: Record<Parameter, string>;
  /** Of the address, those alone that the route declares. */
  query: URLSearchParams;
  /** The body; it ends with an error (`file-too-large`) where it is longer than the route takes. */
  body(): Readable;
  /** Names of the fields of a form that the route declares. */
  form: readonly string[];
  caller: Caller | null;
  actor: Needs extends Permission | 'signed-in' ? Actor : Actor | null;
}

export interface RouteRules<Needs> {
  /**
   * Who may ask: in the words of the schema, or operators alone. The use case demands the same permission; here it
   * keeps those who have not from sending a body.
   */
  needs: Needs;
  /** Points of cost, from the actor's budget. Left out: none, and the quota of the address counts the request alone. */
  cost?: number | ByOperation;
  /** The most bytes of a body; left out: as many as `LIMIT_REQUEST_KB` says, 1 MB by default. */
  bodyBytes?: number | ByOperation;
  /** False for what watches the service: it needs an answer, by whatever name and however much others ask. */
  isCounted?: boolean;
  /**
   * Whose pages may make browsers send it: `any`, as links from anywhere may lead here and no page reads the answer, or
   * only those of `trusted` origins. Left out: `any` for GET, `trusted` for all that may change something.
   */
  origins?: 'any' | 'trusted';
  /** False where GET does something that HEAD must not. */
  head?: boolean;
  /** Content-Security-Policy of what is a page; left out: nothing may be done with the response. */
  contentSecurityPolicy?: string;
  /** Which requests of the path and method it is for; the next route takes the others. */
  when?(req: IncomingMessage, app: App): boolean;
  /** Whether a link that somebody signed opens it, in place of a credential: `signLink`. */
  isSigned?: boolean;
  /** Parameters of the address that it reads. */
  query?: readonly string[];
  /** Parts of a multipart form that it reads besides `file`. */
  form?: readonly string[];
}

export interface Route extends RouteRules<Access | 'operator' | ByOperation> {
  methods: readonly Method[];
  path: string;
  handle(asked: Asked): Promise<void> | void;
}

/**
 * Declares a route.
 * @param path segments that begin with `:` are parameters; what follows a dot in one is literal
 */
export const route = <const Path extends string, const Needs extends Access | 'operator' | ByOperation>(
  methods: Method | readonly Method[],
  path: Path,
  rules: RouteRules<Needs>,
  handle: (asked: Asked<ParametersOf<Path>, Needs>) => Promise<void> | void,
): Route => ({
  ...rules,
  methods: [methods].flat() as Method[],
  path,
  handle: handle as Route['handle'],
});
