import {
  changeMember,
  deleteDepartment,
  inviteMember,
  type Role,
  removeMember,
  resetMemberTwoFactor,
  revokeInvitation,
  saveDepartment,
  setMemberDisabled,
  transferOwnership,
} from '../../src/identity/index.js';
import type { ExpectedVersion } from '../../src/platform/versions.js';
import { builder } from '../builder.js';
import type { Context } from '../context.js';
import { globalID } from '../kit/global-id.js';
import { mutation } from '../kit/mutation.js';
import { names } from '../kit/names.js';
import { entityPayload } from '../kit/payload.js';
import { tenantConnection } from '../kit/tenant-connection.js';
import { tenantNode } from '../kit/tenant-node.js';
import { expectedVersion, row, VERSION } from '../kit/versions.js';
import { needs } from '../permissions.js';
import { DonePayload } from './payload.js';
import { RoleEnum } from './role.js';

builder.prismaNode('Department', {
  ...tenantNode('members.view', { subject: 'department' }),
  description: 'A part of an organization, which members may belong to.',
  fields: (t) => ({
    name: t.exposeString('name'),
    version: t.exposeInt('version', { description: VERSION }),
  }),
});

const Member = builder.prismaObject('Membership', {
  ...needs('members.view'),
  name: 'Member',
  description: 'A user in the active organization.',
  fields: (t) => ({
    user: t.relation('user'),
    role: t.string({
      deprecationReason: 'memberRole says the same by an enum.',
      select: { role: true },
      resolve: ({ role }) => role,
    }),
    memberRole: t.field({
      type: RoleEnum,
      description: 'What the member is in the organization.',
      select: { role: true },
      resolve: ({ role }) => role as Role,
    }),
    department: t.relation('department', { nullable: true }),
    version: t.exposeInt('version', { description: VERSION }),
    since: t.expose('createdAt', { type: 'DateTime' }),
    disabledAt: t.expose('disabledAt', { type: 'DateTime', nullable: true }),
    twoFactorEnabled: t.boolean({
      ...needs('members.manage'),
      select: { user: { select: { twoFactorEnabled: true } } },
      resolve: ({ user }) => user.twoFactorEnabled,
    }),
  }),
});

tenantConnection('members', {
  permission: 'members.view',
  model: 'Membership',
  type: Member,
  cursor: 'organizationId_userId',
  description: 'Of the active organization, those who joined first first.',
  where: () => ({ removedAt: null }),
  orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
});

builder.queryField('departments', (t) =>
  t.prismaField({
    ...needs('members.view'),
    type: ['Department'],
    resolve: (query, _root, _args, { app, actor }) =>
      app.db.department.findMany({
        ...query,
        where: { organizationId: actor.organizationId },
        orderBy: { name: 'asc' },
        take: 500,
      }),
  }),
);

