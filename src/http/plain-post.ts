import type { ServerResponse } from 'node:http';
import { type ExecutionResult, getOperationAST } from 'graphql';
import { processRegularResult } from 'graphql-yoga';
import type { App } from '../app-types.js';
import type { Actor } from '../identity/index.js';
import { publicUrlOf } from './addresses.js';
import type { Graphql, Server } from './graphql.js';
import { isPlainJson, paramsOf, readBody } from './json-body.js';
import { resultTypeOf } from './media-type.js';
import { corsHeaders } from './origins.js';
import { type Polled, polledWorkflow } from './polled/operation.js';
import { readPolled } from './polled/read.js';
import type { Loaded, WorkflowResponses } from './workflow-responses.js';

/**
 * Answers GraphQL over HTTP. Queries in plain JSON POSTs, which is what frontends poll with, take a short way:
 * through Yoga's plugins and caches, but past its Fetch objects, past the executor where one statement reads all
 * that is asked, and past the database where the response is known to be current. Everything else, and every request with something wrong about it, is Yoga's.
 */
export function createGraphqlRoute(app: App, actor: Actor, yoga: Graphql, responses: WorkflowResponses) {
  const { organizationId, userId } = actor;
  return async (req: Server['req'], res: Server['res']): Promise<void> => {
    const mediaType = resultTypeOf(req.headers.accept);
    if (!mediaType || !isPlainJson(req)) return void (await yoga.handle(req, res));
    const body = await readBody(req);
    if (!body) return;
    const text = body.toString();
    const key = `${organizationId} ${userId} ${publicUrlOf(app.env, req.headers.host)}\n${text}`;
    const headers: Record<string, string> = {
      'content-type': `${mediaType}; charset=utf-8`,
      ...corsHeaders(req.headers),
    };
    const kept = responses.get(key);
    if (kept) return send(res, 200, headers, kept);

    const query = queryOf(yoga, { req, res }, text);
    // The body has been read; Yoga finds it as `req.body`.
    const leave = () => yoga.handle(Object.assign(req, { body }), res);
    if (!query) return void (await leave());
    const { polled, execute } = query;
    const address = publicUrlOf(app.env, req.headers.host);
    const load = polled?.read ? () => readPolled(app.sql, polled, organizationId, address) : execute;
    const loading = polled
      ? responses.through(key, { organizationId, reference: polled.reference }, load)
      : load();
    // A resolver's error is part of the result; what is thrown is a fault, which Yoga meets again and reports.
    const loaded = await loading.catch(() => null);
    if (!loaded) return void (await leave());
    if (loaded.content) return send(res, 200, headers, loaded.content);
    const failed = processRegularResult(loaded.result, yoga.fetchAPI, mediaType);
    for (const [name, value] of failed.headers) headers[name.toLowerCase()] = value;
    send(res, failed.status, headers, await failed.text());
  };
}

interface Query {
  /** Where the version of one workflow alone determines the response. */
  polled: Polled | null;
  execute: () => Promise<Loaded>;
}

/** The query that a body holds; null for other operations, and where anything is wrong with it. */
function queryOf(yoga: Graphql, server: Server, body: string): Query | null {
  const params = paramsOf(body);
  if (!params) return null;
  const { schema, parse, validate, contextFactory, execute } = yoga.getEnveloped({
    ...server,
    params,
  } as never);
  try {
    const document = parse(params.query);
    const operation = getOperationAST(document, params.operationName);
    if (operation?.operation !== 'query' || validate(schema, document).length) return null;
    return {
      polled: polledWorkflow(schema, document, operation, params),
      execute: async () => {
        const contextValue = await contextFactory();
        const { variables: variableValues, operationName } = params;
        return loadedOf(await execute({ schema, document, contextValue, variableValues, operationName }));
      },
    };
  } catch {
    return null;
  }
}

function loadedOf(result: ExecutionResult): Loaded {
  if (result.errors || result.extensions) return { result, content: null, mayKeep: false };
  const mayKeep = Object.values(result.data ?? {}).every((value) => value !== null);
  return { result, content: Buffer.from(JSON.stringify(result)), mayKeep };
}

function send(
  res: ServerResponse,
  status: number,
  headers: Record<string, string>,
  content: Buffer | string,
): void {
  res.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(content) });
  res.end(content);
}
