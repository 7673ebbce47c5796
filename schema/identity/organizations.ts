import {
  acceptInvitation,
  createOrganization,
  deleteAccount,
  renameOrganization,
  requireTwoFactor,
  switchOrganization,
} from '../../src/identity/index.js';
import { invalidInput } from '../../src/platform/errors.js';
import { builder } from '../builder.js';
import { globalID } from '../kit/global-id.js';
import { mutation } from '../kit/mutation.js';
import { names } from '../kit/names.js';
import { entityPayload } from '../kit/payload.js';
import { type Changes, expectedVersion, VERSION } from '../kit/versions.js';
import { needs } from '../permissions.js';
import { DonePayload } from './payload.js';

builder.prismaNode('Organization', {
  ...needs('account', 'organization'),
  id: { field: 'id' },
  description: 'An organization that one is a member of.',
  findUnique: (id, { caller }) => ({ id, memberships: { some: memberIn(caller?.userId) } }),
  fields: (t) => ({
    name: t.exposeString('name'),
    version: t.exposeInt('version', { description: VERSION }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    requireTwoFactor: t.exposeBoolean('requireTwoFactor', {
      description: 'Whether members without two-factor sign-in are kept out: TWO_FACTOR_REQUIRED.',
    }),
    active: t.boolean({
      description: 'Whether requests act for it; see switchOrganization.',
      resolve: ({ id }, _args, { caller }) => caller?.actor?.organizationId === id,
    }),
  }),
});

const memberIn = (userId = '00000000-0000-0000-0000-000000000000') => ({
  userId,
  removedAt: null,
  disabledAt: null,
});

builder.queryField('organizations', (t) =>
  t.prismaField({
    ...needs('account'),
    type: ['Organization'],
    description: 'Those that one is a member of, by name.',
    resolve: (query, _root, _args, { app, caller }) =>
      app.db.organization.findMany({
        ...query,
        where: { memberships: { some: memberIn(caller!.userId) } },
        orderBy: { name: 'asc' },
        take: 100,
      }),
  }),
);

const OrganizationPayload = entityPayload('OrganizationPayload', {
  field: 'organization',
  model: 'Organization',
});

const NameInput = builder.inputType('OrganizationNameInput', {
  fields: (t) => ({
    name: t.string({ ...names('organization'), required: true }),
    ...expectedVersion(t),
  }),
});

/** The active one. */
const changes: Changes = {
  type: 'Organization',
  find: (_input, { app, actor }) =>
    app.db.organization.findUnique({
      where: { id: actor.organizationId },
      select: { id: true, version: true },
    }),
};

mutation('createOrganization', {
  permission: 'account',
  idempotency: 'none',
  description: 'Makes an organization whose owner you are; the session acts for it from then on.',
  input: NameInput,
  payload: OrganizationPayload,
  work: ({ name }, { app, caller }) => createOrganization(app, caller!, name),
});

mutation('renameOrganization', {
  permission: 'organization.edit',
  idempotency: 'natural',
  description: 'Gives the active organization another name.',
  input: NameInput,
  payload: OrganizationPayload,
  changes,
  work: ({ name, expectedVersion }, { app, actor }) => renameOrganization(app, actor, name, expectedVersion),
});

mutation('requireTwoFactor', {
  permission: 'organization.edit',
  idempotency: 'natural',
  description:
    'Keeps members out of the active organization, and their API keys, while they have no two-factor sign-in.',
  input: (t) => ({ required: t.boolean({ required: true }) }),
  payload: OrganizationPayload,
  changes,
  work: ({ required, expectedVersion }, { app, actor, caller }) =>
    requireTwoFactor(app, actor, caller!, required, expectedVersion),
});

mutation('switchOrganization', {
  permission: 'account',
  idempotency: 'natural',
  description:
    'Lets the session act for another organization of yours. What is open over it ends, sockets with 4410: connect again.',
  input: (t) => ({ id: t.id({ ...globalID('Organization'), required: true }) }),
  payload: OrganizationPayload,
  work: ({ id }, { app, caller }) => switchOrganization(app, caller!, id),
});

mutation('acceptInvitation', {
  permission: 'account',
  idempotency: 'none',
  description: 'Joins the organization of an invitation to your address. Without an account: signUp.',
  input: (t) => ({
    token: t.string({ ...names('invitation'), required: true, description: 'From the mail.' }),
  }),
  payload: OrganizationPayload,
  work: ({ token }, { app, caller }) => acceptInvitation(app, caller!.userId, token),
});

mutation('deleteAccount', {
  permission: 'account',
  idempotency: 'natural',
  description:
    'Deletes your account; what you wrote stays under your name. REAUTHENTICATE where the sign-in is long ago.',
  input: (t) => ({ confirm: t.boolean({ required: true, description: 'True.' }) }),
  payload: DonePayload,
  work: async ({ confirm }, { app, caller, setSession }) => {
    if (!confirm) throw invalidInput('Confirm that the account is to be deleted.', ['input', 'confirm']);
    const id = await deleteAccount(app, caller!);
    setSession(null);
    return id;
  },
});
