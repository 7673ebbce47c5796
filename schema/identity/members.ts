import {
  changeMember,
  deleteDepartment,
  inviteMember,
  ROLES,
  removeMember,
  resetMemberTwoFactor,
  revokeInvitation,
  saveDepartment,
  setMemberDisabled,
  transferOwnership,
} from '../../src/identity/index.js';
import { builder } from '../builder.js';
import { ownPage } from '../connections.js';
import type { Context } from '../context.js';
import { inTenant, localId } from '../ids.js';
import { errorsField, IDEMPOTENCY_KEY, mutation, payloadRef } from '../payloads.js';
import { needs } from '../permissions.js';
import { DonePayload } from './payload.js';

const RoleEnum = builder.enumType('Role', { values: ROLES, description: 'See docs/permissions.md.' });

builder.prismaNode('Department', {
  description: 'A part of an organization, which members may belong to.',
  ...needs('members.view'),
  id: { field: 'id' },
  findUnique: (id, { actor }) => inTenant(id, actor.organizationId),
  fields: (t) => ({ name: t.exposeString('name') }),
});

const Member = builder.prismaObject('Membership', {
  ...needs('members.view'),
  name: 'Member',
  description: 'A user in the active organization.',
  fields: (t) => ({
    user: t.relation('user'),
    role: t.string({ select: { role: true }, resolve: ({ role }) => role }),
    department: t.relation('department', { nullable: true }),
    since: t.expose('createdAt', { type: 'DateTime' }),
    disabledAt: t.expose('disabledAt', { type: 'DateTime', nullable: true }),
    twoFactorEnabled: t.boolean({
      ...needs('members.manage'),
      select: { user: { select: { twoFactorEnabled: true } } },
      resolve: ({ user }) => user.twoFactorEnabled,
    }),
  }),
});

builder.queryField('members', (t) =>
  t.prismaConnection(
    {
      ...needs('members.view'),
      type: Member,
      cursor: 'organizationId_userId',
      description: 'Of the active organization, those who joined first first.',
      resolve: async (query, _root, _args, { app, actor }) =>
        app.db.membership.findMany({
          ...(await ownPage(query, actor, app.db.membership)),
          where: { organizationId: actor.organizationId, removedAt: null },
          orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
        }),
    },
    { name: 'MemberConnection' },
    { name: 'MemberEdge' },
  ),
);

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
  description: 'Lets somebody with an e-mail address join the organization in a role.',
  ...needs('members.manage'),
  id: { field: 'id' },
  findUnique: (id, { actor }) => inTenant(id, actor.organizationId),
  fields: (t) => ({
    email: t.exposeString('email'),
    role: t.exposeString('role'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
    acceptedAt: t.expose('acceptedAt', { type: 'DateTime', nullable: true }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
  }),
});

builder.queryField('invitations', (t) =>
  t.prismaConnection(
    {
      ...needs('members.manage'),
      type: 'Invitation',
      cursor: 'id',
      description: 'The newest first.',
      resolve: async (query, _root, _args, { app, actor }) =>
        app.db.invitation.findMany({
          ...(await ownPage(query, actor, app.db.invitation)),
          where: { organizationId: actor.organizationId },
          orderBy: { id: 'desc' },
        }),
    },
    { name: 'InvitationConnection' },
    { name: 'InvitationEdge' },
  ),
);

const userIdOf = (id: string | number) => localId(id, 'User', ['input', 'userId']);
const departmentIdOf = (id: string | number) => localId(id, 'Department', ['input', 'departmentId']);

const MemberPayload = payloadRef('MemberPayload').implement({
  fields: (t) => ({
    member: t.prismaField({
      type: Member,
      nullable: true,
      resolve: (query, { id }, _args, { app, actor }) =>
        id === null
          ? null
          : app.db.membership.findFirst({
              ...query,
              where: { organizationId: actor.organizationId, userId: id, removedAt: null },
            }),
    }),
    errors: t.field(errorsField),
  }),
});

