import type pg from 'pg';
import type { PrismaClient } from '../../../generated/client/client.js';

// All that is used here of libraries without being documented by them. Each says at the start, not in the midst of work,
// where a new version is built otherwise; tests/platform/upstream-privates.test.ts says so before that.

/** Prisma's gatherer of the look-ups (`findUnique`) of one moment. */
export interface LookUps<Request> {
  request(request: Request): Promise<unknown>;
  options: {
    /** The look-ups that may be sent together have equal texts; undefined for one that goes alone. */
    batchBy(request: Request): string | undefined;
    singleLoader(request: Request): Promise<unknown>;
    batchLoader(requests: Request[]): Promise<unknown>;
  };
}

/**
 * Extensions of the client (`$extends`) run before look-ups are gathered and cannot say which belong together; the wish to
 * was closed: https://github.com/prisma/prisma/issues/17983.
 * @throws where Prisma is built otherwise than in the version this was written for
 */
export function lookUpsOf<Request>(db: PrismaClient): LookUps<Request> {
  const { _requestHandler } = db as unknown as { _requestHandler?: { dataloader?: LookUps<Request> } };
  const found = _requestHandler?.dataloader;
  const { batchBy, singleLoader, batchLoader } = found?.options ?? {};
  if (![found?.request, batchBy, singleLoader, batchLoader].every((part) => typeof part === 'function'))
    throw new Error('This version of Prisma gathers look-ups in another way.');
  return found!;
}

/**
 * Makes a connection that nobody has the next one to be lent, where one is wanted. pg lends the last of its list, and lets
 * nobody choose; it does not even tell of idle ones: https://github.com/brianc/node-postgres/issues/2209.
 * @throws where pg is built otherwise than in the version this was written for
 */
export function lendNext(pool: pg.Pool, isWanted: (client: pg.PoolClient) => boolean): void {
  const { _idle: idle } = pool as unknown as { _idle?: { client: pg.PoolClient }[] };
  if (!Array.isArray(idle)) throw new Error('This version of pg keeps idle connections in another way.');
  const at = idle.findLastIndex(({ client }) => isWanted(client));
  if (at >= 0 && at < idle.length - 1) idle.push(...idle.splice(at, 1));
}
