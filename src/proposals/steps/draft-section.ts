import type { App } from '../../app-types.js';
import type { Run } from '../../platform/durable.js';
import { loadRun } from '../../rfp/index.js';
import { checkRun, paidRequest } from '../../runs/index.js';
import { needsSection } from '../needs.js';
import { withPricingTable } from '../pricing.js';
import { type DraftedSection, draftSectionTask } from '../prompts/section/index.js';
import { summarize } from '../prompts/summary/index.js';
import { commitFailure, commitSection } from './commit-section.js';
import { loadSection, type SectionToDraft } from './load-section.js';
import { lookUp } from './look-up.js';
import { doTask } from './task.js';

/** Sections that wait to be drafted, in order; the summary comes after the others, since it is drawn from them. */
export async function pendingSections(
  app: App,
  run: Run,
): Promise<{ sectionIds: string[]; summaryIds: string[] }> {
  await loadRun(app, run);
  const rows = await app.db.proposalSection.findMany({
    where: { workflowId: run.workflowId, status: 'PENDING' },
    orderBy: { position: 'asc' },
    select: { id: true, kind: true },
  });
  const idsOf = (isSummary: boolean) =>
    rows.filter(({ kind }) => (kind === 'SUMMARY') === isSummary).map(({ id }) => id);
  return { sectionIds: idsOf(false), summaryIds: idsOf(true) };
}

/**
 * GENERATING: drafts and commits one section. May run twice: a section that is no longer pending is left alone, a
 * reply that was paid for is not asked for again, and a draft that another change overtook is dropped.
 * @throws {AiFailure} where the model fails
 */
export async function draftSection(
  app: App,
  run: Run,
  sectionId: string,
  signal: AbortSignal,
): Promise<void> {
  const section = await loadSection(app, run, sectionId);
  if (section?.status !== 'PENDING') return;
  checkRun(app, run, section.workflow.run);
  const draft = await drafts[section.kind](app, run, section, signal);
  const task = section.kind === 'SUMMARY' ? summarize : draftSectionTask;
  const aiRequestId = await paidRequest(app, run, task.name, partOf(section));
  await commitSection(app, run, section, draft, aiRequestId);
}

type Draft = (app: App, run: Run, section: SectionToDraft, signal: AbortSignal) => Promise<DraftedSection>;

const drafts: Record<SectionToDraft['kind'], Draft> = {
  TEXT: draftText,
  PRICING: async (app, run, section, signal) => {
    const input = await inputOf(app, run, section);
    return withPricingTable(
      await doTask(app, run, draftSectionTask, partOf(section), input, signal, isAgain(section)),
      input,
    );
  },
  NEEDS: async (_app, _run, { workflow }) =>
    needsSection(
      workflow.clientName,
      workflow.proposalRequirements.map(({ position, text, section }) => ({
        position,
        text,
        section: section?.title ?? null,
      })),
    ),
  SUMMARY: (app, run, section, signal) => {
    const { clientName, industry, proposalRequirements, proposalSections } = section.workflow;
    const input = {
      clientName,
      industry,
      words: section.words,
      guidance: section.guidance,
      requirements: {
        total: proposalRequirements.length,
        covered: proposalRequirements.filter(({ covered }) => covered).length,
      },
      sections: proposalSections.filter(({ id }) => id !== section.id),
    };
    return doTask(app, run, summarize, partOf(section), input, signal, isAgain(section));
  },
};

async function draftText(
  app: App,
  run: Run,
  section: SectionToDraft,
  signal: AbortSignal,
): Promise<DraftedSection> {
  return doTask(
    app,
    run,
    draftSectionTask,
    partOf(section),
    await inputOf(app, run, section),
    signal,
    isAgain(section),
  );
}

const inputOf = async (app: App, run: Run, section: SectionToDraft) => ({
  title: section.title,
  purpose: section.purpose,
  words: section.words,
  clientName: section.workflow.clientName,
  industry: section.workflow.industry,
  guidance: section.guidance,
  requirements: section.requirements,
  lookups: await lookUp(app, run.organizationId, section),
  needsInputBelow: app.env.needsInputBelow,
});

/** A section is drafted anew only when its revision has moved. */
const partOf = ({ id, revision }: SectionToDraft) => `${id} ${revision}`;

/** Somebody asked for another draft than the one there is. */
const isAgain = ({ draftedAt }: SectionToDraft) => draftedAt !== null;

/** GENERATING: a section that keeps failing is left to a person; the run goes on without it. */
export const failSection = (app: App, run: Run, sectionId: string, failure: string): Promise<void> =>
  commitFailure(app, run, sectionId, failure);
