import { allows, PERMISSION_TABLE, PERMISSIONS, type Permission, ROLES } from '../../src/identity/index.js';
import { builder } from '../builder.js';
import { enumName } from '../kit/enum-of.js';
import { needs } from '../permissions.js';
import { RoleEnum } from './role.js';

export const PermissionEnum = builder.enumType('Permission', {
  description: 'What a role lets members do, and a scope an API key: docs/permissions.md.',
  values: Object.fromEntries(
    PERMISSIONS.map((permission) => [
      enumName(permission),
      { value: permission, description: `${permission}: ${PERMISSION_TABLE[permission].description}.` },
    ]),
  ) as Record<string, { value: Permission; description: string }>,
});

const Scope = builder.objectRef<Permission>('Scope').implement({
  description: 'A permission as roles and API keys have it.',
  fields: (t) => ({
    permission: t.field({
      type: PermissionEnum,
      description: 'Which permission it is.',
      resolve: (permission) => permission,
    }),
    name: t.string({
      description: 'As the scopes of API keys and docs/permissions.md write it: `workflows.view`.',
      resolve: (permission) => permission,
    }),
    description: t.string({
      description: 'What it allows, in a sentence.',
      resolve: (permission) => PERMISSION_TABLE[permission].description,
    }),
    roles: t.field({
      type: [RoleEnum],
      description: 'That have it, the mightiest first.',
      resolve: (permission) => ROLES.filter((role) => PERMISSION_TABLE[permission].roles.has(role)),
    }),
  }),
});

builder.queryField('scopes', (t) =>
  t.field({
    ...needs('anyone'),
    type: [Scope],
    description: 'All permissions there are: what an API key can be given as scopes, and what roles have.',
    resolve: () => PERMISSIONS,
  }),
);

builder.prismaObjectField('User', 'permissions', (t) =>
  t.field({
    type: [PermissionEnum],
    description:
      'Of `me`: what this request may do in the active organization, an API key within its scopes. Empty of others.',
    select: { id: true },
    resolve: ({ id }, _args, { actor, caller }) =>
      caller?.actor && caller.userId === id
        ? PERMISSIONS.filter((permission) => allows(actor, permission))
        : [],
  }),
);
