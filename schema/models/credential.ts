import { presetOf } from '../../src/ai/index.js';
import { type CredentialTest, VERDICTS } from '../../src/models/index.js';
import { builder } from '../builder.js';
import { tenantConnection } from '../kit/tenant-connection.js';
import { tenantField, tenantNode } from '../kit/tenant-node.js';
import { Provider } from './provider.js';

const CredentialTestCode = builder.enumType('CredentialTestCode', {
  description: 'What somebody has to set right.',
  values: VERDICTS,
});

export const CredentialTestType = builder.objectRef<CredentialTest>('ProviderCredentialTest').implement({
  description: 'How asking the model of a credential went.',
  fields: (t) => ({
    ok: t.exposeBoolean('ok'),
    code: t.field({ type: CredentialTestCode, resolve: ({ code }) => code }),
    message: t.exposeString('message', { description: 'What was wrong and what to do.' }),
    latencyMs: t.exposeInt('latencyMs'),
    model: t.exposeString('model', { nullable: true, description: 'The model that was asked last.' }),
    at: t.expose('at', { type: 'DateTime' }),
  }),
});

builder.prismaNode('ProviderCredential', {
  ...tenantNode('models.view', { subject: 'credential' }),
  description: 'An organization’s access to a provider of models. Its key is never returned.',
  fields: (t) => ({
    provider: t.field({
      type: Provider,
      nullable: true,
      description: 'Null for one that this version does not know.',
      select: { provider: true },
      resolve: ({ provider }) => presetOf(provider),
    }),
    name: t.exposeString('name'),
    baseUrl: t.exposeString('baseUrl', { nullable: true, description: 'Null for the provider’s own.' }),
    hasKey: t.boolean({ select: { sealedKey: true }, resolve: ({ sealedKey }) => sealedKey !== null }),
    maskedKey: t.string({
      nullable: true,
      description:
        'Its last four characters behind dots; of a short key dots alone. Null where there is none.',
      select: { keyEnding: true },
      resolve: ({ keyEnding }) => (keyEnding === null ? null : `••••${keyEnding}`),
    }),
    model: t.exposeString('model', { nullable: true, description: 'Null for the provider’s default.' }),
    embeddingModel: t.exposeString('embeddingModel', { nullable: true }),
    embeddingDimensions: t.exposeInt('embeddingDimensions', { nullable: true }),
    active: t.exposeBoolean('active'),
    activatedAt: t.expose('activatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Without a route, credentials are asked in the order of this.',
    }),
    maxConcurrency: t.exposeInt('maxConcurrency', {
      nullable: true,
      description: 'Most requests at a time, over all processes.',
    }),
    tokensPerMinute: t.exposeInt('tokensPerMinute', { nullable: true }),
    requestsPerMinute: t.exposeInt('requestsPerMinute', { nullable: true }),
    inputPrice: t.float({
      nullable: true,
      description: 'US dollars for a million tokens; null for the provider’s list.',
      select: { inputPrice: true },
      resolve: ({ inputPrice }) => inputPrice?.toNumber() ?? null,
    }),
    outputPrice: t.float({
      nullable: true,
      select: { outputPrice: true },
      resolve: ({ outputPrice }) => outputPrice?.toNumber() ?? null,
    }),
    lastTest: t.field({
      type: CredentialTestType,
      nullable: true,
      description: 'Null where it was not tested since its key, address or model changed.',
      select: { lastTest: true },
      resolve: ({ lastTest }) => {
        const test = lastTest as (Omit<CredentialTest, 'at'> & { at: string }) | null;
        return test && { ...test, at: new Date(test.at) };
      },
    }),
    version: t.exposeInt('version', { description: 'Moves with each change.' }),
    createdBy: t.prismaField({
      type: 'User',
      nullable: true,
      select: { createdById: true },
      resolve: (query, { createdById }, _args, { app }) =>
        app.db.user.findUnique({ ...query, where: { id: createdById } }),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});

tenantField('providerCredential', { permission: 'models.view', model: 'ProviderCredential' });

tenantConnection('providerCredentials', {
  permission: 'models.view',
  model: 'ProviderCredential',
  description: 'The active ones in the order of their activation, then the others.',
  orderBy: [{ activatedAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
});
