import type { FieldMap, FieldRef, ObjectRef } from '@pothos/core';
import { builder } from '../builder.js';
import type { Context } from '../context.js';
import { ERROR_CODES, type ErrorCode, type UserErrorShape } from '../errors.js';
import { globalId } from '../ids.js';
import { type Model, type Types, tableOf } from './table.js';
import type { Changes } from './versions.js';

const ErrorCodeEnum = builder.enumType('ErrorCode', {
  description:
    'What went wrong, for clients to switch on. Top-level errors have the same codes, and more, in `extensions.code`.',
  values: Object.fromEntries(
    Object.entries(ERROR_CODES).map(([code, description]) => [code, { value: code, description }]),
  ) as Record<ErrorCode, { value: ErrorCode; description: string }>,
});

const UserError = builder.objectRef<UserErrorShape>('UserError').implement({
  description: 'Something the user can set right. `path` leads to the input field at fault.',
  fields: (t) => ({
    code: t.exposeString('code', { deprecationReason: 'errorCode says the same by an enum.' }),
    errorCode: t.field({
      type: ErrorCodeEnum,
      description: 'What went wrong, to switch on.',
      resolve: ({ code }) => code,
    }),
    message: t.exposeString('message'),
    path: t.exposeStringList('path', { nullable: true }),
    currentVersion: t.int({
      nullable: true,
      description:
        'Of a CONFLICT over something that was there: the version that it is at, to be given as `expectedVersion` once the ' +
        'changes are brought in. `current` of the payload is the thing itself.',
      resolve: ({ current }) => current?.version ?? null,
    }),
  }),
});

/** What a mutation comes to: the id of the thing changed, or what the user has to set right. */
export interface Payload {
  id: string | null;
  errors: UserErrorShape[];
  /** What the mutation says that it changes. */
  changes?: Changes | undefined;
}

type FieldsOf<P> = (t: PothosSchemaTypes.ObjectFieldBuilder<Types, P>) => FieldMap;

/** A payload type with fields of its own; `errors` is always there, and last. */
export const payload = <P extends Payload = Payload>(
  name: string,
  fields: FieldsOf<P>,
  description?: string,
) =>
  builder.objectRef<P>(name).implement({
    ...(description && { description }),
    fields: (t) => ({
      ...fields(t),
      errors: t.field({
        type: [UserError],
        description: 'Empty where it worked.',
        resolve: ({ errors }) => errors,
      }),
    }),
  });

interface Entity<P> {
  /** The field that holds it. */
  field: string;
  model: Model;
  /** Its type, where that is not the one named like the model. */
  type?: { name: string };
  description?: string;
  /** How it is found by what the use case returned; left out: by `id`. */
  where?: (id: string, context: Context) => object;
  /** Fields besides it. */
  more?: FieldsOf<P>;
}

/** A payload type around one thing as it is after the change: null where nothing was changed. */
export const entityPayload = <P extends Payload = Payload>(
  name: string,
  { field, model, type, description, where, more }: Entity<P>,
) =>
  payload<P>(name, (t) => ({
    [field]: found(t, { model, type, where }, ({ id }) => id, description),
    ...more?.(t),
    current: currentOf(t, { model, type, where }),
  }));

type Found = Pick<Entity<never>, 'model' | 'type' | 'where'>;

/** The thing of a payload by an id that the payload knows; null where it knows none. */
function found<P extends Payload>(
  t: PothosSchemaTypes.ObjectFieldBuilder<Types, P>,
  { model, type, where }: { [Name in keyof Found]: Found[Name] | undefined } & { model: Model },
  idOf: (payload: Payload) => string | null,
  description?: string,
): FieldRef<Types> {
  return (t.prismaField as (options: object) => FieldRef<Types>)({
    type: type ?? model,
    nullable: true,
    ...(description && { description }),
    resolve: (query: object, payload: Payload, _args: object, context: Context) => {
      const id = idOf(payload);
      if (id === null) return null;
      // By their ids, look-ups of one moment go to the database together.
      return where
        ? tableOf(context, model).findFirst({ ...query, where: where(id, context) })
        : tableOf(context, model).findUnique({ ...query, where: { id } });
    },
  });
}

export const CURRENT =
  'Of a CONFLICT: it as it is now, to bring your changes into. Null for everything else, and where nobody had made it yet.';

/** `current` of a payload whose thing is no row of a table. */
export const currentField = <P extends Payload, T>(
  t: PothosSchemaTypes.ObjectFieldBuilder<Types, P>,
  type: ObjectRef<Types, T>,
  find: (id: string, context: Context) => Promise<T | null>,
): FieldRef<Types> =>
  t.field({
    type: type as ObjectRef<Types, object>,
    nullable: true,
    description: CURRENT,
    resolve: (payload, _args, context) => {
      const id = currentId(payload);
      return id === null ? null : (find(id, context) as Promise<object | null>);
    },
  }) as FieldRef<Types>;

/** The id of what a conflict is about. */
export const currentId = ({ errors }: Pick<Payload, 'errors'>): string | null =>
  errors.find(({ current }) => current)?.current?.id ?? null;

const currentOf = <P extends Payload>(
  t: PothosSchemaTypes.ObjectFieldBuilder<Types, P>,
  entity: Parameters<typeof found>[1],
) => found(t, entity, currentId, CURRENT);

/**
 * A payload type with the global id of what was deleted: as `deletedId`, since an object with the `id` of a thing is that
 * thing to a client's cache.
 */
export const deletedPayload = (
  name: string,
  model: Model,
  { more, isNew = true }: { more?: FieldsOf<Payload>; isNew?: boolean } = {},
) =>
  payload(name, (t) => ({
    deletedId: deletedId(t, model),
    ...(!isNew && {
      id: deletedId(t, model, 'Use deletedId: with this field, caches take the payload for the thing.'),
    }),
    ...more?.(t),
    current: currentOf(t, { model, type: undefined, where: undefined }),
  }));

export const deletedId = (
  t: PothosSchemaTypes.ObjectFieldBuilder<Types, Payload>,
  type: string,
  deprecationReason?: string,
) =>
  t.id({
    nullable: true,
    description: 'The id of what was deleted, to be taken out of a cache.',
    ...(deprecationReason && { deprecationReason }),
    resolve: ({ id }) => id && globalId(type, id),
  });
