import { ROLES, type Role } from '../../src/identity/index.js';
import { builder } from '../builder.js';

export const RoleEnum = builder.enumType('Role', {
  values: ROLES as readonly Role[],
  description: 'What a member is in an organization; what each may do is in docs/permissions.md.',
});
