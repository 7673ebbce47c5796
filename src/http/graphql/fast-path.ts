import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { type ExecutionResult, type GraphQLError, getOperationAST } from 'graphql';
import { processRegularResult } from 'graphql-yoga';
import type { App } from '../../app-types.js';
import { allows, type Caller } from '../../identity/index.js';
import { publicUrlOf } from '../requests/addresses.js';
import { replyFailure } from '../requests/reply.js';
import type { CachedResponses, Loaded } from './cached-responses.js';
import type { Graphql, Server } from './graphql.js';
import { isPlainJson, paramsOf } from './json-body.js';
import { boundedAddress, boundedBody } from './limits/bounded-body.js';
import { costOf } from './limits/cost.js';
import { admit, contentWithCost, type OperationLimiter, withCost } from './limits/limit-cost.js';
import { resultTypeOf } from './media-type.js';
import type { KnownOperations } from './operations/known-operations.js';
import { type Polled, polledWorkflow } from './polled/operation.js';

/** Larger ones are rare, and would fill the cache with themselves. */
const LARGEST_CACHED_BYTES = 64 * 1024;

/**
 * Answers GraphQL over HTTP, within the limits of requests. Queries in plain JSON POSTs, which is what frontends poll with,
 * take the fast path: through Yoga's plugins, but past its Fetch objects, and past the executor where the response is known
 * to be current. Everything else, and every request with something wrong about it, is Yoga's.
 */
export function createGraphqlRoute(
  app: App,
  yoga: Graphql,
  responses: CachedResponses,
  limiter: OperationLimiter,
  operations: KnownOperations,
) {
  return async (req: IncomingMessage, res: ServerResponse, caller: Caller | null): Promise<void> => {
    const { limits } = app.env;
    const body =
      req.method === 'POST'
        ? await boundedBody(req, caller, limits)
        : (boundedAddress(req, limits) ?? NO_BODY);
    if (!body) return;
    if ('refusal' in body) return refuseRequest(req, res, body.refusal);
    const { content } = body;
    // What has been read Yoga finds as `req.body`. As a stream: of bytes it would list the index of each.
    const leave = async () =>
      void (await yoga.handle(content ? Object.assign(req, { body: Readable.from([content]) }) : req, res, {
        caller,
      }));
    const mediaType = resultTypeOf(req.headers.accept);
    const actor = caller?.actor;
    if (!mediaType || !isPlainJson(req) || !actor || !allows(actor, 'workflows.view')) return leave();
    if (!content?.length || content.length > LARGEST_CACHED_BYTES) return leave();
    const { organizationId, userId } = actor;
    const text = content.toString();
    // All that a response depends on: whoever may see less must never be answered with what another was.
    const rights = `${organizationId} ${userId} ${actor.role} ${actor.scopes?.join() ?? '*'}`;
    const key = `${rights} ${publicUrlOf(app.env, req.headers.host)}\n${text}`;
    const headers: Record<string, string> = { 'content-type': `${mediaType}; charset=utf-8` };
    const cached = responses.get(key);
    const refuse = (error: GraphQLError) => sendResult({ errors: [error] });
    const sendResult = async (result: ExecutionResult) => {
      const response = processRegularResult(result, yoga.fetchAPI, mediaType);
      for (const [name, value] of response.headers) headers[name.toLowerCase()] = value;
      send(res, response.status, headers, latin1(await response.text()));
    };
    if (cached) {
      const { error, report } = await admit(limiter, actor, cached.cost, res);
      if (error) return refuse(error);
      return send(res, 200, headers, contentWithCost(cached.content, report));
    }

    const query = queryOf(yoga, operations, { req, res, caller }, text);
    if (!query) return leave();
    const { polled, execute, cost } = query;
    const { error, report } = await admit(limiter, actor, cost, res);
    if (error) return refuse(error);
    const loading = polled
      ? responses.through(key, { organizationId, reference: polled.reference }, execute)
      : execute();
    // A resolver's error is part of the result; what is thrown is a fault, which Yoga meets again and reports.
    const loaded = await loading.catch(() => null);
    if (!loaded) return leave();
    if (loaded.content !== null) return send(res, 200, headers, contentWithCost(loaded.content, report));
    await sendResult(withCost(loaded.result, report));
  };
}

const NO_BODY = { content: null };

/** Says so before the body is sent, and keeps nothing more of it. */
function refuseRequest(
  req: IncomingMessage,
  res: ServerResponse,
  { message, extensions }: GraphQLError,
): void {
  const { http, code, ...more } = extensions as { http: { status: number }; code: string };
  res.setHeader('connection', 'close');
  replyFailure(res, http.status, { code, message, more });
  req.resume();
}

interface Query {
  /** Where the version of one workflow alone determines the response. */
  polled: Polled | null;
  execute: () => Promise<Loaded>;
  cost: number;
}

/** The query that a body holds; null for other operations, and where anything is wrong with it. */
function queryOf(yoga: Graphql, operations: KnownOperations, server: Server, body: string): Query | null {
  const asked = paramsOf(body);
  const text = asked && operations.textOf(asked, server);
  if (!asked || typeof text !== 'string') return null;
  const params = { ...asked, query: text };
  const { schema, parse, validate, contextFactory, execute } = yoga.getEnveloped({
    ...server,
    params,
    costIsCounted: true,
  } as never);
  try {
    const document = parse(params.query);
    const operation = getOperationAST(document, params.operationName);
    if (operation?.operation !== 'query' || validate(schema, document).length) return null;
    const cost = costOf(schema, document, operation, params.variables ?? {});
    return {
      cost,
      polled: polledWorkflow(schema, document, operation, params),
      execute: async () => {
        const contextValue = await contextFactory();
        const { variables: variableValues, operationName } = params;
        return loadedOf(
          await execute({ schema, document, contextValue, variableValues, operationName }),
          cost,
        );
      },
    };
  } catch {
    return null;
  }
}

function loadedOf(result: ExecutionResult, cost: number): Loaded {
  if (result.errors || result.extensions) return { content: null, result, cost };
  const mayCache = Object.values(result.data ?? {}).every((value) => value !== null);
  return { content: latin1(JSON.stringify(result)), mayCache, cost };
}

/** The bytes of a text in UTF-8, each as a letter. */
const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

function send(res: ServerResponse, status: number, headers: Record<string, string>, content: string): void {
  res.writeHead(status, { ...headers, 'content-length': content.length });
  res.end(content, 'latin1');
}
