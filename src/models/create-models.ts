import type { ProviderCredential } from '../../generated/client/client.js';
import type { Embedder } from '../ai/index.js';
import { BoundedMap } from '../platform/concurrency/bounded-map.js';
import type { Db } from '../platform/database/db.js';
import { type Sql, systemSql } from '../platform/database/sql.js';
import type { Wakeups } from '../platform/events/wakeups.js';
import { newId } from '../platform/ids.js';
import type { Log } from '../platform/observability/log.js';
import type { Vault } from '../platform/secrets/vault.js';
import type { Env } from '../platform/settings/env.js';
import { Breakers } from './breakers.js';
import { Budgets } from './budgets/index.js';
import { ReplyCache } from './cache.js';
import { type Candidate, ENVIRONMENT } from './candidate.js';
import { chainOf } from './chain.js';
import { Clients, type EmbeddingClient, MOST_CLIENTS } from './clients.js';
import { Configurations } from './configuration.js';
import { Limits } from './limits/limits.js';
import { meteredEmbedder } from './metered-embedder.js';
import type { EmbeddingGroup, Models, ModelTask } from './models-types.js';
import { promptHashOf, Recorder } from './record-request.js';
import { routeOf } from './route-entries.js';

export interface ModelsGiven {
  env: Pick<Env, 'model' | 'embedding' | 'cache' | 'allowPrivateModelAddresses'>;
  db: Db;
  sql: Sql;
  log: Log;
  vault: Vault;
  wakeups: Pick<Wakeups, 'on'>;
}

/** Puts together who is asked for what, in this process; `close` gives back what it holds of credentials' limits. */
export function createModels({
  env,
  db,
  sql,
  log,
  vault,
  wakeups,
}: ModelsGiven): Models & { close(): Promise<void> } {
  // Books that all organizations are entered in, by credential.
  const books = systemSql(sql, 'limits');
  const breakers = new Breakers({ sql: books, log });
  const recorder = new Recorder({ sql, log });
  const cache = new ReplyCache({ sql, log, hours: env.cache.replyHours });
  const budgets = new Budgets({ db, sql, log });
  const limits = new Limits({ sql: books, log, wakeups });
  const configurations = new Configurations(db);
  const clients = new Clients({ env, vault });
  const embedders = new WeakMap<EmbeddingClient, BoundedMap<Embedder>>();
  const embeddersOf = (client: EmbeddingClient) => {
    const known = embedders.get(client) ?? new BoundedMap<Embedder>(MOST_CLIENTS);
    embedders.set(client, known);
    return known;
  };

  function candidate(
    credential: ProviderCredential | null,
    model: string | null,
    task: ModelTask,
  ): Candidate {
    const client = clients.of(credential, model, task);
    const baseUrl = credential ? credential.baseUrl : env.model?.baseUrl;
    return { ...guarded(credential, client), endpoint: `${client.provider} ${baseUrl ?? ''}` };
  }

  /** With the circuit breaker and the limits that stand before it. */
  function guarded<T extends { provider: string; model: string }>(
    credential: ProviderCredential | null,
    client: T,
  ) {
    const { id, version } = credential ?? { id: ENVIRONMENT, version: 0 };
    const { maxConcurrency = null, tokensPerMinute = null, requestsPerMinute = null } = credential ?? {};
    const label = credential ? `"${credential.name}" (${client.provider})` : 'The model provider';
    const limited = { key: id, label, maxConcurrency, tokensPerMinute, requestsPerMinute };
    return { ...client, credential, limited, breaker: breakers.of(id, version, client.model) };
  }

  async function embeddingClient(organizationId: string) {
    const configuration = await configurations.of(organizationId);
    const [first] = routeOf(configuration, 'EMBEDDINGS', env.embedding !== null);
    const client = first && clients.embedder(first.credential, first.model);
    return client ? { client, credential: first.credential } : null;
  }

  return {
    async for(task, asking) {
      const configuration = await configurations.of(asking.organizationId);
      const places = routeOf(configuration, task, env.model !== null);
      if (places.length === 0) return null;
      const candidates = places.map(({ credential, model }) => candidate(credential, model, task));
      const { instructions } = configuration;
      return chainOf(candidates, { task, asking, recorder, cache, budgets, limits, log, instructions });
    },
    async recordSaved(task, asking, { task: name, instructions, saved, latencyMs }) {
      const configuration = await configurations.of(asking.organizationId);
      const [first] = routeOf(configuration, task, env.model !== null);
      const { provider, model } = candidate(first?.credential ?? null, first?.model ?? null, task);
      const id = newId();
      await recorder.record({
        ...{ id, asking, modelTask: task, task: name, provider, model, saved, latencyMs, position: 0 },
        credential: first?.credential ?? null,
        promptVersion: instructions.version,
        promptHash: promptHashOf(instructions.text),
        parameters: {},
        ...{ usage: { inputTokens: 0, outputTokens: 0 }, cost: 0, failure: null, outcome: 'CACHE_SEMANTIC' },
      });
      return id;
    },
    async embedder(organizationId) {
      const found = await embeddingClient(organizationId);
      if (!found) return null;
      const { client, credential } = found;
      // One and the same for as long as nothing changes: what is known of a query is kept by it.
      return embeddersOf(client).getOrMake(organizationId, () =>
        meteredEmbedder(guarded(credential, client), { organizationId, recorder, budgets, limits }),
      );
    },
    async embeddingGroups() {
      const own = await configurations.withEmbeddings();
      const groups: EmbeddingGroup[] = [];
      for (const organizationId of own) {
        const found = await embeddingClient(organizationId);
        const model = found?.client.embeddings.name;
        if (model) groups.push({ model, organizations: [organizationId], isExcept: false });
      }
      const model = clients.embedder(null, null)?.embeddings.name;
      if (model) groups.push({ model, organizations: own, isExcept: true });
      return groups;
    },
    forget(organizationId) {
      configurations.forget(organizationId);
      budgets.forget(organizationId);
    },
    close: () => limits.close(),
  };
}
