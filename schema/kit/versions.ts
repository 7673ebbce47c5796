import type { GraphQLField } from 'graphql';
import type { Versioned } from '../../src/platform/versions.js';
import type { Context } from '../context.js';
import type { InputFields } from './mutation.js';
import { type Model, tableOf } from './table.js';

/**
 * The thing that a mutation changes. What declares one takes `expectedVersion`, passes it to its use case, which calls
 * `checkVersion`, and fills `currentVersion` and `current` of every CONFLICT.
 */
export interface Changes {
  /** Its type in the schema. */
  type: string;
  /** Whether the mutation takes it away. */
  deletes?: boolean;
  /** What the input called `expectedVersion` before, which it still takes. */
  formerly?: string;
  /** The thing as it is now, by the id under which the payload finds it; null where there is none. */
  find(input: never, context: Context): PromiseLike<Versioned | null>;
}

interface Row {
  /** The type, where that is not the one named like the model. */
  type?: string;
  deletes?: boolean;
  formerly?: string;
  /** How it is found; left out: by its id, within the organization. */
  where?: (id: string, context: Context) => object;
}

/**
 * A row of the organization's whose id the input has.
 * @param field of the input
 */
export const row = (
  model: Model,
  field: string,
  { type = model, deletes = false, formerly = 'expectedVersion', where }: Row = {},
): Changes => ({
  type,
  deletes,
  formerly,
  find: async (input: Record<string, unknown>, context) => {
    const id = input[field];
    if (typeof id !== 'string') return null;
    const { organizationId } = context.actor;
    const found = await tableOf(context, model).findFirst({
      where: where ? where(id, context) : { id, organizationId },
    });
    return found && { id, version: versionOf(found) };
  },
});

/** Where a row has a revision, that moves with each change; its versions are those of what it holds. */
export const versionOf = (found: object): number =>
  'revision' in found ? (found.revision as number) : (found as { version: number }).version;

/** Of a field `version`. */
export const VERSION = 'Moves with each change. Give it back as `expectedVersion`.';

const EXPECTED =
  'The version of it that you edited: where another one is there by now, nothing is changed, and the CONFLICT says which ' +
  'and carries it. Left out, the change is made whatever was there, and the audit trail says so.';

/** Of inputs that several mutations take; those of one mutation have it by its `changes`. */
export const expectedVersion = (t: InputFields) => ({
  expectedVersion: t.int({ description: EXPECTED }),
});

/** What a mutation says that it changes; null where it makes something, or is about one's own account. */
export const changesOf = (field: GraphQLField<unknown, unknown>): Changes | null =>
  (field.extensions as { changes?: Changes }).changes ?? null;
