import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { conflict, notFound } from '../platform/errors.js';
import { isUuid } from '../platform/ids.js';
import { textInput } from '../platform/text/text-input.js';
import { checkVersion, type ExpectedVersion } from '../platform/versions.js';
import { ACTIONS, changeWorkflow, runOf } from '../rfp/index.js';
import { refusalOf, wakeSoon } from '../runs/index.js';
import { reopen } from './reopen.js';

export interface RegenerateSectionInput {
  sectionId: string;
  /** What should be different, in a person's words. */
  guidance: string | null;
  expectedVersion?: ExpectedVersion;
}

/**
 * Sends a section back to be drafted again. The old text stays until the new one is there; what people edited in the
 * other sections of the document is kept.
 * @returns its id
 * @throws {DomainError} not-found; conflict where the state does not allow it; invalid-input
 */
export async function regenerateSection(
  app: App,
  actor: Actor,
  input: RegenerateSectionInput,
): Promise<string> {
  requirePermission(actor, 'answers.edit');
  const guidance = input.guidance?.trim()
    ? textInput(input.guidance, 'The guidance', ['input', 'guidance'], { max: 2000 })
    : null;
  const { sectionId } = input;
  const { organizationId } = actor;
  const found = isUuid(sectionId)
    ? await app.db.proposalSection.findFirst({ where: { id: sectionId, organizationId } })
    : null;
  if (!found) throw notFound('The section');

  const run = await changeWorkflow(app, { id: found.workflowId, organizationId }, async (tx, workflow) => {
    const section = await tx.proposalSection.findUniqueOrThrow({ where: { id: sectionId } });
    checkVersion('The section', { id: sectionId, version: section.revision }, input.expectedVersion);
    const refusal = refusalOf({ actions: ACTIONS }, 'regenerate', workflow.state);
    if (refusal) throw conflict(refusal);
    const events = await reopen(tx, { workflowId: workflow.id, id: sectionId }, guidance);
    await recordAudit(tx, actor, {
      action: 'section.regenerated',
      subjectType: 'section',
      subjectId: sectionId,
      details: { guidance },
      before: { content: section.content, status: section.status, guidance: section.guidance },
      after: { status: 'PENDING', guidance },
    });
    return { data: { answersRevision: { increment: 1 } }, events, result: runOf(workflow) };
  });
  await wakeSoon(app, run);
  return sectionId;
}
