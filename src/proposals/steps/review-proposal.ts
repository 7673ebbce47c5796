import type { App } from '../../app-types.js';
import type { Run } from '../../platform/durable.js';
import { hashOf } from '../../platform/secrets/hash.js';
import { commitWorkflowStep, loadRun, storeReview } from '../../rfp/index.js';
import { type ReviewInput, reviewProposalTask } from '../prompts/review/index.js';
import { doTask } from './task.js';

/**
 * REVIEWING: reviews the sections, commits the review, and goes on to FORMATTING. Also refreshes a READY proposal.
 * @throws {AiFailure} where the model fails
 */
export async function reviewProposal(app: App, run: Run, signal: AbortSignal): Promise<void> {
  const { state } = await commitWorkflowStep(app, run, async (_tx, { state }) => {
    const next = state === 'GENERATING' ? 'REVIEWING' : state;
    return { data: next === state ? {} : { state: next }, result: { state: next } };
  });
  if (state !== 'REVIEWING' && state !== 'READY') return;
  await loadRun(app, run);
  const { input, ids } = await loadReview(app, run);
  // A proposal that was reviewed as it stands is not paid for again.
  const review = await doTask(app, run, reviewProposalTask, hashOf(input), input, signal);

  await commitWorkflowStep(app, run, async (tx, { state }) => {
    if (state !== 'REVIEWING' && state !== 'READY') return { result: undefined };
    const { overallQuality, completenessScore } = review;
    await storeReview(
      tx,
      run,
      { overallQuality, completenessScore, reviewedAt: app.clock() },
      review.issues.map(({ section, ...issue }) => ({
        ...issue,
        sectionId: section === null ? null : (ids.get(section) ?? null),
      })),
    );
    return {
      data: state === 'REVIEWING' ? { state: 'FORMATTING' } : {},
      events: [{ kind: 'review-completed' }],
      result: undefined,
    };
  });
}

async function loadReview(app: App, run: Run): Promise<{ input: ReviewInput; ids: Map<number, string> }> {
  const where = { workflowId: run.workflowId };
  const orderBy = { position: 'asc' } as const;
  const sections = await app.db.proposalSection.findMany({
    where,
    orderBy,
    include: { _count: { select: { sources: true } } },
  });
  const requirements = await app.db.proposalRequirement.findMany({ where, orderBy });
  const positions = new Map(sections.map(({ id, position }) => [id, position]));
  return {
    input: {
      sections: sections.map(({ position, kind, title, content, status, confidence, _count }) => ({
        position,
        kind,
        title,
        content,
        status,
        confidence,
        sources: _count.sources,
      })),
      requirements: requirements.map(({ position, text, covered, sectionId }) => ({
        position,
        text,
        covered,
        section: sectionId === null ? null : (positions.get(sectionId) ?? null),
      })),
    },
    ids: new Map(sections.map(({ id, position }) => [position, id])),
  };
}
