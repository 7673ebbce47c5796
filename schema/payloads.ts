import type { InputRef, ObjectRef } from '@pothos/core';
import { unauthenticated } from '../src/identity/index.js';
import { idempotent } from '../src/platform/idempotency/idempotent.js';
import { optionalLine } from '../src/platform/text/text-input.js';
import { builder } from './builder.js';
import type { Context } from './context.js';
import { type UserErrorShape, userErrorOf } from './errors.js';
import { type Access, checkAccess, needs, reachingAsFar } from './permissions.js';
import { withoutFiles } from './upload-content.js';

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
async function payloadOf<P extends Payload>({ refused }: Context, work: () => Promise<Done<P>>): Promise<P> {
  try {
    const done = await work();
    return { ...(typeof done === 'string' ? { id: done } : done), errors: [] as UserErrorShape[] } as P;
  } catch (error) {
    refused(error);
    return { id: null, errors: [userErrorOf(error)] } as unknown as P;
  }
}

/**
 * Adds a mutation that takes one `input` and returns a payload.
 * One whose input has `idempotencyKey: t.string({ description: IDEMPOTENCY_KEY })` is done once for each key.
 * @param work maps the input to a use case; resolves to the id of the thing changed, or to that and more
 */
export function mutation<Input, P extends Payload>(
  name: string,
  options: {
    permission: Access;
    description: string;
    input: InputRef<Input>;
    payload: ObjectRef<typeof builder.$inferSchemaTypes, P>;
    work: (input: Input, context: Context) => Promise<Done<P>>;
    /** True where the use case takes care of `idempotencyKey` by itself. */
    keepsKeys?: boolean;
  },
): void {
  builder.mutationField(name, (t) =>
    t.field({
      ...needs(options.permission),
      type: options.payload,
      description: options.description,
      args: { input: t.arg({ type: options.input, required: true }) },
      resolve: (_root, args, context) => {
        // Nobody at all is told so at the top, with the status 401; a payload is for those who may set it right.
        if (options.permission !== 'anyone' && !context.caller) throw unauthenticated(context.app);
        // Pothos cannot tell that a payload is no list.
        return payloadOf(context, async () => {
          checkAccess(context, options.permission);
          return reachingAsFar(options.permission, () =>
            doOnce(name, options, (args as { input: Input }).input, context),
          );
        }) as never;
      },
    }),
  );
}

export const IDEMPOTENCY_KEY =
  'Of your choice. Within a day, the same key with the same input does nothing new and returns the outcome of the first call; with other input it is a CONFLICT.';

async function doOnce<Input, P extends Payload>(
  name: string,
  { work, keepsKeys }: { work: (input: Input, context: Context) => Promise<Done<P>>; keepsKeys?: boolean },
  input: Input,
  context: Context,
): Promise<Done<P>> {
  if (keepsKeys) return work(input, context);
  const { idempotencyKey, ...rest } = input as { idempotencyKey?: string | null };
  const key = optionalLine(idempotencyKey, 'The idempotency key', ['input', 'idempotencyKey']);
  const run = () => work(rest as Input, context);
  if (!key) return run();
  return idempotent(
    context.app.sql,
    context.actor.organizationId,
    { work: name, key, input: await withoutFiles(rest) },
    run,
  );
}
