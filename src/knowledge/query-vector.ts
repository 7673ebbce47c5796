import { AiFailure, type Embedder } from '../ai/index.js';
import { BoundedMap } from '../platform/concurrency/bounded-map.js';
import type { SearchApp } from './search-types.js';
import type { Vector } from './vectors/vector-store.js';
import { normalized } from './vectors/vectors.js';

/** A person waits for the search; passages wait for nobody. */
const PATIENCE_MS = 2_500;
/** After a failure the provider is left alone for so long, and searches go by full text at once. */
const PAUSE_MS = 20_000;
/** Of the queries asked last, the vectors are kept: a question is searched for, and then compared with others. */
const KEPT = 100;

const pausedUntil = new WeakMap<Embedder, number>();
const kept = new WeakMap<Embedder, BoundedMap<Vector>>();

/** What a query means, by an organization's embedding model. */
export interface QueryVector {
  /** Tells vectors apart that cannot be compared. */
  model: string;
  vector: Vector;
}

/** Null where there is no embedding model, or where it fails: the log says so. */
export async function queryVector(
  app: SearchApp,
  { organizationId, query, signal }: { organizationId: string; query: string; signal?: AbortSignal },
): Promise<QueryVector | null> {
  const embedder = await app.models.embedder(organizationId);
  if (!embedder || query.trim() === '') return null;
  const known = kept.get(embedder)?.get(query);
  if (known) return { model: embedder.name, vector: known };
  if ((pausedUntil.get(embedder) ?? 0) > performance.now()) return null;
  const deadline = AbortSignal.timeout(PATIENCE_MS);
  try {
    const ending = signal ? AbortSignal.any([signal, deadline]) : deadline;
    const [values] = await embedder.embed([query], ending);
    const vector = normalized(values ?? []);
    if (!vector) return null;
    keep(embedder, query, vector);
    return { model: embedder.name, vector };
  } catch (error) {
    if (signal?.aborted) return null;
    const reason = error instanceof Error ? error.message : String(error);
    const why = deadline.aborted ? `no answer within ${PATIENCE_MS / 1_000} seconds` : reason;
    if (error instanceof AiFailure) pausedUntil.set(embedder, performance.now() + PAUSE_MS);
    app.log.warn({ error: why }, 'the embedding of a query failed; the search goes by full text');
    return null;
  }
}

function keep(embedder: Embedder, query: string, vector: Vector): void {
  const vectors = kept.get(embedder) ?? new BoundedMap<Vector>(KEPT);
  kept.set(embedder, vectors);
  vectors.set(query, vector);
}
