import type { Actor } from '../../identity/index.js';
import type { Tx } from '../../platform/database/db.js';
import { invalidInput } from '../../platform/errors.js';

const MOST = 50;

/**
 * The people who are to be asked, each once.
 * @throws {DomainError} invalid-input for none, too many, and where one is no active member of the organization: nobody
 *   may be told whether somebody else exists
 */
export async function assigneesOf(
  tx: Tx,
  { organizationId }: Actor,
  given: readonly string[],
): Promise<string[]> {
  const path = ['input', 'assigneeIds'];
  const userIds = [...new Set(given)];
  if (!userIds.length || userIds.length > MOST)
    throw invalidInput(`Name 1 to ${MOST} people who are to do it.`, path);
  const where = { organizationId, userId: { in: userIds }, disabledAt: null, removedAt: null };
  if ((await tx.membership.count({ where })) < userIds.length)
    throw invalidInput(
      'Not all of these are active members of your organization. Choose members who are.',
      path,
    );
  return userIds;
}
