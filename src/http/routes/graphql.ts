import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '../../app-types.js';
import { isOperationType, OPERATION_TYPES } from '../graphql/media-type.js';
import { replyFailure } from '../requests/reply.js';
import type { Asked } from '../routing/route.js';

/** GET and POST /graphql: operations, within limits of their own. */
export function graphql({ req, res, caller, graphql }: Asked): Promise<void> | void {
  if (req.method === 'POST' && !isOperationType(req.headers['content-type']))
    return replyFailure(res, 415, UNKNOWN_TYPE);
  return graphql(req, res, caller);
}

/** Whether a browser asks for the page, as Yoga decides it. */
export const isForGraphiql = ({ headers }: IncomingMessage, { env }: App): boolean =>
  env.exposure.graphiql && headers.accept?.includes('text/html') === true;

export const toGraphql = ({ res }: { res: ServerResponse }): void =>
  void res.writeHead(302, { location: '/graphql' }).end();

const UNKNOWN_TYPE = {
  code: 'UNSUPPORTED_MEDIA_TYPE',
  message: `An operation is sent as ${OPERATION_TYPES.join(', ')}.`,
};
