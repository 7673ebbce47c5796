import type { App } from '../../app-types.js';
import type { PromptTask } from './catalogue.js';
import { type LatestRow, latestRows } from './latest-rows.js';

/** What an organization tells models to do for one task. */
export interface Template {
  task: PromptTask;
  /** In force: the organization's own text, or the default. */
  text: string;
  /** Of the latest change; 0 where there was none. */
  version: number;
  isDefault: boolean;
  changedAt: Date | null;
}

/** The templates of all tasks, in the order of the catalogue. */
export async function listTemplates(
  { db, prompts }: Pick<App, 'db' | 'prompts'>,
  organizationId: string,
): Promise<Template[]> {
  const latest = await latestRows(db, organizationId);
  const rows = new Map(latest.map((row) => [row.task, row]));
  return [...prompts.values()].map((task) => templateOf(task, rows.get(task.name)));
}

const templateOf = (task: PromptTask, row: LatestRow | undefined): Template => ({
  task,
  text: row?.text ?? task.instructions,
  version: row?.version ?? 0,
  isDefault: (row?.text ?? null) === null,
  changedAt: row?.createdAt ?? null,
});

/** The template of one task; null for a task that there is not. */
export async function findTemplate(
  app: Pick<App, 'db' | 'prompts'>,
  organizationId: string,
  name: string,
): Promise<Template | null> {
  const all = await listTemplates(app, organizationId);
  return all.find(({ task }) => task.name === name) ?? null;
}
