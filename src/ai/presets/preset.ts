import type { Dialect } from '../dialect.js';

/** US dollars for a million tokens; null where no price is known. */
export interface Prices {
  input: number | null;
  output: number | null;
}

export interface PresetModel extends Prices {
  /** The provider's name for it. */
  name: string;
  contextTokens?: number;
  /** It makes vectors, and does not chat. */
  embeddings?: true;
  /** Where it differs from its provider's dialect. */
  dialect?: Partial<Dialect>;
}

/** What is known of a provider before it is asked anything. */
export interface Preset {
  id: string;
  name: string;
  /** Root of the API; null where it must be given. */
  baseUrl: string | null;
  /** What an address looks like, where one must be given. */
  baseUrlHint?: string;
  needsKey: boolean;
  /** What a key looks like or where it is made. */
  keyHint: string;
  /** The header that carries the key; null for a bearer token. */
  keyHeader: string | null;
  headers: Record<string, string>;
  query: Record<string, string>;
  /** Those worth suggesting; any other name is taken, too. */
  models: PresetModel[];
  /** Null where no name is right for everybody. */
  defaultModel: string | null;
  defaultEmbeddingModel: string | null;
  /** The day on which the prices were looked up, as YYYY-MM-DD; null where there are none. */
  pricesAsOf: string | null;
  /** Where to begin; what an endpoint refuses is found out by asking. */
  dialect: Partial<Dialect>;
  can: {
    /** How a reply is held to its form: by schema, as JSON, by a function call, or by words alone. */
    structuredOutput: 'schema' | 'json' | 'tools' | 'prompt';
    streaming: boolean;
    embeddings: boolean;
  };
  /** The provider's own documentation of its OpenAI-compatible endpoint. */
  docs: string;
}

/** What most presets have in common. */
export const usual = {
  needsKey: true,
  keyHeader: null,
  headers: {},
  query: {},
  dialect: {},
  can: { structuredOutput: 'schema', streaming: true, embeddings: true },
} satisfies Partial<Preset>;
