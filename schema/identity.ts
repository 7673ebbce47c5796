import { builder } from './builder.js';
import { existing } from './ids.js';

builder.prismaNode('User', {
  id: { field: 'id' },
  findUnique: (id, { actor }) => ({
    id: existing(id),
    memberships: { some: { organizationId: actor.organizationId } },
  }),
  fields: (t) => ({
    name: t.exposeString('name'),
    email: t.exposeString('email'),
    role: t.string({
      description: 'The role in the organization of whoever asks.',
      select: (_args, { actor }) => ({
        memberships: { where: { organizationId: actor.organizationId }, select: { role: true }, take: 1 },
      }),
      resolve: ({ memberships }) => memberships[0]?.role ?? 'none',
    }),
  }),
});

builder.queryField('me', (t) =>
  t.prismaField({
    type: 'User',
    nullable: true,
    description: 'Who is asking.',
    resolve: (query, _root, _args, { app, actor }) =>
      app.db.user.findUnique({ ...query, where: { id: actor.userId } }),
  }),
);
