import {
  changePassword,
  reauthenticate,
  reauthenticateByProvider,
  requestPasswordReset,
  resetPassword,
  sendVerification,
  signIn,
  signUp,
  verifyEmail,
} from '../../src/identity/index.js';
import { invalidInput } from '../../src/platform/errors.js';
import { builder } from '../builder.js';
import { mutation } from '../kit/mutation.js';
import { names } from '../kit/names.js';
import { type Payload, payload } from '../kit/payload.js';
import { needs } from '../permissions.js';
import { codeInput, DONE, DonePayload } from './payload.js';

export const SignInPayload = payload<Payload & { token?: string; expiresAt?: Date }>(
  'SignInPayload',
  (t) => ({
    user: t.prismaField({
      // As `me`, somebody who is in no organization, too.
      ...needs('anyone'),
      type: 'User',
      nullable: true,
      description: 'Who is signed in by it, as `me` says from then on.',
      resolve: (query, { id }, _args, { app }) =>
        id === null ? null : app.db.user.findUnique({ ...query, where: { id } }),
    }),
    token: t.string({
      nullable: true,
      description: 'For clients without cookies: send it as `Authorization: Bearer`.',
      resolve: ({ token }) => token ?? null,
    }),
    expiresAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ expiresAt }) => expiresAt ?? null }),
  }),
);

mutation('signUp', {
  permission: 'anyone',
  idempotency: 'natural',
  description:
    'Makes an account. The first one takes over what single-user mode holds; later ones need an invitation, unless ' +
    'the service lets anybody sign up. Sign in with signIn.',
  input: (t) => ({
    email: t.string({ ...names('address'), required: true }),
    password: t.string({ required: true, description: '12 to 200 characters.' }),
    name: t.string({ required: true }),
    organizationName: t.string({
      ...names('organization'),
      description: 'Of the organization that is made, without an invitation.',
    }),
    invitationToken: t.string({ ...names('invitation'), description: 'From the mail of an invitation.' }),
    setupCode: t.string({
      description:
        'For the first account, where the service listens on more than loopback: it is in the log of the service.',
    }),
  }),
  payload: DonePayload,
  work: async ({ organizationName, invitationToken, setupCode, ...input }, { app }) => {
    await signUp(app, {
      ...input,
      organizationName: organizationName ?? null,
      invitationToken: invitationToken ?? null,
      setupCode: setupCode ?? null,
    });
    return DONE;
  },
});

mutation('signIn', {
  permission: 'anyone',
  idempotency: 'none',
  description:
    'Begins a session: its cookie is set, and its token returned. Failures: UNAUTHENTICATED, LOCKED, and ' +
    'TWO_FACTOR_REQUIRED where the password is right and a code is to be given with it.',
  input: (t) => ({
    email: t.string({ ...names('address'), required: true }),
    password: t.string({ required: true }),
    code: t.string({
      description:
        'Of the authenticator app, or a backup code: where two-factor sign-in is on, see TWO_FACTOR_REQUIRED.',
    }),
  }),
  payload: SignInPayload,
  work: async ({ code, ...input }, { app, origin, setSession }) => {
    const { userId, token, expiresAt } = await signIn(app, { ...input, code: codeInput(code) }, origin);
    setSession({ token, expiresAt });
    return { id: userId, token, expiresAt };
  },
});

mutation('reauthenticate', {
  permission: 'account',
  idempotency: 'none',
  description:
    'Takes the password again, which sensitive changes ask for with REAUTHENTICATE, or a sign-in at the provider in its place.',
  input: (t) => ({
    password: t.string(),
    ticket: t.string({ description: 'Of a sign-in at the provider with purpose=reauthenticate.' }),
    verifier: t.string({ description: 'That the ticket was asked for with.' }),
  }),
  payload: DonePayload,
  work: ({ password, ticket, verifier }, { app, caller }) => {
    if (ticket != null) return reauthenticateByProvider(app, caller!, { ticket, verifier: verifier ?? null });
    if (password != null) return reauthenticate(app, caller!, password);
    throw invalidInput('Give the password, or a ticket of the provider.', ['input', 'password']);
  },
});

mutation('changePassword', {
  permission: 'account',
  idempotency: 'natural',
  description: 'Sets a new password, by the current one, and ends all other sessions.',
  input: (t) => ({
    currentPassword: t.string({ required: true }),
    password: t.string({ required: true, description: '12 to 200 characters.' }),
  }),
  payload: DonePayload,
  work: (input, { app, caller }) => changePassword(app, caller!, input),
});

const AddressInput = builder.inputType('AddressInput', {
  fields: (t) => ({ email: t.string({ ...names('address'), required: true }) }),
});

mutation('requestPasswordReset', {
  permission: 'anyone',
  idempotency: 'none',
  description:
    'Mails a token for resetPassword, where the address has an account, unless it had too many mails in this hour. The answer is always the same.',
  input: AddressInput,
  payload: DonePayload,
  work: async ({ email }, { app }) => {
    await requestPasswordReset(app, email);
    return DONE;
  },
});

mutation('resetPassword', {
  permission: 'anyone',
  idempotency: 'natural',
  description:
    'Sets a new password by the token of the mail, and ends all sessions and other such tokens. The address is verified by it.',
  input: (t) => ({ token: t.string({ required: true }), password: t.string({ required: true }) }),
  payload: DonePayload,
  work: async (input, { app }) => {
    await resetPassword(app, input);
    return DONE;
  },
});

mutation('sendVerificationEmail', {
  permission: 'anyone',
  idempotency: 'none',
  description:
    'Mails the token for verifyEmail once more, unless the address had too many mails in this hour. The answer is always the same.',
  input: AddressInput,
  payload: DonePayload,
  work: async ({ email }, { app }) => {
    await sendVerification(app, email);
    return DONE;
  },
});

mutation('verifyEmail', {
  permission: 'anyone',
  idempotency: 'natural',
  description:
    'Marks the address as verified to which the token was mailed. Where the account was signed in to before, and not by ' +
    'the session of this request, that ends and the password is worth nothing: call requestPasswordReset.',
  input: (t) => ({ token: t.string({ required: true }) }),
  payload: DonePayload,
  work: async ({ token }, { app, caller }) => {
    await verifyEmail(app, caller, token);
    return DONE;
  },
});
