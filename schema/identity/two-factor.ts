import {
  confirmTwoFactor,
  disableTwoFactor,
  enableTwoFactor,
  renewBackupCodes,
  secondFactorOf,
} from '../../src/identity/index.js';
import { builder } from '../builder.js';
import { mutation } from '../kit/mutation.js';
import { type Payload, payload } from '../kit/payload.js';
import { codeInput, DonePayload } from './payload.js';

const PASSWORD = 'Where the sign-in is long ago: the password again, as reauthenticate takes it.';

const TwoFactor = builder
  .objectRef<{ confirmedAt: Date | null; backupCodes: string[] }>('TwoFactor')
  .implement({
    description: 'One’s own second factor.',
    fields: (t) => ({
      enabled: t.boolean({ resolve: ({ confirmedAt }) => confirmedAt !== null }),
      enabledAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ confirmedAt }) => confirmedAt }),
      backupCodesLeft: t.int({
        resolve: ({ confirmedAt, backupCodes }) => (confirmedAt ? backupCodes.length : 0),
      }),
    }),
  });

builder.prismaObjectField('User', 'twoFactor', (t) =>
  t.field({
    type: TwoFactor,
    nullable: true,
    description: 'Of `me`; null of others.',
    select: { id: true },
    resolve: ({ id }, _args, { app, caller }) => (caller?.userId === id ? secondFactorOf(app, id) : null),
  }),
);

type Shown = Payload & { uri?: string; secret?: string; backupCodes?: string[] };

const BACKUP_CODES = 'Ten, each of which stands in once for a code of the app. They are shown this once.';

const EnableTwoFactorPayload = payload<Shown>('EnableTwoFactorPayload', (t) => ({
  uri: t.string({
    nullable: true,
    description: 'otpauth://…, for a QR code.',
    resolve: ({ uri }) => uri ?? null,
  }),
  secret: t.string({
    nullable: true,
    description: 'The same for typing in. It is shown this once.',
    resolve: ({ secret }) => secret ?? null,
  }),
  backupCodes: t.stringList({
    description: BACKUP_CODES,
    resolve: ({ backupCodes }) => backupCodes ?? [],
  }),
}));

mutation('enableTwoFactor', {
  permission: 'account',
  idempotency: 'none',
  description:
    'Begins to switch two-factor sign-in on: show `uri` as a QR code, then call confirmTwoFactor with a code of the ' +
    'authenticator app. REAUTHENTICATE where the sign-in is long ago.',
  input: (t) => ({ password: t.string({ description: PASSWORD }) }),
  payload: EnableTwoFactorPayload,
  work: async ({ password }, { app, caller }) => {
    const { userId, ...shown } = await enableTwoFactor(app, caller!, password ?? null);
    return { id: userId, ...shown };
  },
});

mutation('confirmTwoFactor', {
  permission: 'account',
  idempotency: 'natural',
  description:
    'Switches two-factor sign-in on by its first code. All other sessions of yours end; this one stays.',
  input: (t) => ({ code: t.string({ required: true, description: 'Of the authenticator app.' }) }),
  payload: DonePayload,
  work: ({ code }, { app, caller }) => confirmTwoFactor(app, caller!, code),
});

mutation('disableTwoFactor', {
  permission: 'account',
  idempotency: 'natural',
  description:
    'Switches two-factor sign-in off, by a code or the password. All other sessions of yours end; this one stays.',
  input: (t) => ({
    code: t.string({ description: 'Of the authenticator app, or a backup code.' }),
    password: t.string({ description: PASSWORD }),
  }),
  payload: DonePayload,
  work: ({ code, password }, { app, caller }) =>
    disableTwoFactor(app, caller!, { code: codeInput(code), password: password ?? null }),
});

mutation('renewBackupCodes', {
  permission: 'account',
  idempotency: 'none',
  description:
    'Makes new backup codes; the old ones are worth nothing from then on. REAUTHENTICATE where the sign-in is long ago.',
  input: (t) => ({ password: t.string({ description: PASSWORD }) }),
  payload: payload<Shown>('BackupCodesPayload', (t) => ({
    backupCodes: t.stringList({
      description: BACKUP_CODES,
      resolve: ({ backupCodes }) => backupCodes ?? [],
    }),
  })),
  work: async ({ password }, { app, caller }) => {
    const { userId, backupCodes } = await renewBackupCodes(app, caller!, password ?? null);
    return { id: userId, backupCodes };
  },
});
