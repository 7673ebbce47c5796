/** What a message says after "Check", so that whoever reads it finds the setting. */
export interface SettingNames {
  key: string;
  baseUrl: string;
  model: string;
  embeddingModel: string;
  dimensions: string;
}

/** The provider of the environment. */
export const ENVIRONMENT: SettingNames = {
  key: 'OPENAI_API_KEY',
  baseUrl: 'OPENAI_BASE_URL',
  model: 'OPENAI_MODEL',
  embeddingModel: 'OPENAI_EMBEDDING_MODEL',
  dimensions: 'OPENAI_EMBEDDING_DIMENSIONS',
};

/** Those of an organization's credential: 'the key of the credential "Team key" (OpenAI)'. */
export function credentialSettings(name: string, provider: string): SettingNames {
  const of = (what: string) => `the ${what} of the credential "${name}" (${provider})`;
  return {
    key: of('key'),
    baseUrl: of('address'),
    model: of('model'),
    embeddingModel: of('embedding model'),
    dimensions: of('embedding dimensions'),
  };
}
