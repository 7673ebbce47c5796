import type { InputFieldMap, InputRef, InputShapeFromFields, ObjectRef } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import { unauthenticated } from '../../src/identity/index.js';
import { invalidInput } from '../../src/platform/errors.js';
import { idempotent } from '../../src/platform/idempotency/idempotent.js';
import { expecting } from '../../src/platform/observability/request-context.js';
import { optionalLine } from '../../src/platform/text/text-input.js';
import type { ExpectedVersion, Versioned } from '../../src/platform/versions.js';
import { builder } from '../builder.js';
import type { Context } from '../context.js';
import { userErrorOf } from '../errors.js';
import { type Access, checkAccess, needs, reachingAsFar } from '../permissions.js';
import { withoutFiles } from '../upload-content.js';
import { withLocalIds } from './global-id.js';
import type { Payload } from './payload.js';
import type { Types } from './table.js';
import { type Changes, expectedVersion } from './versions.js';
import { withReferences } from './workflow-reference.js';

/** What a use case returns: the id of what it changed, with whatever else its payload says. */
type Done<P extends Payload> = string | (Omit<P, keyof Payload> & { id: string });

/** What makes the fields of an input. */
export type InputFields = PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>;
type FieldsOf = (t: InputFields) => InputFieldMap;
// biome-ignore lint/suspicious/noExplicitAny: an input of whatever shape.
type Source = FieldsOf | InputRef<any>;
type InputOf<S extends Source> =
  S extends InputRef<infer Shape> ? Shape : S extends FieldsOf ? InputShapeFromFields<ReturnType<S>> : never;

/** There where a thing is changed. */
interface Expected {
  expectedVersion?: ExpectedVersion;
}

/** There where the key is passed on. */
interface Key {
  idempotencyKey?: string | null | undefined;
}

/**
 * Runs a use case and turns domain errors into data.
 * @param current finds what was to be changed as it is now, for a conflict that does not say it
 */
async function payloadOf<P extends Payload>(
  context: Context,
  changes: Changes | undefined,
  work: () => Promise<Done<P>>,
  current: () => PromiseLike<Versioned | null>,
): Promise<P> {
  let done: Done<P>;
  try {
    done = await work();
  } catch (error) {
    context.refused(error);
    const failure = userErrorOf(error);
    if (changes && failure.code === 'CONFLICT') {
      const now = await current();
      // By the id under which the payload finds it.
      failure.current = failure.current ? { ...failure.current, ...(now && { id: now.id }) } : now;
    }
    return { id: null, changes, errors: [failure] } as unknown as P;
  }
  await goOnAsNow(context);
  return {
    ...(typeof done === 'string' ? { id: done } : done),
    changes,
    errors: [] as Payload['errors'],
  } as P;
}

/** Lets the payload, and mutations after it, be resolved for whoever asks as this mutation left them: signed in, switched. */
async function goOnAsNow(context: Context): Promise<void> {
  const caller = await context.callerNow();
  context.caller = caller;
  // Fields that need one are guarded.
  context.actor = (caller?.actor ?? null) as Context['actor'];
}

/**
 * What a second call with the same input does:
 *
 *   key        nothing, where it comes with the `idempotencyKey` of the first: the input has that field, and the kit sees to it
 *   passed-on  the same, by the use case, which other doors lead to as well or which waits for what is begun
 *   natural    nothing more: it sets something to a value, or takes it away
 *   none       all of it once more: what it gives is shown once and must not be kept, or it asks anew
 */
export type Idempotency = 'key' | 'passed-on' | 'natural' | 'none';

/** What a mutation declares of itself besides its access. */
export const idempotencyOf = (field: { extensions: object }): Idempotency | null =>
  (field.extensions as { idempotency?: Idempotency }).idempotency ?? null;

/** What a mutation does once its access is checked: so that it can be asked whether its use case requires the same. */
export const workOf = (field: {
  extensions: object;
}): ((input: object, context: Context) => Promise<unknown>) =>
  (field.extensions as { work: (input: object, context: Context) => Promise<unknown> }).work;

const isKeyed = (idempotency: Idempotency) => idempotency === 'key' || idempotency === 'passed-on';

const IDEMPOTENCY_KEY =
  'Of your choice. Within a day, the same key with the same input does nothing new and returns the outcome of the first call; with other input it is a CONFLICT.';

