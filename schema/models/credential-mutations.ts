import {
  activateCredential,
  type CredentialTest,
  createCredential,
  deleteCredential,
  testCredential,
  updateCredential,
} from '../../src/models/index.js';
import { globalID } from '../kit/global-id.js';
import { type InputFields, mutation } from '../kit/mutation.js';
import { names } from '../kit/names.js';
import { deletedPayload, entityPayload, type Payload } from '../kit/payload.js';
import { row } from '../kit/versions.js';
import { CredentialTestType } from './credential.js';

const credentialPayload = (name: string) =>
  entityPayload(name, { field: 'credential', model: 'ProviderCredential' });

const changes = row('ProviderCredential', 'id');

mutation('createProviderCredential', {
  permission: 'models.manage',
  idempotency: 'natural',
  description:
    'Keeps access to a provider, the key encrypted: one for each provider and name. It is used from now on, unless ' +
    '`active` says otherwise.',
  input: (t) => ({
    provider: t.id({ ...names('provider'), required: true, description: 'The id of one of `providers`.' }),
    name: t.string({
      ...names('credential'),
      description: 'Up to 80 characters; the provider’s name where it is left out.',
    }),
    apiKey: t.string({ description: 'Needed where the provider needs one.' }),
    baseUrl: t.string({ description: 'The root of the API, in place of the provider’s own.' }),
    model: t.string({ ...names('model'), description: 'In place of the provider’s default.' }),
    embeddingModel: t.string({
      ...names('embeddingModel'),
      description: 'Without it the credential makes no embeddings.',
    }),
    embeddingDimensions: t.int({ description: '8 to 8192, for models that can shorten vectors.' }),
    maxConcurrency: t.int({ description: 'Most requests at a time, over all processes.' }),
    tokensPerMinute: t.int(),
    requestsPerMinute: t.int(),
    inputPrice: t.float({ description: 'US dollars for a million tokens, in place of the list’s.' }),
    outputPrice: t.float(),
    active: t.boolean(),
  }),
  payload: credentialPayload('CreateProviderCredentialPayload'),
  work: ({ provider, ...fields }, { app, actor }) => createCredential(app, actor, { ...fields, provider }),
});

mutation('updateProviderCredential', {
  permission: 'models.manage',
  idempotency: 'natural',
  description:
    'Changes what is given; null takes a thing away. With another server the key has to be entered again: a stored key ' +
    'is sent only to the server that it was entered for.',
  input: (t) => ({
    id: t.id({ ...globalID('ProviderCredential'), required: true }),
    name: t.string(names('credential')),
    apiKey: t.string(),
    baseUrl: t.string(),
    model: t.string(names('model')),
    embeddingModel: t.string(names('embeddingModel')),
    embeddingDimensions: t.int(),
    maxConcurrency: t.int(),
    tokensPerMinute: t.int(),
    requestsPerMinute: t.int(),
    inputPrice: t.float(),
    outputPrice: t.float(),
  }),
  payload: credentialPayload('UpdateProviderCredentialPayload'),
  changes,
  work: ({ id, expectedVersion, ...fields }, { app, actor }) =>
    updateCredential(app, actor, { ...fields, id, expectedVersion }),
});

const byId = (t: InputFields) => ({ id: t.id({ ...globalID('ProviderCredential'), required: true }) });

mutation('activateProviderCredential', {
  permission: 'models.manage',
  idempotency: 'natural',
  description: 'Lets it be used, after those that are active already.',
  input: byId,
  payload: credentialPayload('ActivateProviderCredentialPayload'),
  changes,
  work: ({ id, expectedVersion }, { app, actor }) =>
    activateCredential(app, actor, { id, active: true, expectedVersion }),
});

mutation('deactivateProviderCredential', {
  permission: 'models.manage',
  idempotency: 'natural',
  description: 'Keeps it, unused. Its places in routes are passed over.',
  input: byId,
  payload: credentialPayload('DeactivateProviderCredentialPayload'),
  changes,
  work: ({ id, expectedVersion }, { app, actor }) =>
    activateCredential(app, actor, { id, active: false, expectedVersion }),
});

mutation('deleteProviderCredential', {
  permission: 'models.manage',
  idempotency: 'natural',
  description: 'Takes it away for good, with its key and its places in routes.',
  input: byId,
  payload: deletedPayload('DeleteProviderCredentialPayload', 'ProviderCredential', { isNew: false }),
  changes: row('ProviderCredential', 'id', { deletes: true }),
  work: ({ id, expectedVersion }, { app, actor }) => deleteCredential(app, actor, id, expectedVersion),
});

interface TestPayload extends Payload {
  test: CredentialTest | null;
}

mutation('testProviderCredential', {
  permission: 'models.manage',
  idempotency: 'none',
  description:
    'Asks its model, and its embedding model where it has one, something of a few tokens, within 30 seconds. What is ' +
    'wrong with the credential is in `test`, not in `errors`.',
  input: byId,
  payload: entityPayload<TestPayload>('TestProviderCredentialPayload', {
    field: 'credential',
    model: 'ProviderCredential',
    more: (t) => ({
      test: t.field({ type: CredentialTestType, nullable: true, resolve: ({ test }) => test ?? null }),
    }),
  }),
  work: async ({ id }, { app, actor }) => ({ id, test: await testCredential(app, actor, id) }),
});
