import type { Actor, Role } from '../src/identity/index.js';
import { builder } from './builder.js';
import { RoleEnum } from './identity/role.js';
import { existing } from './ids.js';
import { needs } from './permissions.js';

const NOWHERE = '00000000-0000-0000-0000-000000000000';

/** `me` shows somebody who is in no organization, too. */
const idOf = (actor: Actor | null) => actor?.organizationId ?? NOWHERE;

builder.prismaNode('User', {
  description: 'A person with an account, as members of the same organization see it.',
  ...needs('signed-in', 'user'),
  id: { field: 'id' },
  findUnique: (id, { actor }) => ({
    id: existing(id),
    memberships: { some: { organizationId: actor.organizationId } },
  }),
  fields: (t) => ({
    name: t.exposeString('name'),
    email: t.exposeString('email'),
    role: t.string({
      deprecationReason: 'memberRole says the same by an enum.',
      description: 'The role in the organization of whoever asks; "none" of who is in none, or in another.',
      select: (_args, { actor }) => ({
        memberships: { where: { organizationId: idOf(actor) }, select: { role: true }, take: 1 },
      }),
      resolve: ({ memberships }) => memberships[0]?.role ?? 'none',
    }),
    memberRole: t.field({
      type: RoleEnum,
      nullable: true,
      description: 'The role in the organization of whoever asks; null of who is in none, or in another.',
      select: (_args, { actor }) => ({
        memberships: { where: { organizationId: idOf(actor) }, select: { role: true }, take: 1 },
      }),
      resolve: ({ memberships }) => (memberships[0]?.role as Role | undefined) ?? null,
    }),
  }),
});

builder.queryField('me', (t) =>
  t.prismaField({
    ...needs('anyone'),
    type: 'User',
    nullable: true,
    description: 'Who is asking; null where nobody is signed in.',
    resolve: (query, _root, _args, { app, caller }) =>
      caller && app.db.user.findUnique({ ...query, where: { id: caller.userId } }),
  }),
);
