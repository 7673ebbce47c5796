import type { InputFieldMap, InputRef, InputShapeFromFields, ObjectRef } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import { unauthenticated } from '../../src/identity/index.js';
import { once } from '../../src/platform/idempotency/once.js';
import { optionalLine } from '../../src/platform/text/text-input.js';
import { builder } from '../builder.js';
import type { Context } from '../context.js';
import { userErrorOf } from '../errors.js';
import { type Access, checkAccess, needs, reachingAsFar } from '../permissions.js';
import { withoutFiles } from '../upload-content.js';
import { withLocalIds } from './global-id.js';
import type { Payload } from './payload.js';
import type { Types } from './table.js';

/** What a use case returns: the id of what it changed, with whatever else its payload says. */
type Done<P extends Payload> = string | (Omit<P, keyof Payload> & { id: string });

/** What makes the fields of an input. */
export type InputFields = PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>;
type FieldsOf = (t: InputFields) => InputFieldMap;
// biome-ignore lint/suspicious/noExplicitAny: an input of whatever shape.
type Source = FieldsOf | InputRef<any>;
type InputOf<S extends Source> =
  S extends InputRef<infer Shape> ? Shape : S extends FieldsOf ? InputShapeFromFields<ReturnType<S>> : never;

/** Runs a use case and turns domain errors into data. */
async function payloadOf<P extends Payload>({ refused }: Context, work: () => Promise<Done<P>>): Promise<P> {
  try {
    const done = await work();
    return { ...(typeof done === 'string' ? { id: done } : done), errors: [] as Payload['errors'] } as P;
  } catch (error) {
    refused(error);
    return { id: null, errors: [userErrorOf(error)] } as unknown as P;
  }
}

/**
 * Adds a mutation that takes one `input` and returns a payload.
 * One whose input has `idempotencyKey: t.string({ description: IDEMPOTENCY_KEY })` is done once for each key.
 * @param input its fields, or an input type that several mutations take
 * @param work maps the input, in which declared global ids are local, to a use case; resolves to the id of the thing
 *   changed, or to that and more
 */
export function mutation<S extends Source, P extends Payload>(
  name: string,
  options: {
    permission: Access;
    description: string;
    input: S;
    payload: ObjectRef<Types, P>;
    work: (input: InputOf<S>, context: Context) => Promise<Done<P>>;
    /** True where the use case takes care of `idempotencyKey` by itself. */
    keepsKeys?: boolean;
  },
): void {
  const { input } = options;
  const type =
    typeof input === 'function'
      ? builder.inputType(`${name[0]!.toUpperCase()}${name.slice(1)}Input`, { fields: input as never })
      : (input as InputRef<unknown>);
  builder.mutationField(name, (t) =>
    t.field({
      ...needs(options.permission),
      type: options.payload,
      description: options.description,
      args: { input: t.arg({ type: type as InputRef<object>, required: true }) },
      resolve: (_root, args, context, info) => {
        // Nobody at all is told so at the top, with the status 401; a payload is for those who may set it right.
        if (options.permission !== 'anyone' && !context.caller) throw unauthenticated(context.app);
        // Pothos cannot tell that a payload is no list.
        return payloadOf(context, async () => {
          checkAccess(context, options.permission);
          return reachingAsFar(options.permission, () => doOnce(name, options, args, context, info));
        }) as never;
      },
    }),
  );
}

export const IDEMPOTENCY_KEY =
  'Of your choice. Within a day, the same key with the same input does nothing new and returns the outcome of the first call; with other input it is a CONFLICT.';

interface Work<P extends Payload> {
  work: (input: never, context: Context) => Promise<Done<P>>;
  keepsKeys?: boolean;
}

async function doOnce<P extends Payload>(
  name: string,
  { work, keepsKeys }: Work<P>,
  args: { input: object },
  context: Context,
  info: GraphQLResolveInfo,
): Promise<Done<P>> {
  const { input } = withLocalIds(info.parentType.getFields()[info.fieldName]!, args);
  if (keepsKeys) return work(input as never, context);
  const { idempotencyKey, ...rest } = input as { idempotencyKey?: string | null };
  const key = optionalLine(idempotencyKey, 'The idempotency key', ['input', 'idempotencyKey']);
  const run = () => work(rest as never, context);
  if (!key) return run();
  // As the client gave it: its ids are part of what the same input is.
  const { idempotencyKey: _key, ...given } = args.input as { idempotencyKey?: string | null };
  return once(
    context.app.sql,
    context.actor.organizationId,
    { work: name, key, input: await withoutFiles(given) },
    run,
  );
}
