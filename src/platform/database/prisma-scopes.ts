import type { PrismaClient } from '../../../generated/client/client.js';
import { currentScope, inScope, type Scope, scopeKey } from './scope.js';
import { lookUpsOf } from './upstream-privates.js';

interface Request {
  protocolQuery: unknown;
  scope?: Scope | undefined;
}

/**
 * Prisma gathers the look-ups of one moment (`findUnique`), turns equal ones into one statement, and sends all of them
 * in the context of the first. Here each is sent in its own scope, and only those of one scope are put together.
 * @throws where Prisma is built otherwise than in the version this was written for
 */
export function keepScopes(db: PrismaClient): void {
  const loader = lookUpsOf<Request>(db);
  const { batchBy, singleLoader, batchLoader } = loader.options;
  const request = loader.request.bind(loader);
  loader.request = (asked) => {
    asked.scope = currentScope();
    return request(asked);
  };
  loader.options.batchBy = (asked) => {
    const batch = batchBy(asked);
    return batch && `${scopeKey(asked.scope)} ${batch}`;
  };
  loader.options.singleLoader = (asked) => inScope(asked.scope, () => singleLoader(asked));
  loader.options.batchLoader = (asked) => inScope(asked[0]!.scope, () => batchLoader(asked));
}
