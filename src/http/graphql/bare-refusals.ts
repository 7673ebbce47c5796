import type { Plugin } from 'graphql-yoga';
import { requestContext } from '../../platform/observability/request-context.js';
import { OPERATION_TYPES } from './media-type.js';

/** What Yoga says by a status alone. */
const REFUSALS: Record<number, { code: string; message: string }> = {
  406: {
    code: 'NOT_ACCEPTABLE',
    message:
      'Results are sent as application/graphql-response+json or application/json in UTF-8, those that go on as ' +
      'text/event-stream: accept one of them.',
  },
  415: {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    message: `An operation is sent as ${OPERATION_TYPES.join(', ')}.`,
  },
};

/** Gives refusals that have no body the one that all others have: an error with its code in `extensions`. */
export const bareRefusals: Plugin = {
  onResponse: ({ response, setResponse, fetchAPI }) => {
    const refusal = response.body ? undefined : REFUSALS[response.status];
    if (!refusal) return;
    const { message, code } = refusal;
    const requestId = requestContext()?.requestId;
    const body = { errors: [{ message, extensions: { code, ...(requestId && { requestId }) } }] };
    const { status, headers } = response;
    setResponse(
      new fetchAPI.Response(JSON.stringify(body), {
        status,
        headers: { ...Object.fromEntries(headers), 'content-type': 'application/json; charset=utf-8' },
      }),
    );
  },
};
