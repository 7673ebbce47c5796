import type { Prisma, ProposalSection } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import type { Tx } from '../../platform/database/db.js';
import type { Run } from '../../platform/durable.js';
import { newId } from '../../platform/ids.js';
import { commitWorkflowStep } from '../../rfp/index.js';
import { toBeCompleted } from '../markdown.js';
import type { DraftedSection } from '../prompts/section/index.js';

/** Commits a draft with its sources, and says which requirements it covers. */
export const commitSection = (
  app: App,
  run: Run,
  section: Pick<ProposalSection, 'id' | 'revision'>,
  { content, confidence, status, sources, covered }: DraftedSection,
  aiRequestId: string | null,
): Promise<void> => {
  const data = { content, confidence, status, aiRequestId, failure: null, guidance: null };
  return commit(app, run, section, data, async (tx) => {
    await tx.proposalSource.deleteMany({ where: { sectionId: section.id } });
    await tx.proposalSource.createMany({
      data: sources.map(
        ({ text, score, title, source, section: place, page, start, end, knowledgeId }, i) => ({
          id: newId(),
          organizationId: run.organizationId,
          sectionId: section.id,
          position: i + 1,
          text,
          score,
          title,
          source,
          section: place,
          page,
          start,
          end,
          knowledgeId,
        }),
      ),
    });
    await tx.$executeRaw`
      UPDATE proposal_requirement SET covered = position = ANY(${covered}::int[])
      WHERE section_id = ${section.id}::uuid`;
  });
};

/** Commits that a section could not be drafted. What it said before stays. */
export async function commitFailure(app: App, run: Run, sectionId: string, failure: string): Promise<void> {
  const section = await app.db.proposalSection.findFirst({
    where: { id: sectionId, workflowId: run.workflowId },
  });
  if (section?.status !== 'PENDING') return;
  const content = section.content || toBeCompleted('this section could not be drafted.');
  await commit(app, run, section, { content, status: 'FAILED', failure }, async () => {});
}

async function commit(
  app: App,
  run: Run,
  { id, revision }: Pick<ProposalSection, 'id' | 'revision'>,
  data: Prisma.ProposalSectionUncheckedUpdateManyInput,
  more: (tx: Tx) => Promise<void>,
): Promise<void> {
  await commitWorkflowStep(app, run, async (tx) => {
    const before = await tx.proposalSection.findUniqueOrThrow({ where: { id }, select: { draftedAt: true } });
    // A section of another revision was sent back meanwhile, or committed by an earlier try of this very draft.
    const { count } = await tx.proposalSection.updateMany({
      where: { id, status: 'PENDING', revision },
      data: { ...data, revision: { increment: 1 }, draftedAt: before.draftedAt ?? app.clock() },
    });
    if (!count) return { result: undefined };
    await more(tx);
    return {
      data: { answersRevision: { increment: 1 } },
      ...(before.draftedAt === null && (await countDrafted(tx, run.workflowId))),
      events: [{ kind: 'section-updated', sectionId: id }],
      result: undefined,
    };
  });
}

/** Counts a section that is drafted for the first time. */
async function countDrafted(tx: Tx, workflowId: string): Promise<{ share: number }> {
  const { sectionsDrafted, sectionsTotal } = await tx.proposal.update({
    where: { workflowId },
    data: { sectionsDrafted: { increment: 1 } },
    select: { sectionsDrafted: true, sectionsTotal: true },
  });
  return { share: sectionsTotal ? (sectionsDrafted ?? 0) / sectionsTotal : 0 };
}