builder.prismaNode('Invitation', {
  ...tenantNode('members.manage', { subject: 'invitation' }),
  description: 'Lets somebody with an e-mail address join the organization in a role.',
  fields: (t) => ({
    email: t.exposeString('email'),
    version: t.exposeInt('version', { description: VERSION }),
    role: t.exposeString('role', { deprecationReason: 'memberRole says the same by an enum.' }),
    memberRole: t.field({
      type: RoleEnum,
      description: 'Which the invitation is for.',
      select: { role: true },
      resolve: ({ role }) => role as Role,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
    acceptedAt: t.expose('acceptedAt', { type: 'DateTime', nullable: true }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
  }),
});

tenantConnection('invitations', {
  permission: 'members.manage',
  model: 'Invitation',
  description: 'The newest first.',
  orderBy: [{ id: 'desc' }],
});

const memberOf = (userId: string, { actor: { organizationId } }: Context) => ({
  organizationId,
  userId,
  removedAt: null,
});

const MemberPayload = entityPayload('MemberPayload', {
  field: 'member',
  model: 'Membership',
  type: Member,
  where: memberOf,
  more: (t) => ({
    organization: t.prismaField({
      type: 'Organization',
      nullable: true,
      description: 'The organization whose member it is, or was.',
      resolve: (query, { id }, _args, { app, actor }) =>
        id === null
          ? null
          : app.db.organization.findUnique({ ...query, where: { id: actor.organizationId } }),
    }),
  }),
});

const changes = row('Membership', 'userId', { type: 'Member', where: memberOf });

mutation('changeMember', {
  permission: 'members.manage',
  idempotency: 'natural',
  description: 'Gives a member another role or department. Only owners change owners.',
  input: (t) => ({
    userId: t.id({ ...globalID('User'), required: true }),
    role: t.field({ type: RoleEnum }),
    departmentId: t.id({
      ...globalID('Department'),
      description: 'Null takes the member out of its department.',
    }),
  }),
  payload: MemberPayload,
  changes,
  work: ({ userId, role, departmentId, expectedVersion }, { app, actor, caller }) =>
    changeMember(app, actor, caller!, {
      userId,
      role: role ?? null,
      departmentId,
      expectedVersion,
    }),
});

mutation('setMemberDisabled', {
  permission: 'members.manage',
  idempotency: 'natural',
  description: 'Locks a member out of the organization, at once, or lets the member in again.',
  input: (t) => ({
    userId: t.id({ ...globalID('User'), required: true }),
    disabled: t.boolean({ required: true }),
  }),
  payload: MemberPayload,
  changes,
  work: ({ userId, disabled, expectedVersion }, { app, actor, caller }) =>
    setMemberDisabled(app, actor, caller!, { userId, disabled, expectedVersion }),
});

const MemberInput = builder.inputType('MemberInput', {
  fields: (t) => ({ userId: t.id({ ...globalID('User'), required: true }), ...expectedVersion(t) }),
});

type Change = (
  app: Context['app'],
  actor: Context['actor'],
  caller: never,
  userId: string,
  expectedVersion: ExpectedVersion,
) => Promise<string>;

const memberMutation = (
  name: string,
  permission: 'signed-in' | 'organization.transfer' | 'members.manage',
  description: string,
  change: Change,
) =>
  mutation(name, {
    permission,
    idempotency: 'natural',
    description,
    input: MemberInput,
    payload: MemberPayload,
    changes,
    work: ({ userId, expectedVersion }, { app, actor, caller }) =>
      change(app, actor, caller as never, userId, expectedVersion),
  });

memberMutation(
  'removeMember',
  'signed-in',
  'Takes a member out of the organization, with members.manage, or oneself. What the member wrote stays.',
  removeMember,
);
memberMutation(
  'resetMemberTwoFactor',
  'members.manage',
  'Switches two-factor sign-in of a member off who has lost the app and the backup codes, and ends all sessions of the ' +
    'member. CONFLICT for one who is in other organizations too.',
  resetMemberTwoFactor,
);
memberMutation(
  'transferOwnership',
  'organization.transfer',
  'Makes another member the owner, and you an admin.',
  transferOwnership,
);

mutation('inviteMember', {
  permission: 'members.manage',
  idempotency: 'key',
  description: 'Mails an invitation, valid for seven days. An open one to the same address is revoked.',
  input: (t) => ({
    email: t.string({ ...names('address'), required: true }),
    role: t.field({ type: RoleEnum, required: true }),
    departmentId: t.id(globalID('Department')),
  }),
  payload: entityPayload('InvitationPayload', { field: 'invitation', model: 'Invitation' }),
  work: ({ departmentId, ...input }, { app, actor, caller }) =>
    inviteMember(app, actor, caller!, {
      ...input,
      departmentId: departmentId ?? null,
    }),
});

const ById = builder.inputType('IdInput', {
  fields: (t) => ({
    id: t.id({
      ...globalID({ revokeInvitation: 'Invitation', deleteDepartment: 'Department' }),
      required: true,
    }),
    ...expectedVersion(t),
  }),
});

mutation('revokeInvitation', {
  permission: 'members.manage',
  idempotency: 'natural',
  description: 'Takes an open invitation back.',
  input: ById,
  payload: DonePayload,
  changes: row('Invitation', 'id'),
  work: ({ id, expectedVersion }, { app, actor }) => revokeInvitation(app, actor, id, expectedVersion),
});

mutation('saveDepartment', {
  permission: 'members.manage',
  idempotency: 'natural',
  description: 'Makes a department, or gives one another name.',
  input: (t) => ({
    id: t.id({ ...globalID('Department'), description: 'Left out: a new one.' }),
    name: t.string({ ...names('department'), required: true }),
  }),
  payload: entityPayload('DepartmentPayload', { field: 'department', model: 'Department' }),
  changes: row('Department', 'id'),
  work: ({ id, name, expectedVersion }, { app, actor }) =>
    saveDepartment(app, actor, { id: id ?? null, name, expectedVersion }),
});

mutation('deleteDepartment', {
  permission: 'members.manage',
  idempotency: 'natural',
  description: 'Deletes a department; its members stay.',
  input: ById,
  payload: DonePayload,
  changes: row('Department', 'id', { deletes: true }),
  work: ({ id, expectedVersion }, { app, actor }) => deleteDepartment(app, actor, id, expectedVersion),
});
