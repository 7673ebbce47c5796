import type { FieldMap } from '@pothos/core';
import { builder } from '../builder.js';
import type { Context } from '../context.js';
import { ERROR_CODES, type ErrorCode, type UserErrorShape } from '../errors.js';
import { globalId } from '../ids.js';
import { type Model, type Types, tableOf } from './table.js';

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
        'Of a CONFLICT because the version that was edited is no longer the current one: which is.',
      resolve: ({ current }) => current?.version ?? null,
    }),
  }),
});

/** What a mutation comes to: the id of the thing changed, or what the user has to set right. */
export interface Payload {
  id: string | null;
  errors: UserErrorShape[];
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
    [field]: (t.prismaField as (options: object) => ReturnType<typeof t.string>)({
      type: type ?? model,
      nullable: true,
      ...(description && { description }),
      resolve: (query: object, { id }: Payload, _args: object, context: Context) =>
        id === null
          ? null
          : // By their ids, look-ups of one moment go to the database together.
            where
            ? tableOf(context, model).findFirst({ ...query, where: where(id, context) })
            : tableOf(context, model).findUnique({ ...query, where: { id } }),
    }),
    ...more?.(t),
  }));

/** A payload type with the global id of what was deleted. */
export const deletedPayload = (
  name: string,
  type: string,
  { field = 'id', more }: { field?: string; more?: FieldsOf<Payload> } = {},
) =>
  payload(name, (t) => ({
    [field]: t.id({
      nullable: true,
      description: 'The id of what was deleted.',
      resolve: ({ id }) => id && globalId(type, id),
    }),
    ...more?.(t),
  }));
