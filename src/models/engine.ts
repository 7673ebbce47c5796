import { RULES } from '../ai/index.js';
import type { App } from '../app-types.js';
import type { ModelTask } from './models-types.js';

/** "rules", or the model that is asked first for the task. */
export const engineFor = async (
  { models }: Pick<App, 'models'>,
  task: ModelTask,
  organizationId: string,
): Promise<string> => (await models.for(task, { organizationId }))?.model ?? RULES;
