import { queryVector } from './query-vector.js';
import type { Search, SearchApp } from './search-types.js';
import { vectorStoreOf } from './vectors/index.js';
import type { Neighbour } from './vectors/vector-store.js';

const NEIGHBOURS = 50;

/**
 * The passages whose vectors are nearest to the query's. Null where there is no embedding model, or where it fails:
 * the search then goes by full text, and the log says so.
 */
export async function neighboursOf(app: SearchApp, search: Search): Promise<Neighbour[] | null> {
  const asked = await queryVector(app, search);
  if (!asked) return null;
  const { organizationId, query: _query, signal, first, ...filters } = search;
  try {
    const store = await vectorStoreOf(app);
    const limit = Math.max(NEIGHBOURS, first);
    return await store.nearest({ organizationId, ...asked, limit, filters });
  } catch (error) {
    if (signal?.aborted) return null;
    const reason = error instanceof Error ? error.message : String(error);
    app.log.warn({ error: reason }, 'the nearest passages were not found; the search goes by full text');
    return null;
  }
}
