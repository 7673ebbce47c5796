import type { ModelRoute, ProviderCredential } from '../../generated/client/client.js';
import type { Instructions } from '../ai/index.js';
import { BoundedMap } from '../platform/concurrency/bounded-map.js';
import type { Db } from '../platform/database/db.js';
import type { ModelTask } from './models-types.js';
import { loadInstructions } from './prompts/load.js';

/** What an organization has set for its models. */
export interface Configuration {
  /** The active ones, in the order of their activation. */
  credentials: ProviderCredential[];
  routes: ReadonlyMap<ModelTask, ModelRoute[]>;
  /** By the task's name; what has no text of its own is left out. */
  instructions: ReadonlyMap<string, Instructions>;
}

/** What holds at this moment. */
export async function loadConfiguration(db: Db, organizationId: string): Promise<Configuration> {
  const [credentials, routes, instructions] = await Promise.all([
    db.providerCredential.findMany({
      where: { organizationId, active: true },
      orderBy: [{ activatedAt: 'asc' }, { id: 'asc' }],
    }),
    db.modelRoute.findMany({ where: { organizationId }, orderBy: { position: 'asc' } }),
    loadInstructions(db, organizationId),
  ]);
  const byTask = new Map<ModelTask, ModelRoute[]>();
  for (const route of routes) byTask.set(route.task, [...(byTask.get(route.task) ?? []), route]);
  return { credentials, routes: byTask, instructions };
}

/** So long a change made in another process may go unnoticed. */
const FRESH_MS = 1_000;
const MOST_ORGANIZATIONS = 1_000;

/** The configurations of organizations, each read at most once a second. */
export class Configurations {
  readonly #known = new BoundedMap<{ until: number; loading: Promise<Configuration> }>(MOST_ORGANIZATIONS);

  constructor(private readonly db: Db) {}

  of(organizationId: string): Promise<Configuration> {
    const known = this.#known.get(organizationId);
    if (known && known.until > performance.now()) return known.loading;
    const loading = loadConfiguration(this.db, organizationId);
    this.#known.set(organizationId, { until: performance.now() + FRESH_MS, loading });
    loading.catch(() => this.forget(organizationId));
    return loading;
  }

  /** The organizations that have an embedding model of their own. */
  async withEmbeddings(): Promise<string[]> {
    const rows = await this.db.providerCredential.findMany({
      where: {
        active: true,
        OR: [{ embeddingModel: { not: null } }, { routes: { some: { task: 'EMBEDDINGS' } } }],
      },
      distinct: ['organizationId'],
      select: { organizationId: true },
    });
    return rows.map(({ organizationId }) => organizationId);
  }

  /** What is read next is read anew: something was changed. */
  forget(organizationId: string): void {
    this.#known.delete(organizationId);
  }
}
