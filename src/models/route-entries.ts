import type { ProviderCredential } from '../../generated/client/client.js';
import type { Configuration } from './configuration.js';
import type { ModelTask } from './models-types.js';

/** One place in the order of asking. */
export interface RouteEntry {
  /** Null for the provider of the environment. */
  credential: ProviderCredential | null;
  /** Null for the credential's own choice. */
  model: string | null;
}

/**
 * Who is asked for a task, in which order: the organization's route, as far as its credentials are active; without one,
 * all that are active, in the order of their activation; and where there are none, the provider of the environment.
 * The environment is no silent fallback for an organization with credentials of its own: its texts would go to a
 * provider that it has not chosen.
 */
export function routeOf(
  { credentials, routes }: Pick<Configuration, 'credentials' | 'routes'>,
  task: ModelTask,
  hasEnvironment: boolean,
): RouteEntry[] {
  const active = new Map(credentials.map((credential) => [credential.id, credential]));
  const routed = (routes.get(task) ?? []).flatMap(({ credentialId, model }): RouteEntry[] => {
    if (credentialId === null) return hasEnvironment ? [{ credential: null, model }] : [];
    const credential = active.get(credentialId);
    return credential ? [{ credential, model }] : [];
  });
  if (routed.length > 0) return routed;
  const able = credentials.filter(({ embeddingModel }) => task !== 'EMBEDDINGS' || embeddingModel !== null);
  if (able.length > 0) return able.map((credential) => ({ credential, model: null }));
  return hasEnvironment ? [{ credential: null, model: null }] : [];
}
