import { type InvitationPreview, previewInvitation } from '../../src/identity/index.js';
import { builder } from '../builder.js';
import { needs } from '../permissions.js';
import { RoleEnum } from './role.js';

const OpenInvitation = builder.objectRef<InvitationPreview>('OpenInvitation').implement({
  description: 'What an invitation is for, before it is accepted.',
  fields: (t) => ({
    organizationName: t.exposeString('organizationName', { description: 'Which one would join.' }),
    email: t.exposeString('email', { description: 'The address it was sent to, and is good for.' }),
    role: t.expose('role', { type: RoleEnum, description: 'What one would be there.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it can be accepted.' }),
    hasAccount: t.exposeBoolean('hasAccount', {
      description: 'Whether the address has an account: signIn and acceptInvitation then, signUp otherwise.',
    }),
  }),
});

builder.queryField('invitation', (t) =>
  t.field({
    ...needs('anyone'),
    type: OpenInvitation,
    nullable: true,
    description:
      'What an invitation is for, by the token of its mail; null where it was accepted, revoked or has expired.',
    args: { token: t.arg.string({ required: true, description: 'From the link of the mail.' }) },
    resolve: (_root, { token }, { app }) => previewInvitation(app, token),
  }),
);
