import type { ModelTask } from '../../generated/client/client.js';
import type { Ai, Embedder, Instructions } from '../ai/index.js';
import type { Saved } from './cache.js';

declare module '../app-types.js' {
  interface App {
    models: Models;
  }
}

export type { ModelTask };

/** For whom a model is asked; goes on record with each request. */
export interface Asking {
  organizationId: string;
  /** Null where nobody in particular is waiting. */
  userId?: string | null;
  workflowId?: string | null;
}

/** A request that was spared. */
export interface SavedRequest {
  /** Name of the task. */
  task: string;
  /** What the model would have been told to do. */
  instructions: Instructions;
  saved: Saved;
  latencyMs: number;
}

/** Organizations that have the same embedding model. */
export interface EmbeddingGroup {
  /** The `name` of the embedder of each of them. */
  model: string;
  organizations: string[];
  /** The group is everybody but these. */
  isExcept: boolean;
}

/** Who is asked for what: an organization's providers, or the one of the environment. */
export interface Models {
  /** The model for a task, with its fallbacks behind it; null where there is none: rules do the task then. */
  for(task: ModelTask, asking: Asking): Promise<Ai | null>;
  /**
   * Puts on record that a model need not be asked, since the answer to a question of nearly the same meaning is kept.
   * @returns the id of the `AiRequest`
   */
  recordSaved(task: ModelTask, asking: Asking, request: SavedRequest): Promise<string>;
  /**
   * What turns texts of an organization into vectors; null where there is nothing: search then goes by words alone.
   * It has no fallback, since vectors of two models cannot be compared.
   */
  embedder(organizationId: string): Promise<Embedder | null>;
  /** Which embedding models all organizations have. */
  embeddingGroups(): Promise<EmbeddingGroup[]>;
  /** What the organization has set for its models was changed. */
  forget(organizationId: string): void;
}
