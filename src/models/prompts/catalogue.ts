import type { Task } from '../../ai/index.js';
import { invalidInput } from '../../platform/errors.js';

declare module '../../app-types.js' {
  interface App {
    /** What models are asked to do, with its default instructions. */
    prompts: PromptCatalogue;
  }
}

/** A task whose instructions an organization may replace. */
export type PromptTask = Pick<
  Task<never, never, unknown>,
  'name' | 'model' | 'description' | 'material' | 'instructions'
>;

/** All of them, by name. The domains bring theirs when the application is put together. */
export type PromptCatalogue = ReadonlyMap<string, PromptTask>;

/** @throws Error for two tasks of one name */
export function promptCatalogue(tasks: readonly PromptTask[]): PromptCatalogue {
  const catalogue = new Map(tasks.map((task) => [task.name, task]));
  if (catalogue.size < tasks.length) throw new Error('Two tasks for models have the same name.');
  return catalogue;
}

/** @throws {DomainError} invalid-input for a task that there is not */
export function taskNamed(catalogue: PromptCatalogue, name: string): PromptTask {
  const task = catalogue.get(name);
  if (task) return task;
  const names = [...catalogue.keys()].join(', ');
  throw invalidInput(`There is no task “${name.slice(0, 100)}”. The tasks are ${names}.`, ['input', 'task']);
}
