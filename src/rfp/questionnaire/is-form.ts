import type { App } from '../../app-types.js';
import type { Run } from '../../platform/durable.js';

/** Whether what a run answers came as a form: then its mapping says what is asked. */
export const isForm = async (
  { db }: Pick<App, 'db'>,
  { workflowId, organizationId }: Run,
): Promise<boolean> => (await db.questionnaire.count({ where: { workflowId, organizationId } })) > 0;