const keyField = (t: InputFields) => ({ idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }) });

/** An input with `idempotencyKey` that several mutations take. */
export const keyedInput = <Fields extends InputFieldMap>(name: string, fields: (t: InputFields) => Fields) =>
  builder.inputType(name, { fields: (t) => ({ ...fields(t), ...keyField(t) }) });

/**
 * Adds a mutation that takes one `input` and returns a payload.
 * @param permission who may call it; its use case requires the same
 * @param idempotency what a second call does
 * @param input its fields, or an input type that several mutations take
 * @param changes the thing that it changes, where it was there before
 * @param work maps the input, in which declared global ids are local, to a use case; resolves to the id of the thing
 *   changed, or to that and more
 */
export function mutation<S extends Source, P extends Payload>(
  name: string,
  options: {
    permission: Access;
    idempotency: Idempotency;
    description: string;
    input: S;
    payload: ObjectRef<Types, P>;
    changes?: Changes;
    work: (input: InputOf<S> & Key & Expected, context: Context) => Promise<Done<P>>;
  },
): void {
  const { permission, idempotency, input, changes } = options;
  const fields = (t: InputFields) => ({
    ...(changes && expectedVersion(t)),
    ...(input as FieldsOf)(t),
    ...(isKeyed(idempotency) && keyField(t)),
  });
  const type =
    typeof input === 'function'
      ? builder.inputType(`${name[0]!.toUpperCase()}${name.slice(1)}Input`, { fields })
      : (input as InputRef<unknown>);
  builder.mutationField(name, (t) =>
    t.field({
      extensions: { ...needs(permission).extensions, idempotency, work: options.work, changes },
      type: options.payload,
      description: options.description,
      args: { input: t.arg({ type: type as InputRef<object>, required: true }) },
      resolve: (_root, args, context, info) => {
        // Nobody at all is told so at the top, with the status 401; a payload is for those who may set it right.
        if (permission !== 'anyone' && !context.caller) throw unauthenticated(context.app);
        // Pothos cannot tell that a payload is no list.
        return payloadOf(
          context,
          changes,
          async () => {
            checkAccess(context, permission);
            return reachingAsFar(permission, () => doOnce(name, options, args, context, info));
          },
          () =>
            reachingAsFar(permission, async () =>
              changes!.find((await localInput(args, info, context)) as never, context),
            ) as Promise<Versioned | null>,
        ) as never;
      },
    }),
  );
}

interface Work<P extends Payload> {
  idempotency: Idempotency;
  changes?: Changes;
  work: (input: never, context: Context) => Promise<Done<P>>;
}

async function doOnce<P extends Payload>(
  name: string,
  { idempotency, changes, work }: Work<P>,
  args: { input: object },
  context: Context,
  info: GraphQLResolveInfo,
): Promise<Done<P>> {
  const input = await localInput(args, info, context);
  const { expectedVersion = former(input, changes) } = input as Expected;
  if (expectedVersion != null && !changes)
    throw invalidInput('There is nothing here that has a version yet. Leave it out.', [
      'input',
      'expectedVersion',
    ]);
  const act = (given: object) =>
    changes
      ? expecting(expectedVersion ?? null, () => work({ ...given, expectedVersion } as never, context))
      : work(given as never, context);
  if (idempotency !== 'key') return act(input);
  // The input is what the client gave, ids as they are known outside.
  const { idempotencyKey, ...given } = args.input as { idempotencyKey?: string | null };
  const key = optionalLine(idempotencyKey, 'The idempotency key', ['input', 'idempotencyKey']);
  const keyed = { work: name, key, input: key === null ? null : await withoutFiles(given) };
  const { idempotencyKey: _key, ...rest } = input as typeof args.input & { idempotencyKey?: unknown };
  return idempotent(context.app.sql, context.actor.organizationId, keyed, () => act(rest));
}

/** The version expected by the name that the input had for it before. */
const former = (input: object, changes: Changes | undefined): ExpectedVersion =>
  changes?.formerly ? (input as Record<string, ExpectedVersion>)[changes.formerly] : undefined;

/** The input with local ids. */
async function localInput(
  args: { input: object },
  info: GraphQLResolveInfo,
  context: Context,
): Promise<object> {
  const mapped = withLocalIds(info.parentType.getFields()[info.fieldName]!, args);
  return (await withReferences(context, mapped)).input;
}
