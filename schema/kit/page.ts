import type { Actor } from '../../src/identity/index.js';
import { isUuid } from '../../src/platform/ids.js';
import { badRequest } from '../errors.js';

/** The most entries of one page. */
const MOST = 100;

/**
 * Checks `first` and `last` of a list: one of them, 1 to 100. Done for each field that has such an argument.
 * @throws GraphQLError BAD_USER_INPUT
 */
export function checkPage({ first, last }: { first?: unknown; last?: unknown }): void {
  for (const [name, value] of Object.entries({ first, last }))
    if (typeof value === 'number' && (value < 1 || value > MOST))
      throw badRequest(`\`${name}\` is ${value}; it takes 1 to ${MOST}.`);
  if (typeof first === 'number' && typeof last === 'number')
    throw badRequest('Give `first` or `last`: a page is counted from one end of the list.');
}

/** A table of which each row belongs to an organization. */
interface Rows {
  count(args: { where: object }): PromiseLike<number>;
}

/**
 * Checks that a cursor stands for a row of the organization. The database would take any row for a place in the order, and so
 * tell those of others from what exists nowhere.
 * @throws GraphQLError for every other cursor
 */
export async function checkCursor(
  cursor: object | undefined,
  { organizationId }: Pick<Actor, 'organizationId'>,
  rows: Rows,
): Promise<void> {
  if (cursor && !(await isOwn(cursor, organizationId, rows)))
    throw badRequest('`after` or `before` is no cursor of this list. Begin without one.');
}

async function isOwn(cursor: object, organizationId: string, rows: Rows): Promise<boolean> {
  // Keys of several columns come as one object.
  const columns = Object.entries(cursor).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null ? Object.entries(value) : [[name, value]],
  );
  if (!columns.every(([, value]) => typeof value === 'string' && isUuid(value))) return false;
  return (await rows.count({ where: { AND: [Object.fromEntries(columns), { organizationId }] } })) > 0;
}
