import type { Actor } from '../src/identity/index.js';
import { isUuid } from '../src/platform/ids.js';
import { badRequest } from './errors.js';

/** Checks `first`/`last` of a connection: 1 to 100. */
export function checkPage({ first, last }: { first?: number | null; last?: number | null }): void {
  for (const [name, value] of Object.entries({ first, last }))
    if (value != null && (value < 1 || value > 100))
      throw badRequest(`\`${name}\` is ${value}; it takes 1 to 100.`);
}

/** A table of which each row belongs to an organization. */
interface Rows {
  count(args: { where: object }): PromiseLike<number>;
}

/**
 * The query of a `prismaConnection`, once its cursor is known to stand for a row of the organization. The database would
 * take any row for a place in the order, and so tell those of others from what exists nowhere.
 * @throws GraphQLError for every other cursor
 */
export async function ownPage<Query extends { cursor?: object }>(
  query: Query,
  { organizationId }: Pick<Actor, 'organizationId'>,
  rows: Rows,
): Promise<Query> {
  if (query.cursor && !(await isOwn(query.cursor, organizationId, rows)))
    throw badRequest('`after` or `before` is no cursor of this list. Begin without one.');
  return query;
}

async function isOwn(cursor: object, organizationId: string, rows: Rows): Promise<boolean> {
  // Keys of several columns come as one object.
  const columns = Object.entries(cursor).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null ? Object.entries(value) : [[name, value]],
  );
  if (!columns.every(([, value]) => typeof value === 'string' && isUuid(value))) return false;
  return (await rows.count({ where: { AND: [Object.fromEntries(columns), { organizationId }] } })) > 0;
}
