import type { ProviderCredential } from '../../generated/client/client.js';
import {
  type Ai,
  AiFailure,
  costOf,
  createAi,
  createEmbedder,
  credentialSettings,
  type EmbeddingModel,
  type EndpointSettings,
  presetOf,
  settingsOf,
  type Usage,
} from '../ai/index.js';
import { BoundedMap } from '../platform/concurrency/bounded-map.js';
import { type Vault, VaultError } from '../platform/secrets/vault.js';
import type { Env } from '../platform/settings/env.js';
import { ENVIRONMENT } from './candidate.js';
import { openKey } from './credential-key.js';
import { addressOf } from './credentials/input.js';
import { mayReach } from './credentials/network.js';
import type { ModelTask } from './models-types.js';

/** A model at a provider, ready to be asked. */
export interface Client {
  provider: string;
  model: string;
  ai: Ai;
  costOf(usage: Usage): number | null;
}

/** The same for embeddings. */
export interface EmbeddingClient extends Omit<Client, 'ai'> {
  embeddings: EmbeddingModel;
}

type EnvModels = Pick<Env, 'model' | 'embedding' | 'allowPrivateModelAddresses'>;

export const providerOf = (credential: ProviderCredential | null): string =>
  credential?.provider ?? ENVIRONMENT;

/** The model that is asked at a place of a route; null where none is named anywhere. */
export function modelOf(
  env: EnvModels,
  credential: ProviderCredential | null,
  named: string | null,
  task: ModelTask,
): string | null {
  if (named !== null) return named;
  if (task === 'EMBEDDINGS') return credential ? credential.embeddingModel : (env.embedding?.model ?? null);
  if (!credential) return env.model?.name ?? null;
  return credential.model ?? presetOf(credential.provider)?.defaultModel ?? null;
}

export const MOST_CLIENTS = 500;

/** The connections to models of this process. Each is kept, with what it has learned of its endpoint. */
export class Clients {
  readonly #clients = new BoundedMap<Client>(MOST_CLIENTS);
  readonly #embedders = new BoundedMap<EmbeddingClient | null>(MOST_CLIENTS);

  constructor(private readonly given: { env: EnvModels; vault: Vault }) {}

  of(credential: ProviderCredential | null, named: string | null, task: ModelTask): Client {
    const key = keyOf(credential, named, task);
    return this.#clients.getOrMake(key, () => this.#open(credential, named, task));
  }

  embedder(credential: ProviderCredential | null, named: string | null): EmbeddingClient | null {
    const key = keyOf(credential, named, 'EMBEDDINGS');
    return this.#embedders.getOrMake(key, () => this.#openEmbedder(credential, named));
  }

  /** @throws VaultError */
  #settings(credential: ProviderCredential | null, model: string): EndpointSettings {
    const { env, vault } = this.given;
    if (!credential) {
      const { apiKey, baseUrl } = env.model ?? env.embedding ?? { apiKey: '', baseUrl: null };
      return { apiKey, baseUrl, model };
    }
    const { provider, baseUrl, name } = credential;
    const preset = presetOf(provider);
    const allowPrivate = env.allowPrivateModelAddresses;
    return {
      apiKey: openKey(vault, credential) ?? '',
      // Looked at again at each connection: a name may lead elsewhere by then.
      mayReach: mayReach(preset ? addressOf(preset, credential) : (baseUrl ?? ''), { allowPrivate }),
      ...(preset ? settingsOf(preset, model, baseUrl) : { baseUrl, model }),
      settings: credentialSettings(name, preset?.name ?? provider),
    };
  }

  #open(credential: ProviderCredential | null, named: string | null, task: ModelTask): Client {
    const { env } = this.given;
    const provider = providerOf(credential);
    const model = modelOf(env, credential, named, task) ?? '';
    const timeoutMs = env.model?.timeoutMs;
    const open = () =>
      createAi({ ...this.#settings(credential, model), ...(timeoutMs !== undefined && { timeoutMs }) });
    return { provider, model, ai: orFailing(model, open), costOf: priceOf(credential, model) };
  }

  #openEmbedder(credential: ProviderCredential | null, named: string | null): EmbeddingClient | null {
    const { env } = this.given;
    const model = modelOf(env, credential, named, 'EMBEDDINGS');
    if (model === null) return null;
    const dimensions = credential ? credential.embeddingDimensions : (env.embedding?.dimensions ?? null);
    const open = () => createEmbedder({ ...this.#settings(credential, model), dimensions });
    const embeddings = embeddingsOrFailing(model, open);
    return { provider: providerOf(credential), model, embeddings, costOf: priceOf(credential, model) };
  }
}

/** What cannot even be opened (a key under a lost master key, an address that is none) fails when it is asked. */
function orFailing(model: string, open: () => Ai): Ai {
  try {
    return open();
  } catch (error) {
    const failure = failureOf(error);
    const fail = () => Promise.reject(failure);
    return { model, complete: fail, stream: fail };
  }
}

function embeddingsOrFailing(name: string, open: () => EmbeddingModel): EmbeddingModel {
  try {
    return open();
  } catch (error) {
    const failure = failureOf(error);
    const fail = () => Promise.reject(failure);
    return { name, embed: fail, embedBatch: fail };
  }
}

function failureOf(error: unknown): AiFailure {
  if (error instanceof AiFailure) return error;
  if (error instanceof VaultError) return new AiFailure('rejected', error.message, { status: 401 });
  throw error;
}

/** By the credential's own prices, or else those of the preset. */
function priceOf(credential: ProviderCredential | null, model: string): (usage: Usage) => number | null {
  if (!credential) return () => null;
  const { inputPrice, outputPrice, provider } = credential;
  const own = { input: inputPrice?.toNumber() ?? null, output: outputPrice?.toNumber() ?? null };
  const prices = inputPrice || outputPrice ? own : presetOf(provider);
  return (usage) => costOf(prices, model, usage);
}

const keyOf = (credential: ProviderCredential | null, named: string | null, task: ModelTask) =>
  `${credential?.id ?? ENVIRONMENT} ${credential?.version ?? 0} ${named ?? ''} ${task}`;
