import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import type { Run } from '../../platform/durable.js';
import { wakeSoon } from '../../runs/index.js';
import { changeWorkflow, runOf } from '../workflow.js';
import { checkMapping, findQuestionnaire } from './find-questionnaire.js';

export interface ConfirmMappingInput {
  /** The readable id of the workflow. */
  workflowId: string;
  /** The version of the mapping that was looked at. */
  expectedVersion: number | null;
}

/**
 * Somebody has seen where answers go: from now on they are written there. It is remembered for the next form whose
 * columns have the same names. One that is confirmed already stays as it is.
 * @returns the readable id of the workflow
 * @throws {DomainError} not-found; conflict where the workflow came as no form; StaleVersion
 */
export async function confirmMapping(app: App, actor: Actor, input: ConfirmMappingInput): Promise<string> {
  requirePermission(actor, 'workflows.run');
  const { workflow } = await findQuestionnaire(app, actor, input.workflowId);
  const { id, organizationId } = workflow;
  const at = app.clock();
  const run = await changeWorkflow<Run | null>(app, { id, organizationId }, async (tx, now) => {
    const before = await tx.questionnaire.findUniqueOrThrow({ where: { workflowId: id } });
    checkMapping(before, input.expectedVersion);
    if (before.status === 'CONFIRMED') return { result: null };
    const { fingerprint, regions, version } = before;
    await tx.questionnaire.update({
      where: { workflowId: id },
      data: { status: 'CONFIRMED', confirmedById: actor.userId, confirmedAt: at },
    });
    const kept = { regions: regions as unknown as object[], confirmedAt: at };
    await tx.rememberedMapping.upsert({
      where: { organizationId_fingerprint: { organizationId, fingerprint } },
      create: { organizationId, fingerprint, ...kept },
      update: kept,
    });
    await recordAudit(tx, actor, {
      action: 'mapping.confirmed',
      subjectType: 'workflow',
      subjectId: id,
      details: { version },
      before: { status: before.status },
      after: { status: 'CONFIRMED' },
    });
    return {
      data: { answersRevision: { increment: 1 } },
      events: [{ kind: 'mapping-changed', status: 'CONFIRMED', version }],
      result: runOf(now),
    };
  });
  if (run) await wakeSoon(app, run);
  return input.workflowId;
}
