import { isRole, ROLE_PERMISSIONS } from './permissions.js';

export const INVITATION_DAYS = 7;

/** Whether an invitation may still be accepted. */
export const isOpen = (
  { acceptedAt, revokedAt, expiresAt }: { acceptedAt: Date | null; revokedAt: Date | null; expiresAt: Date },
  now: Date,
): boolean => acceptedAt === null && revokedAt === null && expiresAt > now;

/** What it takes to invite somebody as an owner, and as anything else. */
export const neededToInvite = (role: string) =>
  role === 'owner' ? (['members.manage', 'organization.transfer'] as const) : (['members.manage'] as const);

/** Whether somebody who is this in the organization may invite others to be that. */
export const mayInvite = (inviter: string, role: string): boolean =>
  isRole(inviter) && neededToInvite(role).every((permission) => ROLE_PERMISSIONS[inviter].has(permission));
