import type { InputRef, ObjectRef } from '@pothos/core';
import { builder } from './builder.js';
import type { Context } from './context.js';
import { type UserErrorShape, userErrorOf } from './errors.js';

const UserError = builder.objectRef<UserErrorShape>('UserError').implement({
  description: 'Something the user can set right. `path` leads to the input field at fault.',
  fields: (t) => ({
    code: t.exposeString('code'),
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
export interface Payload<More = unknown> {
  id: string | null;
  errors: UserErrorShape[];
  /** What there is to tell besides; null where it failed. */
  more: More | null;
}

/** Makes a payload type around one thing; `errors` is always there. */
export const payloadRef = <More = unknown>(name: string) => builder.objectRef<Payload<More>>(name);

export const errorsField = {
  type: [UserError] as [typeof UserError],
  description: 'Empty where it worked.',
  resolve: (payload: { errors: UserErrorShape[] }) => payload.errors,
};

/** What a use case returns: the id of what it changed, and what there is to tell besides. */
type Worked<More> = string | ({ id: string } & More);

/** Runs a use case that returns the id of what it changed, and turns domain errors into data. */
export async function payloadOf<More>(work: () => Promise<Worked<More>>): Promise<Payload<More>> {
  try {
    const worked = await work();
    return typeof worked === 'string'
      ? { id: worked, errors: [], more: null }
      : { id: worked.id, errors: [], more: worked };
  } catch (error) {
    return { id: null, errors: [userErrorOf(error)], more: null };
  }
}

/**
 * Adds a mutation that takes one `input` and returns a payload.
 * @param work maps the input to a use case; resolves to the id of the thing changed
 */
export function mutation<Input, More>(
  name: string,
  options: {
    description: string;
    input: InputRef<Input>;
    payload: ObjectRef<typeof builder.$inferSchemaTypes, Payload<More>>;
    work: (input: Input, context: Context) => Promise<Worked<More>>;
  },
): void {
  builder.mutationField(name, (t) =>
    t.field({
      type: options.payload,
      description: options.description,
      args: { input: t.arg({ type: options.input, required: true }) },
      resolve: (_root, args, context) =>
        payloadOf(() => options.work((args as { input: Input }).input, context)),
    }),
  );
}
