import { badRequest } from './errors.js';

const MOST_NODES = 100;

// Prisma's code for "no such record", which look-ups by node id raise.
const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'P2025';

/** What `load` finds; null where there is no such thing, or none in the tenant. */
export async function orNull<T>(load: () => Promise<T> | T): Promise<T | null> {
  try {
    return await load();
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Loads each id by itself, so that one that is missing does not fail the others. At most 100. */
export function eachOrNull<Id, T>(
  ids: readonly Id[],
  load: (ids: Id[]) => Promise<T[]>,
): Promise<T | null>[] {
  if (ids.length > MOST_NODES)
    throw badRequest(`\`ids\` has ${ids.length} entries; at most ${MOST_NODES} are taken.`);
  return ids.map((id) => orNull(async () => (await load([id]))[0]!));
}
