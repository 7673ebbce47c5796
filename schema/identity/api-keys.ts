import { createApiKey, revokeApiKey } from '../../src/identity/index.js';
import { builder } from '../builder.js';
import { ownPage } from '../connections.js';
import { inTenant, localId } from '../ids.js';
import { errorsField, mutation, type Payload } from '../payloads.js';
import { needs } from '../permissions.js';
import { DonePayload } from './payload.js';

builder.prismaNode('ApiKey', {
  ...needs('api-keys.manage'),
  id: { field: 'id' },
  description:
    'Access for a program, as the user who made it. The key itself is shown once, when it is made.',
  findUnique: (id, { actor }) => inTenant(id, actor.organizationId),
  fields: (t) => ({
    name: t.exposeString('name'),
    prefix: t.exposeString('prefix', { description: 'How the key begins, to tell it from others.' }),
    scopes: t.exposeStringList('scopes', { description: 'Permissions, as docs/permissions.md lists them.' }),
    user: t.relation('user', { description: 'As whom it acts.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'To the minute.',
    }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
  }),
});

builder.queryField('apiKeys', (t) =>
  t.prismaConnection(
    {
      ...needs('api-keys.manage'),
      type: 'ApiKey',
      cursor: 'id',
      description: 'The keys of the organization, the newest first.',
      resolve: async (query, _root, _args, { app, actor }) =>
        app.db.apiKey.findMany({
          ...(await ownPage(query, actor, app.db.apiKey)),
          where: { organizationId: actor.organizationId },
          orderBy: { id: 'desc' },
        }),
    },
    { name: 'ApiKeyConnection' },
    { name: 'ApiKeyEdge' },
  ),
);

mutation('createApiKey', {
  permission: 'api-keys.manage',
  description:
    'Makes a key that acts as you within its scopes. REAUTHENTICATE where the sign-in is long ago.',
  input: builder.inputType('CreateApiKeyInput', {
    fields: (t) => ({
      name: t.string({ required: true }),
      scopes: t.stringList({ required: true, description: 'Permissions that you have.' }),
      expiresAt: t.field({ type: 'DateTime', description: 'Within a year; left out: never.' }),
    }),
  }),
  payload: builder.objectRef<Payload & { key?: string }>('CreateApiKeyPayload').implement({
    fields: (t) => ({
      apiKey: t.prismaField({
        type: 'ApiKey',
        nullable: true,
        resolve: (query, { id }, _args, { app }) =>
          id === null ? null : app.db.apiKey.findUnique({ ...query, where: { id } }),
      }),
      key: t.string({
        nullable: true,
        description: 'Send it as `Authorization: Bearer`. It is shown this once.',
        resolve: ({ key }) => key ?? null,
      }),
      errors: t.field(errorsField),
    }),
  }),
  work: (input, { app, actor, caller }) =>
    createApiKey(app, actor, caller!, { ...input, expiresAt: input.expiresAt ?? null }),
});

mutation('revokeApiKey', {
  permission: 'api-keys.manage',
  description: 'Ends a key at once.',
  input: builder.inputType('RevokeApiKeyInput', { fields: (t) => ({ id: t.id({ required: true }) }) }),
  payload: DonePayload,
  work: ({ id }, { app, actor }) => revokeApiKey(app, actor, localId(id, 'ApiKey', ['input', 'id'])),
});
