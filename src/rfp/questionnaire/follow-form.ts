import type { App } from '../../app-types.js';
import type { Run } from '../../platform/durable.js';
import { fillForm } from './return-form.js';

/**
 * Brings the form that goes back up to the answers, where its mapping is confirmed. It is made anew where somebody asks
 * for it as well, so a form that cannot be written now stops no run.
 */
export async function followForm(app: App, { workflowId }: Run): Promise<void> {
  const confirmed = await app.db.questionnaire.count({ where: { workflowId, status: 'CONFIRMED' } });
  if (confirmed === 0) return;
  try {
    await fillForm(app, workflowId);
  } catch (error) {
    app.log.warn({ workflowId, error: (error as Error).message }, 'a form could not be filled in');
  }
}
