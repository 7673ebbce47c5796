import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * On whose behalf something is done, and in the course of what. It goes along with asynchronous work, so that logs and
 * audit records are complete without use cases handing it on. What is not known is null.
 */
export interface RequestContext {
  /** Of an HTTP request, or of an operation over a socket; also given to the client. */
  requestId: string | null;
  /** The client's, as far as trusted proxies say. */
  address: string | null;
  userAgent: string | null;
  /** Whether a proxy handed the request on. */
  proxied: boolean;
  /** The session or key that was used. Set by authentication. */
  via: string | null;
  organizationId: string | null;
  /** What a change by a person was said to change: a version, or null for whatever was there. Undefined outside of one. */
  expectedVersion: number | null | undefined;
  /** Why it is nobody's, once that is known; see `noteNobody`. */
  nobody: string | null;
  /** Whether it changed what somebody's sessions, memberships or keys may do; see `announceUser`. */
  rightsChanged: boolean;
  /** Name of the GraphQL operation. */
  operation: string | null;
  /** Of the activity that does the work: its type, and the ids of its Temporal workflow and run. */
  activity: string | null;
  workflowId: string | null;
  runId: string | null;
}

const NOTHING: RequestContext = {
  requestId: null,
  address: null,
  userAgent: null,
  proxied: false,
  via: null,
  organizationId: null,
  expectedVersion: undefined,
  nobody: null,
  rightsChanged: false,
  operation: null,
  activity: null,
  workflowId: null,
  runId: null,
};

const storage = new AsyncLocalStorage<RequestContext>();

/** The context of the work at hand; it may be added to. Undefined for what the service does by itself. */
export const requestContext = (): RequestContext | undefined => storage.getStore();

/** Does the work in a context of its own. */
export const inContext = <T>(known: Partial<RequestContext>, work: () => T): T =>
  storage.run({ ...NOTHING, ...known }, work);

/** Changes something that has versions, so that its audit record says which one was edited. One at a time in a context. */
export async function expecting<T>(expectedVersion: number | null, work: () => Promise<T>): Promise<T> {
  const context = storage.getStore();
  if (!context) return inContext({ expectedVersion }, work);
  const before = context.expectedVersion;
  context.expectedVersion = expectedVersion;
  try {
    return await work();
  } finally {
    context.expectedVersion = before;
  }
}

/** Goes on in a context that was made before. */
export const within = <T>(context: RequestContext, work: () => T): T => storage.run(context, work);

/** A context, to be entered by `within`. */
export const contextOf = (known: Partial<RequestContext>): RequestContext => ({ ...NOTHING, ...known });

/** What log lines say of the context. */
export function contextFields(): Record<string, string> {
  const context = storage.getStore();
  if (!context) return {};
  const { requestId, operation, organizationId, activity, workflowId, runId } = context;
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries({
    ...{ requestId, operation, organizationId, activity, workflowId, runId },
  }))
    if (value !== null) fields[name] = value;
  return fields;
}
