import type { AuditSubject } from '../../src/audit/index.js';
import { builder } from '../builder.js';
import type { Context } from '../context.js';
import { inTenant } from '../ids.js';
import { type Access, needs } from '../permissions.js';
import { globalID } from './global-id.js';
import { type Model, tableOf } from './table.js';

/**
 * What every `prismaNode` of an organization's rows has in common: its id, the permission, and that it is found within the
 * organization alone. `builder.prismaNode('Answer', { ...tenantNode('workflows.view', { subject: 'answer' }), … })`.
 * @param where what else must hold of the row: `{ deletedAt: null }`
 * @param subject what the audit trail calls it
 */
export const tenantNode = <Where extends object = Record<never, never>>(
  permission: Access,
  { where, subject }: { where?: Where; subject?: AuditSubject } = {},
) => ({
  ...needs(permission, subject),
  id: { field: 'id' as const },
  findUnique: (id: string, { actor }: Context) => ({
    ...inTenant(id, actor.organizationId),
    ...(where as Where),
  }),
});

/**
 * A query for one row of the organization by its global id; null where there is none.
 * @param where what else must hold of the row: `{ deletedAt: null }`
 */
export function tenantField(
  field: string,
  { permission, model, where }: { permission: Access; model: Model; where?: object },
): void {
  builder.queryField(field, (t) =>
    (t.prismaField as (options: object) => ReturnType<typeof t.string>)({
      ...needs(permission),
      type: model,
      nullable: true,
      args: { id: t.arg.id({ ...globalID(model), required: true }) },
      resolve: (query: object, _root: unknown, { id }: { id: string }, context: Context) =>
        tableOf(context, model).findFirst({
          ...query,
          where: { ...inTenant(id, context.actor.organizationId), ...where },
        }),
    }),
  );
}
