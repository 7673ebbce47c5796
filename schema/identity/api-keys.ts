import { createApiKey, isPermission, revokeApiKey } from '../../src/identity/index.js';
import { builder } from '../builder.js';
import { globalID } from '../kit/global-id.js';
import { mutation } from '../kit/mutation.js';
import { names } from '../kit/names.js';
import { entityPayload, type Payload } from '../kit/payload.js';
import { tenantConnection } from '../kit/tenant-connection.js';
import { tenantNode } from '../kit/tenant-node.js';
import { row, VERSION } from '../kit/versions.js';
import { DonePayload } from './payload.js';
import { PermissionEnum } from './permissions.js';

builder.prismaNode('ApiKey', {
  ...tenantNode('api-keys.manage', { subject: 'api-key' }),
  description:
    'Access for a program, as the user who made it. The key itself is shown once, when it is made.',
  fields: (t) => ({
    name: t.exposeString('name'),
    version: t.exposeInt('version', { description: VERSION }),
    prefix: t.exposeString('prefix', { description: 'How the key begins, to tell it from others.' }),
    scopes: t.exposeStringList('scopes', {
      deprecationReason: 'permissions says the same by an enum.',
      description: 'Permissions, as docs/permissions.md lists them.',
    }),
    permissions: t.field({
      type: [PermissionEnum],
      description: 'What it may do at most: its scopes.',
      select: { scopes: true },
      resolve: ({ scopes }) => scopes.filter(isPermission),
    }),
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

tenantConnection('apiKeys', {
  permission: 'api-keys.manage',
  model: 'ApiKey',
  description: 'The keys of the organization, the newest first.',
  orderBy: [{ id: 'desc' }],
});

mutation('createApiKey', {
  permission: 'api-keys.manage',
  idempotency: 'none',
  description:
    'Makes a key that acts as you within its scopes. REAUTHENTICATE where the sign-in is long ago.',
  input: (t) => ({
    name: t.string({ ...names('apiKey'), required: true }),
    permissions: t.field({
      type: [PermissionEnum],
      description: 'What it may do: permissions that you have.',
    }),
    scopes: t.stringList({
      ...names('permission'),
      deprecationReason: 'permissions says the same by an enum.',
      description: 'The same by their names; with `permissions`, both count.',
    }),
    expiresAt: t.field({ type: 'DateTime', description: 'Within a year; left out: never.' }),
  }),
  payload: entityPayload<Payload & { key?: string }>('CreateApiKeyPayload', {
    field: 'apiKey',
    model: 'ApiKey',
    more: (t) => ({
      key: t.string({
        nullable: true,
        description: 'Send it as `Authorization: Bearer`. It is shown this once.',
        resolve: ({ key }) => key ?? null,
      }),
    }),
  }),
  work: ({ name, permissions, scopes, expiresAt }, { app, actor, caller }) =>
    createApiKey(app, actor, caller!, {
      name,
      scopes: [...(permissions ?? []), ...(scopes ?? [])],
      expiresAt: expiresAt ?? null,
    }),
});

mutation('revokeApiKey', {
  permission: 'api-keys.manage',
  idempotency: 'natural',
  description: 'Ends a key at once.',
  input: (t) => ({ id: t.id({ ...globalID('ApiKey'), required: true }) }),
  payload: DonePayload,
  changes: row('ApiKey', 'id'),
  work: ({ id, expectedVersion }, { app, actor }) => revokeApiKey(app, actor, id, expectedVersion),
});
