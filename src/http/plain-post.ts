import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ExecutionResult, type GraphQLError, getOperationAST } from 'graphql';
import { processRegularResult } from 'graphql-yoga';
import type { App } from '../app-types.js';
import { allows, type Caller } from '../identity/index.js';
import { publicUrlOf } from './addresses.js';
import type { Graphql, Server } from './graphql.js';
import { isPlainJson, paramsOf, readBody } from './json-body.js';
import { costOf } from './limits/cost.js';
import { admit, contentWithCost, type Toll, withCost } from './limits/limit-cost.js';
import { resultTypeOf } from './media-type.js';
import type { KnownOperations } from './operations/known-operations.js';
import { type Polled, polledWorkflow } from './polled/operation.js';
import { readPolled } from './polled/read.js';
import type { Loaded, WorkflowResponses } from './workflow-responses.js';

/**
 * Answers GraphQL over HTTP. Queries in plain JSON POSTs, which is what frontends poll with, take a short way:
 * through Yoga's plugins and caches, but past its Fetch objects, past the executor where one statement reads all
 * that is asked, and past the database where the response is known to be current. Everything else, and every request with something wrong about it, is Yoga's.
 */
export function createGraphqlRoute(
  app: App,
  yoga: Graphql,
  responses: WorkflowResponses,
  toll: Toll,
  operations: KnownOperations,
) {
  return async (req: IncomingMessage, res: ServerResponse, caller: Caller | null): Promise<void> => {
    const mediaType = resultTypeOf(req.headers.accept);
    const actor = caller?.actor;
    if (!mediaType || !isPlainJson(req) || !actor || !allows(actor, 'workflows.view'))
      return void (await yoga.handle(req, res, { caller }));
    const { organizationId, userId } = actor;
    const body = await readBody(req);
    if (!body) return;
    const text = body.toString();
    const rights = `${organizationId} ${userId} ${actor.role} ${actor.scopes?.join() ?? '*'}`;
    const key = `${rights} ${publicUrlOf(app.env, req.headers.host)}\n${text}`;
    const headers: Record<string, string> = { 'content-type': `${mediaType}; charset=utf-8` };
    const kept = responses.get(key);
    const refuse = (error: GraphQLError) => sendResult({ errors: [error] });
    const sendResult = async (result: ExecutionResult) => {
      const response = processRegularResult(result, yoga.fetchAPI, mediaType);
      for (const [name, value] of response.headers) headers[name.toLowerCase()] = value;
      send(res, response.status, headers, await response.text());
    };
    if (kept) {
      const { error, report } = await admit(toll, actor, kept.cost, res);
      if (error) return refuse(error);
      return send(res, 200, headers, contentWithCost(kept.content, report));
    }

    const query = queryOf(yoga, operations, { req, res, caller }, text);
    // The body has been read; Yoga finds it as `req.body`.
    const leave = () => yoga.handle(Object.assign(req, { body }), res, { caller });
    if (!query) return void (await leave());
    const { polled, execute, cost } = query;
    const { error, report } = await admit(toll, actor, cost, res);
    if (error) return refuse(error);
    const address = publicUrlOf(app.env, req.headers.host);
    const read = polled?.read ? () => readPolled(app.sql, polled, organizationId, address) : execute;
    const load = async () => ({ ...(await read()), cost });
    const loading = polled
      ? responses.through(key, { organizationId, reference: polled.reference }, load)
      : load();
    // A resolver's error is part of the result; what is thrown is a fault, which Yoga meets again and reports.
    const loaded = await loading.catch(() => null);
    if (!loaded) return void (await leave());
    if (loaded.content) return send(res, 200, headers, contentWithCost(loaded.content, report));
    await sendResult(withCost(loaded.result, report));
  };
}

interface Query {
  /** Where the version of one workflow alone determines the response. */
  polled: Polled | null;
  execute: () => Promise<Omit<Loaded, 'cost'>>;
  cost: number;
}

/** The query that a body holds; null for other operations, and where anything is wrong with it. */
function queryOf(yoga: Graphql, operations: KnownOperations, server: Server, body: string): Query | null {
  const asked = paramsOf(body);
  const text = asked && operations.textOf(asked);
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
        return loadedOf(await execute({ schema, document, contextValue, variableValues, operationName }));
      },
    };
  } catch {
    return null;
  }
}

function loadedOf(result: ExecutionResult): Omit<Loaded, 'cost'> {
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
