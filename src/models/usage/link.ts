import { AiRequestOutcome, ModelTask } from '../../../generated/client/enums.js';
import { invalidInput } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import type { UsageDimension, UsageQuery } from './types.js';
import { USAGE_DIMENSIONS } from './usage.js';

/** The parameters of a link by which the usage is downloaded. */
export function usageParams({ from, to, groupBy, filter }: UsageQuery): URLSearchParams {
  const params = new URLSearchParams({ from: from.toISOString(), to: to.toISOString() });
  const add = (name: string, values: readonly string[] | null | undefined) => {
    for (const value of values ?? []) params.append(name, value);
  };
  add('groupBy', groupBy);
  add('task', filter.tasks);
  add('modelTask', filter.modelTasks);
  add('model', filter.models);
  add('provider', filter.providers);
  add('outcome', filter.outcomes);
  if (filter.userId) params.set('user', filter.userId);
  if (filter.workflow) params.set('workflow', filter.workflow);
  return params;
}

/**
 * What such a link asks for.
 * @throws {DomainError} invalid-input
 */
export function usageQueryOf(params: URLSearchParams): UsageQuery {
  const all = (name: string) => (params.has(name) ? params.getAll(name) : null);
  const user = params.get('user');
  if (user !== null && !isUuid(user)) throw invalidInput('`user` is the UUID of a user.', ['user']);
  return {
    from: momentOf(params, 'from'),
    to: momentOf(params, 'to'),
    groupBy: (all('groupBy') ?? []).map((name) => oneOf<UsageDimension>(USAGE_DIMENSIONS, name, 'groupBy')),
    filter: {
      tasks: all('task'),
      models: all('model'),
      providers: all('provider'),
      modelTasks: all('modelTask')?.map((name) => oneOf(Object.values(ModelTask), name, 'modelTask')),
      outcomes: all('outcome')?.map((name) => oneOf(Object.values(AiRequestOutcome), name, 'outcome')),
      userId: user,
      workflow: params.get('workflow'),
    },
  };
}

function momentOf(params: URLSearchParams, name: string): Date {
  const date = new Date(params.get(name) ?? '');
  if (Number.isNaN(date.getTime()))
    throw invalidInput(`\`${name}\` is a moment such as 2026-11-20T00:00:00Z.`, [name]);
  return date;
}

function oneOf<T extends string>(known: readonly T[], name: string, path: string): T {
  const found = known.find((one) => one === name);
  if (!found) throw invalidInput(`\`${path}\` is one of ${known.join(', ')}.`, [path]);
  return found;
}
