import type { Department } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { isUniqueViolation, type Tx } from '../../platform/database/db.js';
import { invalidInput, notFound } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import { lineInput } from '../../platform/text/text-input.js';
import { checkVersion, type ExpectedVersion } from '../../platform/versions.js';
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
  input: { id: string | null; name: string; expectedVersion?: ExpectedVersion },
): Promise<string> {
  requirePermission(actor, 'members.manage');
  const name = lineInput(input.name, 'The name', NAME, 100);
  const { organizationId } = actor;
  const id = input.id ?? newId();
  try {
    await app.db.$transaction(async (tx) => {
      if (input.id === null) await tx.department.create({ data: { id, organizationId, name } });
      else {
        await openDepartment(tx, actor, id, input.expectedVersion);
        await tx.department.updateMany({ where: { id, organizationId }, data: { name } });
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
export async function deleteDepartment(
  app: App,
  actor: Actor,
  id: string,
  expectedVersion?: ExpectedVersion,
): Promise<string> {
  requirePermission(actor, 'members.manage');
  const where = { id, organizationId: actor.organizationId };
  await app.db.$transaction(async (tx) => {
    const department = await openDepartment(tx, actor, id, expectedVersion);
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

/** The department within the organization, its row locked. @throws {DomainError} not-found; StaleVersion */
async function openDepartment(
  tx: Tx,
  { organizationId }: Actor,
  id: string,
  expectedVersion: ExpectedVersion,
): Promise<Department> {
  await tx.$queryRaw`SELECT 1 FROM department
    WHERE id = ${id}::uuid AND organization_id = ${organizationId}::uuid FOR UPDATE`;
  const department = await tx.department.findFirst({ where: { id, organizationId } });
  if (!department) throw notFound('The department');
  checkVersion('The department', department, expectedVersion);
  return department;
}
