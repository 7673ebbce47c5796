import type { Db } from '../platform/database/db.js';
import type { Actor } from './actor.js';

// Fixed ids, so that several processes that start at once agree on them.
const ORGANIZATION_ID = '01900000-0000-7000-8000-000000000001';
const USER_ID = '01900000-0000-7000-8000-000000000002';

/** As whom requests act in single-user mode. */
export const DEFAULT_ACTOR: Actor = {
  organizationId: ORGANIZATION_ID,
  userId: USER_ID,
  role: 'owner',
  scopes: null,
};

/** Makes sure that the organization and the user exist as whom requests act in single-user mode. */
export async function ensureDefaultActor(db: Db): Promise<Actor> {
  await db.organization.createMany({
    data: [{ id: ORGANIZATION_ID, name: 'Default organization' }],
    skipDuplicates: true,
  });
  await db.user.createMany({
    data: [{ id: USER_ID, email: 'sales@company.com', name: 'Sales Rep' }],
    skipDuplicates: true,
  });
  await db.membership.createMany({
    data: [{ organizationId: ORGANIZATION_ID, userId: USER_ID, role: 'owner' }],
    skipDuplicates: true,
  });
  return DEFAULT_ACTOR;
}
