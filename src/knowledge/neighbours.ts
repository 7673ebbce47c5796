import { AiFailure, type Embedder } from '../ai/index.js';
import type { Search, SearchApp } from './search-types.js';
import { vectorStoreOf } from './vectors/index.js';
import type { Neighbour } from './vectors/vector-store.js';
import { normalized } from './vectors/vectors.js';

const NEIGHBOURS = 50;
/** A person waits for the search; passages wait for nobody. */
const PATIENCE_MS = 2_500;
/** After a failure the provider is left alone for so long, and searches go by full text at once. */
const PAUSE_MS = 20_000;

const pausedUntil = new WeakMap<Embedder, number>();

/**
 * The passages whose vectors are nearest to the query's. Null where there is no embedding model, or where it fails:
 * the search then goes by full text, and the log says so.
 */
export async function neighboursOf(app: SearchApp, search: Search): Promise<Neighbour[] | null> {
  const { embedder } = app;
  if (!embedder || search.query.trim() === '' || (pausedUntil.get(embedder) ?? 0) > performance.now())
    return null;
  const { organizationId, query, signal, first, ...filters } = search;
  const deadline = AbortSignal.timeout(PATIENCE_MS);
  try {
    const ending = signal ? AbortSignal.any([signal, deadline]) : deadline;
    const [values] = await embedder.embed([query], ending);
    const vector = normalized(values ?? []);
    if (!vector) return null;
    const store = await vectorStoreOf(app);
    const limit = Math.max(NEIGHBOURS, first);
    return await store.nearest({ organizationId, model: embedder.name, vector, limit, filters });
  } catch (error) {
    if (signal?.aborted) return null;
    const reason = error instanceof Error ? error.message : String(error);
    const why = deadline.aborted ? `no answer within ${PATIENCE_MS / 1_000} seconds` : reason;
    if (error instanceof AiFailure) pausedUntil.set(embedder, performance.now() + PAUSE_MS);
    app.log.warn({ error: why }, 'the embedding of a query failed; the search goes by full text');
    return null;
  }
}