mutation('changeMember', {
  permission: 'members.manage',
  description: 'Gives a member another role or department. Only owners change owners.',
  input: builder.inputType('ChangeMemberInput', {
    fields: (t) => ({
      userId: t.id({ required: true }),
      role: t.field({ type: RoleEnum }),
      departmentId: t.id({ description: 'Null takes the member out of its department.' }),
    }),
  }),
  payload: MemberPayload,
  work: ({ userId, role, departmentId }, { app, actor, caller }) =>
    changeMember(app, actor, caller!, {
      userId: userIdOf(userId),
      role: role ?? null,
      departmentId: departmentId == null ? departmentId : departmentIdOf(departmentId),
    }),
});

mutation('setMemberDisabled', {
  permission: 'members.manage',
  description: 'Locks a member out of the organization, at once, or lets the member in again.',
  input: builder.inputType('SetMemberDisabledInput', {
    fields: (t) => ({ userId: t.id({ required: true }), disabled: t.boolean({ required: true }) }),
  }),
  payload: MemberPayload,
  work: ({ userId, disabled }, { app, actor, caller }) =>
    setMemberDisabled(app, actor, caller!, { userId: userIdOf(userId), disabled }),
});

const MemberInput = builder.inputType('MemberInput', {
  fields: (t) => ({ userId: t.id({ required: true }) }),
});

type Change = (
  app: Context['app'],
  actor: Context['actor'],
  caller: never,
  userId: string,
) => Promise<string>;

const memberMutation = (
  name: string,
  permission: 'signed-in' | 'organization.transfer' | 'members.manage',
  description: string,
  change: Change,
) =>
  mutation(name, {
    permission,
    description,
    input: MemberInput,
    payload: MemberPayload,
    work: ({ userId }, { app, actor, caller }) => change(app, actor, caller as never, userIdOf(userId)),
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
  description: 'Mails an invitation, valid for seven days. An open one to the same address is revoked.',
  input: builder.inputType('InviteMemberInput', {
    fields: (t) => ({
      email: t.string({ required: true }),
      role: t.field({ type: RoleEnum, required: true }),
      departmentId: t.id(),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
    }),
  }),
  payload: payloadRef('InvitationPayload').implement({
    fields: (t) => ({
      invitation: t.prismaField({
        type: 'Invitation',
        nullable: true,
        resolve: (query, { id }, _args, { app }) =>
          id === null ? null : app.db.invitation.findUnique({ ...query, where: { id } }),
      }),
      errors: t.field(errorsField),
    }),
  }),
  work: ({ departmentId, ...input }, { app, actor, caller }) =>
    inviteMember(app, actor, caller!, {
      ...input,
      departmentId: departmentId == null ? null : departmentIdOf(departmentId),
    }),
});

const ById = builder.inputType('IdInput', { fields: (t) => ({ id: t.id({ required: true }) }) });

mutation('revokeInvitation', {
  permission: 'members.manage',
  description: 'Takes an open invitation back.',
  input: ById,
  payload: DonePayload,
  work: ({ id }, { app, actor }) => revokeInvitation(app, actor, localId(id, 'Invitation', ['input', 'id'])),
});

mutation('saveDepartment', {
  permission: 'members.manage',
  description: 'Makes a department, or gives one another name.',
  input: builder.inputType('SaveDepartmentInput', {
    fields: (t) => ({
      id: t.id({ description: 'Left out: a new one.' }),
      name: t.string({ required: true }),
    }),
  }),
  payload: payloadRef('DepartmentPayload').implement({
    fields: (t) => ({
      department: t.prismaField({
        type: 'Department',
        nullable: true,
        resolve: (query, { id }, _args, { app }) =>
          id === null ? null : app.db.department.findUnique({ ...query, where: { id } }),
      }),
      errors: t.field(errorsField),
    }),
  }),
  work: ({ id, name }, { app, actor }) =>
    saveDepartment(app, actor, { id: id == null ? null : localId(id, 'Department', ['input', 'id']), name }),
});

mutation('deleteDepartment', {
  permission: 'members.manage',
  description: 'Deletes a department; its members stay.',
  input: ById,
  payload: DonePayload,
  work: ({ id }, { app, actor }) => deleteDepartment(app, actor, localId(id, 'Department', ['input', 'id'])),
});
