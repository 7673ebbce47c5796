import { common } from './common.js';
import { enums } from './enums.js';
import { identity } from './identity.js';
import { inputs } from './inputs.js';
import { knowledge } from './knowledge.js';
import { models } from './models.js';
import { proposals } from './proposals.js';
import { qa } from './qa.js';
import { roots } from './roots.js';
import { tasks } from './tasks.js';
import { workflows } from './workflows.js';

/** What fields are, by their type. */
export type Words = Record<string, Record<string, string>>;

export const fields: Words = {
  ...identity,
  ...knowledge,
  ...workflows,
  ...models,
  ...proposals,
  ...qa,
  ...tasks,
  ...roots,
};

/**
 * What is said of fields, arguments and values that say nothing themselves: names that a reader of English takes for what they
 * are, and that a reader of introspection still wants told. What needs more than a line says it beside its code.
 */
export const words = {
  field: (type: string, name: string, kind: string): string | undefined =>
    fields[type]?.[name] ?? common.field(type, name, kind),
  /** @param owner an input, or a field as Type.field */
  input: (owner: string, name: string): string | undefined =>
    inputs[owner]?.[name] ?? common.input(owner, name),
  value: (type: string, name: string): string | undefined => enums[type]?.[name],
};
