import type { FieldKind, FieldRef, InputFieldMap, InputShapeFromFields } from '@pothos/core';
import type PrismaTypes from '../../generated/pothos-types.js';
import { builder } from '../builder.js';
import type { Context } from '../context.js';
import { type Access, needs } from '../permissions.js';
import { checkCursor } from './page.js';
import { type Model, type Types, tableOf } from './table.js';

type Builder<Parent, Kind extends FieldKind> = PothosSchemaTypes.RootFieldBuilder<Types, Parent, Kind>;
type Args = PothosSchemaTypes.DefaultConnectionArguments;
// biome-ignore lint/suspicious/noExplicitAny: whichever type is made of the model.
type TypeOf<Name extends Model> = Name | { name: string; $inferType: any; extensions?: Name };

export interface List<Name extends Model, Fields extends InputFieldMap, Parent> {
  model: Name;
  /** The type of its entries, where that is not the one named like the model. */
  type?: TypeOf<Name>;
  /** What the connection and its edges are called after, where that is not the type. */
  name?: string;
  description?: string;
  /** The unique key by which entries are found again. */
  cursor?: string;
  /** What can be asked for besides a page. */
  args?: (t: PothosSchemaTypes.InputFieldBuilder<Types, 'Arg'>) => Fields;
  /** Which of the organization's rows; left out: all. */
  where?: (
    context: Context,
    args: InputShapeFromFields<Fields>,
    parent: Parent,
  ) => PrismaTypes[Name]['Where'] | PromiseLike<PrismaTypes[Name]['Where']>;
  /** Down to a column that tells any two rows apart. */
  orderBy:
    | PrismaTypes[Name]['OrderBy'][]
    | ((args: InputShapeFromFields<Fields>) => PrismaTypes[Name]['OrderBy'][]);
}

/**
 * A page of an organization's rows as a field of a type: Relay arguments of 1 to 100 entries, cursors of one's own rows
 * alone, a filter, an order, `totalCount`. The condition that the rows are the organization's is added here.
 */
export function tenantList<
  Name extends Model,
  Parent,
  Kind extends FieldKind,
  Fields extends InputFieldMap = Record<never, never>,
>(
  t: Builder<Parent, Kind>,
  { model, type, name, cursor = 'id', args, where, orderBy, ...options }: List<Name, Fields, Parent>,
  permission?: Access,
): FieldRef<Types> {
  const conditions = async (context: Context, given: InputShapeFromFields<Fields>, parent: Parent) => ({
    ...(await where?.(context, given, parent)),
    organizationId: context.actor.organizationId,
  });
  const called = name ?? (typeof type === 'object' ? type.name : model);
  const connect = t.prismaConnection as unknown as (...given: unknown[]) => FieldRef<Types>;
  return connect.call(
    t,
    {
      ...options,
      ...(permission && needs(permission)),
      type: type ?? model,
      cursor,
      ...(args && { args: builder.args(args) }),
      resolve: async (
        query: { cursor?: object },
        parent: Parent,
        given: Args & InputShapeFromFields<Fields>,
        context: Context,
      ) => {
        const table = tableOf(context, model);
        const asked = await conditions(context, given, parent);
        await checkCursor(query.cursor, context.actor, table);
        return table.findMany({
          ...query,
          where: asked,
          orderBy: typeof orderBy === 'function' ? orderBy(given) : orderBy,
        });
      },
      totalCount: async (parent: Parent, given: InputShapeFromFields<Fields>, context: Context) =>
        tableOf(context, model).count({ where: await conditions(context, given, parent) }),
    },
    { name: `${called}Connection` },
    { name: `${called}Edge` },
  );
}

/** A list of an organization's rows as a query of its own: `tenantList` with what it needs. */
export function tenantConnection<Name extends Model, Fields extends InputFieldMap = Record<never, never>>(
  field: string,
  { permission, ...list }: List<Name, Fields, unknown> & { permission: Access },
): void {
  builder.queryField(field, (t) => tenantList(t as never, list, permission) as never);
}
