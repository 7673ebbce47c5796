import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from '../../../schema/context.js';
import type { App } from '../../app-types.js';
import type { Caller } from '../../identity/index.js';
import { requestContext } from '../../platform/observability/request-context.js';
import { type Authentication, sessionCookie } from './authenticate.js';
import { noteCaller } from './request-context.js';

/** Who sends an operation. */
export interface Sender {
  req: IncomingMessage;
  /** Over HTTP alone. */
  res?: ServerResponse;
  caller: Caller | null;
  /** By which the caller is known, where it is not by those of the request. */
  headers?: IncomingHttpHeaders;
}

/** Browsers keep a Lax cookie of another site only where they went there themselves; localhost and 127.0.0.1 are two sites. */
function noteLostCookie(log: App['log'], { headers }: IncomingMessage): void {
  if (headers['sec-fetch-site'] !== 'cross-site') return;
  const { origin, host } = headers;
  log.warn(
    { origin, host },
    'a page of another site signs in: browsers keep no cookie of it. Use one name for both, as localhost or 127.0.0.1, or ' +
      'a name below the same domain; or send the token as Authorization: Bearer',
  );
}

/** Follows who sends an operation through what it changes: it may sign somebody in or out, or act for another organization. */
export function currentCaller(
  app: App,
  authentication: Authentication,
  { req, res, caller, headers = req.headers }: Sender,
): Pick<Context, 'callerNow' | 'lastEventId' | 'setSession'> {
  let current = { headers };
  let isOther = false;
  const lastEventId = res ? req.headers['last-event-id'] : null;
  return {
    lastEventId: typeof lastEventId === 'string' ? lastEventId : null,
    setSession(session) {
      const { authorization: _, cookie: __, ...others } = headers;
      current = { headers: session ? { ...others, authorization: `Bearer ${session.token}` } : others };
      isOther = true;
      if (session && res) noteLostCookie(app.log, req);
      res?.appendHeader('set-cookie', sessionCookie(app, session));
    },
    async callerNow() {
      if (!isOther && !requestContext()?.rightsChanged) return caller;
      const now = await authentication.callerOf(current, false);
      if (now) noteCaller(now);
      return now;
    },
  };
}
