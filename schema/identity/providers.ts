import { finishSignIn, linkProvider, unlinkProvider, waysIn } from '../../src/identity/index.js';
import type { OidcProvider } from '../../src/platform/settings/oidc-settings.js';
import { builder } from '../builder.js';
import { mutation } from '../kit/mutation.js';
import { names } from '../kit/names.js';
import { needs } from '../permissions.js';
import { SignInPayload } from './accounts.js';
import { codeInput, DonePayload } from './payload.js';

const SignInProvider = builder.objectRef<OidcProvider>('SignInProvider').implement({
  description: 'Somebody else’s sign-in that is accepted: docs/identity.md.',
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    startUrl: t.string({
      description: 'Lead the browser there, with &returnTo=/path to come back to.',
      resolve: ({ id }, _args, { publicUrl }) => `${publicUrl}/auth/oidc/start?provider=${id}`,
    }),
  }),
});

builder.queryField('signInProviders', (t) =>
  t.field({
    ...needs('anyone'),
    type: [SignInProvider],
    description: 'By whom one can sign in besides by password.',
    resolve: (_root, _args, { app }) => [...app.identity.oidc.providers],
  }),
);

builder.prismaObjectField('User', 'hasPassword', (t) =>
  t.boolean({
    nullable: true,
    description: 'Of `me`; null of others. Without one, sign-ins are repeated at a provider.',
    select: { id: true },
    resolve: async ({ id }, _args, { app, caller }) =>
      caller?.userId === id ? (await waysIn(app, id)).includes('credential') : null,
  }),
);

builder.prismaObjectField('User', 'signInProviders', (t) =>
  t.field({
    type: [SignInProvider],
    description: 'Of `me`: those that are linked to the account. Empty of others.',
    select: { id: true },
    resolve: async ({ id }, _args, { app, caller }) => {
      if (caller?.userId !== id) return [];
      const ways = await waysIn(app, id);
      return app.identity.oidc.providers.filter(({ issuer }) => ways.includes(issuer));
    },
  }),
);

mutation('finishSignIn', {
  permission: 'anyone',
  idempotency: 'none',
  description:
    'Begins a session by the ticket of a sign-in at a provider: its cookie is set, and its token returned. The ticket ' +
    'stays good where it answers with TWO_FACTOR_REQUIRED or the code is wrong.',
  input: (t) => ({
    ticket: t.string({ required: true, description: 'Behind the # of the address that was returned to.' }),
    verifier: t.string({ description: 'That the ticket was asked for with, if it was.' }),
    code: t.string({ description: 'Of the authenticator app, or a backup code.' }),
  }),
  payload: SignInPayload,
  work: async ({ ticket, verifier, code }, { app, origin, setSession }) => {
    const input = { ticket, verifier: verifier ?? null, code: codeInput(code) };
    const { userId, token, expiresAt } = await finishSignIn(app, input, origin);
    setSession({ token, expiresAt });
    return { id: userId, token, expiresAt };
  },
});

mutation('linkProvider', {
  permission: 'account',
  idempotency: 'natural',
  description: 'Links an account of a provider to yours. REAUTHENTICATE where the sign-in is long ago.',
  input: builder.inputType('TicketInput', {
    fields: (t) => ({
      ticket: t.string({
        required: true,
        description: 'Of a sign-in at the provider with purpose=link.',
      }),
      verifier: t.string({ required: true }),
    }),
  }),
  payload: DonePayload,
  work: (input, { app, caller }) => linkProvider(app, caller!, input),
});

mutation('unlinkProvider', {
  permission: 'account',
  idempotency: 'natural',
  description:
    'Takes a provider off your account, and ends your other sessions. CONFLICT where nothing would be left to sign in by.',
  input: (t) => ({
    provider: t.id({ ...names('signInProvider'), required: true, description: 'Of a SignInProvider.' }),
  }),
  payload: DonePayload,
  work: ({ provider }, { app, caller }) => unlinkProvider(app, caller!, provider),
});
