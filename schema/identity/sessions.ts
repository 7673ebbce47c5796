import { going, revokeSession, signOut, signOutEverywhere } from '../../src/identity/index.js';
import { builder } from '../builder.js';
import { globalId } from '../ids.js';
import { globalID } from '../kit/global-id.js';
import { mutation } from '../kit/mutation.js';
import { needs } from '../permissions.js';
import { DonePayload } from './payload.js';

builder.prismaNode('AuthSession', {
  ...needs('account', 'session'),
  name: 'Session',
  id: { field: 'id' },
  description: 'A sign-in of one’s own that has not ended.',
  findUnique: (id, { caller }) => ({ id, userId: caller?.userId ?? '' }),
  fields: (t) => ({
    ipAddress: t.exposeString('ipAddress', { nullable: true }),
    userAgent: t.exposeString('userAgent', { nullable: true }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    authenticatedAt: t.expose('authenticatedAt', {
      type: 'DateTime',
      description: 'When the password was given last.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
    lastSeenAt: t.expose('lastSeenAt', { type: 'DateTime', description: 'To the minute.' }),
    current: t.boolean({
      description: 'Whether it is that of this request.',
      resolve: ({ id }, _args, { caller }) => caller?.session?.id === id,
    }),
  }),
});

builder.queryField('sessions', (t) =>
  t.prismaField({
    ...needs('account'),
    type: ['AuthSession'],
    description: 'One’s own sessions, the newest first; none in single-user mode.',
    resolve: (query, _root, _args, { app, caller }) =>
      app.db.authSession.findMany({
        ...query,
        where: { userId: caller!.userId, ...going(app) },
        orderBy: { createdAt: 'desc' },
        take: 100,
      }),
  }),
);

mutation('signOut', {
  permission: 'account',
  idempotency: 'natural',
  description: 'Ends this session, or all of one’s own. What is open over them ends at once.',
  input: (t) => ({ everywhere: t.boolean({ description: 'All sessions, not just this one.' }) }),
  payload: DonePayload,
  work: async ({ everywhere }, { app, caller, setSession }) => {
    const id = await (everywhere ? signOutEverywhere : signOut)(app, caller!);
    setSession(null);
    return id;
  },
});

mutation('revokeSession', {
  permission: 'account',
  idempotency: 'natural',
  description: 'Ends another session of one’s own.',
  input: (t) => ({ id: t.id({ ...globalID('Session'), required: true }) }),
  payload: DonePayload,
  work: async ({ id }, { app, caller }) => {
    await revokeSession(app, caller!, id);
    return { id, deletedId: globalId('Session', id) };
  },
});
