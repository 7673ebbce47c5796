import type { App } from '../../app-types.js';
import { unsupportedIn } from '../../grounding/index.js';
import type { Run } from '../../platform/durable.js';
import { hashOf } from '../../platform/secrets/hash.js';
import { paidResult, paidTask } from '../../runs/index.js';
import {
  type AnswerToReview,
  mergeReviews,
  type Review,
  reviewAnswers as reviewTask,
  reviewWindowsOf,
} from '../prompts/review-answers/index.js';
import { storeReview } from '../store-review.js';
import { commitWorkflowStep, loadRun } from '../workflow.js';

/**
 * The run has drafted all there was to draft: from GENERATING on to REVIEWING.
 * @returns how many windows of the answers a model has to review; 0 where rules do it alone
 */
export async function beginReview(app: App, run: Run): Promise<{ windows: number }> {
  await commitWorkflowStep(app, run, async (_tx, { state }) => ({
    data: state === 'GENERATING' ? { state: 'REVIEWING' } : {},
    result: undefined,
  }));
  if (!(await app.models.for(reviewTask.model, run))) return { windows: 0 };
  const { answers } = await loadAnswers(app, run);
  return { windows: reviewWindowsOf(answers).length };
}

/** REVIEWING with a model: has one window of answers reviewed. One that was reviewed as it stands is not paid again. */
export async function reviewWindow(app: App, run: Run, window: number, signal: AbortSignal): Promise<void> {
  await loadRun(app, run);
  const { answers } = await loadAnswers(app, run);
  const part = reviewWindowsOf(answers)[window];
  if (part) await paidTask(app, run, reviewTask, hashOf(part), async () => part, signal);
}

async function loadAnswers(app: App, run: Run) {
  const questions = await app.db.question.findMany({
    where: { workflowId: run.workflowId },
    orderBy: { position: 'asc' },
    include: { answer: { include: { sources: { orderBy: { position: 'asc' }, select: { text: true } } } } },
  });
  const answers = questions.map(
    ({ position, text, kind, answer }): AnswerToReview => ({
      position,
      question: text,
      kind: kind.toLowerCase() as AnswerToReview['kind'],
      answer: [answer?.choice, answer?.text].filter(Boolean).join('. '),
      status: answer?.status ?? 'PENDING',
      confidence: answer?.confidence ?? 0,
      sources: answer?.sources.length ?? 0,
      unsupported: answer ? unsupportedIn(answer) : [],
    }),
  );
  return { answers, ids: new Map(questions.map(({ position, id }) => [position, id])) };
}

/** REVIEWING: commits the review of the answers, and goes on to FORMATTING. Also refreshes a READY workflow. */
export async function commitReview(app: App, run: Run): Promise<void> {
  const workflow = await loadRun(app, run);
  if (workflow.state !== 'REVIEWING' && workflow.state !== 'READY') return;
  const { answers, ids } = await loadAnswers(app, run);
  const windows = reviewWindowsOf(answers);
  const parts = await Promise.all(
    windows.map((part) => paidResult<Review>(app, run, reviewTask.name, hashOf(part))),
  );
  // Rules leave none. A window that was edited meanwhile has no result yet; the edit has woken the run, which reviews it next.
  const output = mergeReviews(
    answers,
    parts.filter((part) => part !== null),
  );

  await commitWorkflowStep(app, run, async (tx, { state }) => {
    if (state !== 'REVIEWING' && state !== 'READY') return { result: undefined };
    const { overallQuality, completenessScore } = output;
    await storeReview(
      tx,
      run,
      { overallQuality, completenessScore, reviewedAt: app.clock() },
      output.issues.map(({ position, ...issue }) => ({
        ...issue,
        questionId: position === null ? null : (ids.get(position) ?? null),
      })),
    );
    return {
      data: state === 'REVIEWING' ? { state: 'FORMATTING' } : {},
      events: [{ kind: 'review-completed' }],
      result: undefined,
    };
  });
}
