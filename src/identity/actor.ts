import { DomainError } from '../platform/errors.js';
import { type Permission, ROLE_PERMISSIONS, type Role } from './permissions.js';

/** A user within one organization, where it only matters who it is. */
export interface Person {
  organizationId: string;
  userId: string;
}

/** Who is acting: a user within one organization, with a role. */
export interface Actor extends Person {
  role: Role;
  /** What an API key narrows the role to; null for all that the role allows. */
  scopes: readonly Permission[] | null;
}

/** Whether the actor may do it: the role allows it, and so does the API key where there is one. */
export const allows = ({ role, scopes }: Actor, permission: Permission): boolean =>
  ROLE_PERMISSIONS[role].has(permission) && (scopes === null || scopes.includes(permission));

/**
 * Use cases begin with this.
 * @throws {DomainError} forbidden where the actor may not
 */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (allows(actor, permission)) return;
  const reason = ROLE_PERMISSIONS[actor.role].has(permission)
    ? `This API key lacks the scope ${permission}. Use a key that has it.`
    : `The role ${actor.role} does not have the permission ${permission}. Ask an admin of the organization.`;
  throw new DomainError('forbidden', reason);
}
