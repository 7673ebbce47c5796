import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { isUniqueViolation } from '../../platform/database/db.js';
import { invalidInput, notFound } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import { lineInput } from '../../platform/text/text-input.js';
import { type Actor, requirePermission } from '../actor.js';

const NAME = ['input', 'name'];

/**
 * Makes a department, or gives one another name.
 * @param input.id null for a new one
 * @throws {DomainError} forbidden, not-found; invalid-input for a name that another one has
 */
export async function saveDepartment(
  app: App,
  actor: Actor,
  input: { id: string | null; name: string },
): Promise<string> {
  requirePermission(actor, 'members.manage');
  const name = lineInput(input.name, 'The name', NAME, 100);
  const { organizationId } = actor;
  const id = input.id ?? newId();
  try {
    await app.db.$transaction(async (tx) => {
      if (input.id === null) await tx.department.create({ data: { id, organizationId, name } });
      else {
        const { count } = await tx.department.updateMany({ where: { id, organizationId }, data: { name } });
        if (!count) throw notFound('The department');
      }
      await recordAudit(tx, actor, {
        action: input.id === null ? 'department.created' : 'department.renamed',
        subjectType: 'department',
        subjectId: id,
        details: { name },
      });
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw invalidInput(`There is a department "${name}" already.`, NAME);
    throw error;
  }
  return id;
}

/** Deletes a department; its members stay members. */
export async function deleteDepartment(app: App, actor: Actor, id: string): Promise<string> {
  requirePermission(actor, 'members.manage');
  const where = { id, organizationId: actor.organizationId };
  await app.db.$transaction(async (tx) => {
    const department = await tx.department.findFirst({ where });
    if (!department) throw notFound('The department');
    await tx.department.deleteMany({ where });
    await recordAudit(tx, actor, {
      action: 'department.deleted',
      subjectType: 'department',
      subjectId: id,
      details: { name: department.name },
    });
  });
  return id;
}
