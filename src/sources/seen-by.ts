import type { Prisma } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import { type Actor, allows } from '../identity/index.js';

/** The files that somebody may see, by what they are used for. */
export const filesSeenBy = (
  { sourceUsers }: Pick<App, 'sourceUsers'>,
  actor: Actor,
): Prisma.StoredFileWhereInput => ({
  organizationId: actor.organizationId,
  OR: sourceUsers.filter(({ permission }) => allows(actor, permission)).map(({ files }) => files),
});

/** The documents that somebody may see: those of such files. */
export const sourcesSeenBy = (app: Pick<App, 'sourceUsers'>, actor: Actor) =>
  ({
    organizationId: actor.organizationId,
    files: { some: filesSeenBy(app, actor) },
  }) satisfies Prisma.SourceDocumentWhereInput;
