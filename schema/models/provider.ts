import { PRESETS, type Preset, type PresetModel } from '../../src/ai/index.js';
import { builder } from '../builder.js';
import { needs } from '../permissions.js';

const StructuredOutput = builder.enumType('StructuredOutput', {
  description: 'How replies are held to their form. Each is checked again when it is here.',
  values: {
    SCHEMA: { value: 'schema', description: 'The provider holds the JSON schema.' },
    TOOLS: { value: 'tools', description: 'By a call of a function with the schema.' },
    JSON: { value: 'json', description: 'The provider promises JSON; the prompt tells the schema.' },
    PROMPT: { value: 'prompt', description: 'The prompt tells the schema.' },
  } as const,
});

const ProviderModel = builder.objectRef<PresetModel>('ProviderModel').implement({
  description: 'A model of a provider, with its list price.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The provider’s name for it.' }),
    inputPrice: t.float({
      nullable: true,
      description:
        'US dollars for a million tokens, by the list of `pricesAsOf`; null where no price is known.',
      resolve: ({ input }) => input,
    }),
    outputPrice: t.float({ nullable: true, resolve: ({ output }) => output }),
    contextTokens: t.int({ nullable: true, resolve: ({ contextTokens }) => contextTokens ?? null }),
    embeddings: t.boolean({
      description: 'It makes vectors, and does not chat.',
      resolve: ({ embeddings }) => embeddings ?? false,
    }),
  }),
});

const ProviderAbilities = builder.objectRef<Preset>('ProviderAbilities').implement({
  description: 'What the endpoint of a provider understands.',
  fields: (t) => ({
    structuredOutput: t.field({ type: StructuredOutput, resolve: ({ can }) => can.structuredOutput }),
    tools: t.boolean({
      description: 'Replies are asked for as calls of a function.',
      resolve: ({ can }) => can.structuredOutput === 'tools',
    }),
    streaming: t.boolean({ resolve: ({ can }) => can.streaming }),
    embeddings: t.boolean({ resolve: ({ can }) => can.embeddings }),
  }),
});

export const Provider = builder.objectRef<Preset>('Provider').implement({
  description:
    'A provider of models that is known beforehand; "custom" is any other OpenAI-compatible endpoint.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'For createProviderCredential: "openai".' }),
    name: t.exposeString('name'),
    baseUrl: t.exposeString('baseUrl', { nullable: true, description: 'Null where it must be given.' }),
    baseUrlHint: t.string({
      nullable: true,
      description: 'What an address looks like, where one must be given.',
      resolve: ({ baseUrlHint }) => baseUrlHint ?? null,
    }),
    needsKey: t.exposeBoolean('needsKey'),
    keyHint: t.exposeString('keyHint', { description: 'What a key looks like, or where it is made.' }),
    models: t.field({
      type: [ProviderModel],
      description: 'Those worth suggesting; any other name is taken, too.',
      resolve: ({ models }) => models,
    }),
    defaultModel: t.exposeString('defaultModel', {
      nullable: true,
      description: 'What is asked where a credential names no model; null where it has to.',
    }),
    defaultEmbeddingModel: t.exposeString('defaultEmbeddingModel', {
      nullable: true,
      description: 'A suggestion: embeddings are made only where a credential names a model for them.',
    }),
    pricesAsOf: t.exposeString('pricesAsOf', {
      nullable: true,
      description: 'The day on which the prices were looked up, YYYY-MM-DD; null where there are none.',
    }),
    can: t.field({ type: ProviderAbilities, resolve: (preset) => preset }),
    docs: t.exposeString('docs', { description: 'The provider’s page on its OpenAI-compatible endpoint.' }),
  }),
});

builder.queryField('providers', (t) =>
  t.field({
    ...needs('models.view'),
    type: [Provider],
    description: 'The providers of models that are known, in the order in which they are offered.',
    resolve: () => [...PRESETS],
  }),
);
