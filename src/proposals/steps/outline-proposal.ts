import type { App } from '../../app-types.js';
import type { Run } from '../../platform/durable.js';
import { newId } from '../../platform/ids.js';
import { commitWorkflowStep, hasReached, loadRun } from '../../rfp/index.js';
import { outline } from '../prompts/outline/index.js';
import type { TemplateSection } from '../templates/index.js';
import { doTask } from './task.js';

/**
 * ROUTING: makes the sections of the template, gives each requirement to one of them, and goes on to GENERATING.
 * @throws {AiFailure} where the model fails
 */
export async function outlineProposal(app: App, run: Run, signal: AbortSignal): Promise<void> {
  const workflow = await loadRun(app, run);
  if (hasReached(workflow, 'GENERATING')) return;
  const { template } = await app.db.proposal.findUniqueOrThrow({ where: { workflowId: run.workflowId } });
  const sections = template as unknown as TemplateSection[];
  const requirements = await app.db.proposalRequirement.findMany({
    where: { workflowId: run.workflowId },
    orderBy: { position: 'asc' },
    select: { position: true, text: true },
  });
  const outlined = await doTask(app, run, outline, 'all', { sections, requirements }, signal);

  const owner = { workflowId: run.workflowId, organizationId: run.organizationId };
  const rows = sections.map(({ kind, title, purpose, words }, i) => ({
    ...owner,
    id: newId(),
    position: i + 1,
    kind,
    title,
    purpose,
    words,
    topics: outlined[i]!.topics,
  }));
  const taken = outlined.flatMap(({ requirements }, i) =>
    requirements.map((position) => ({ position, sectionId: rows[i]!.id })),
  );
  await commitWorkflowStep(app, run, async (tx, { state }) => {
    if (state !== 'ROUTING') return { result: undefined };
    await tx.proposalSection.createMany({ data: rows });
    await tx.$executeRaw`
      UPDATE proposal_requirement SET section_id = v.section_id
      FROM unnest(${taken.map(({ position }) => position)}::int[], ${taken.map(({ sectionId }) => sectionId)}::uuid[])
        AS v(position, section_id)
      WHERE workflow_id = ${run.workflowId}::uuid AND proposal_requirement.position = v.position`;
    await tx.proposal.update({
      where: { workflowId: run.workflowId },
      data: { sectionsTotal: rows.length, sectionsDrafted: 0 },
    });
    return {
      data: { state: 'GENERATING' },
      events: [{ kind: 'proposal-outlined', totalSections: rows.length }],
      result: undefined,
    };
  });
}
