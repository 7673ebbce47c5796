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
export interface Payload {
  id: string | null;
  errors: UserErrorShape[];
}

/** Makes a payload type around one thing; `errors` is always there. */
export const payloadRef = (name: string) => builder.objectRef<Payload>(name);

export const errorsField = {
  type: [UserError] as [typeof UserError],
  description: 'Empty where it worked.',
  resolve: (payload: { errors: UserErrorShape[] }) => payload.errors,
};

/** What a use case returns: the id of what it changed, with whatever else its payload says. */
type Done<P extends Payload> = string | (Omit<P, keyof Payload> & { id: string });

/** Runs a use case and turns domain errors into data. */
export async function payloadOf<P extends Payload>(work: () => Promise<Done<P>>): Promise<P> {
  try {
    const done = await work();
    return { ...(typeof done === 'string' ? { id: done } : done), errors: [] as UserErrorShape[] } as P;
  } catch (error) {
    return { id: null, errors: [userErrorOf(error)] } as unknown as P;
  }
}

/**
 * Adds a mutation that takes one `input` and returns a payload.
 * @param work maps the input to a use case; resolves to the id of the thing changed, or to that and more
 */
export function mutation<Input, P extends Payload>(
  name: string,
  options: {
    description: string;
    input: InputRef<Input>;
    payload: ObjectRef<typeof builder.$inferSchemaTypes, P>;
    work: (input: Input, context: Context) => Promise<Done<P>>;
  },
): void {
  builder.mutationField(name, (t) =>
    t.field({
      type: options.payload,
      description: options.description,
      args: { input: t.arg({ type: options.input, required: true }) },
      resolve: (_root, args, context) =>
        // Pothos cannot tell that a payload is no list.
        payloadOf(() => options.work((args as { input: Input }).input, context)) as never,
    }),
  );
}
