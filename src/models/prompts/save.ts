import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import type { Tx } from '../../platform/database/db.js';
import { notFound } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import { optionalLine } from '../../platform/text/text-input.js';
import { checkVersion, type ExpectedVersion } from '../../platform/versions.js';
import { taskNamed } from './catalogue.js';
import { instructionsInput } from './input.js';

export interface SaveTemplateInput {
  /** The task's name. */
  task: string;
  text: string;
  note: string | null;
  /** The version that was edited, 0 where there was none. */
  expectedVersion: ExpectedVersion;
}

const LONGEST_NOTE = 500;

/**
 * Saves what an organization tells models to do for a task, as a new version. Requests that are made from now on say
 * it; the text that is in force already makes no version.
 * @returns the task's name
 * @throws {DomainError} invalid-input; conflict where the version that was edited is no longer the latest
 */
export async function saveTemplate(app: App, actor: Actor, input: SaveTemplateInput): Promise<string> {
  requirePermission(actor, 'prompts.edit');
  const task = taskNamed(app.prompts, input.task).name;
  const text = instructionsInput(input.text);
  const note = optionalLine(input.note, 'The note', ['input', 'note'], LONGEST_NOTE);
  await addVersion(app, actor, task, (latest) => {
    checkCurrent(task, latest, input.expectedVersion);
    return latest?.text === text ? null : { text, note, restoredFrom: null };
  });
  return task;
}

/**
 * Goes back to an earlier version, or with 0 to the default, by a new version with its text.
 * @returns the task's name
 * @throws {DomainError} invalid-input for a task, not-found for a version that there is not
 */
export async function restoreTemplate(
  app: App,
  actor: Actor,
  input: { task: string; version: number; expectedVersion?: ExpectedVersion },
): Promise<string> {
  requirePermission(actor, 'prompts.edit');
  const task = taskNamed(app.prompts, input.task).name;
  const { organizationId } = actor;
  await addVersion(app, actor, task, async (latest, tx) => {
    checkCurrent(task, latest, input.expectedVersion);
    const restored =
      input.version === 0
        ? { text: null }
        : await tx.promptTemplate.findFirst({ where: { organizationId, task, version: input.version } });
    if (!restored) throw notFound(`Version ${input.version} of the instructions of “${task}”`);
    if ((latest?.text ?? null) === restored.text) return null;
    return { text: restored.text, note: null, restoredFrom: input.version };
  });
  return task;
}

interface Latest {
  id: string;
  version: number;
  text: string | null;
}

const checkCurrent = (task: string, latest: Latest | null, expected: ExpectedVersion) =>
  checkVersion(`The prompt of “${task}”`, { id: task, version: latest?.version ?? 0 }, expected);

interface NextVersion {
  text: string | null;
  note: string | null;
  restoredFrom: number | null;
}

/** @param decide what the next version is, null where nothing changes; one caller at a time for a task */
async function addVersion(
  app: App,
  actor: Actor,
  task: string,
  decide: (latest: Latest | null, tx: Tx) => NextVersion | null | Promise<NextVersion | null>,
): Promise<void> {
  const { organizationId, userId } = actor;
  await app.db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${organizationId} prompt ${task}`}, 0))`;
    const latest = await tx.promptTemplate.findFirst({
      where: { organizationId, task },
      orderBy: { version: 'desc' },
    });
    const next = await decide(latest, tx);
    if (next === null) return;
    const id = newId();
    const version = (latest?.version ?? 0) + 1;
    await tx.promptTemplate.create({
      data: { id, organizationId, task, version, ...next, createdById: userId, createdAt: app.clock() },
    });
    const { restoredFrom } = next;
    await recordAudit(tx, actor, {
      action: restoredFrom === null ? 'prompt.saved' : 'prompt.restored',
      subjectType: 'prompt',
      subjectId: id,
      details: { task, version, ...(restoredFrom !== null && { restoredFrom }) },
      ...(latest && { before: { version: latest.version, text: latest.text } }),
      after: { version, text: next.text, note: next.note },
    });
  });
  app.models.forget(organizationId);
}
