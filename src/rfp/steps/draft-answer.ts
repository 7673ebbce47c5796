import type { Answer } from '../../../generated/client/client.js';
import { runTask } from '../../ai/index.js';
import type { App } from '../../app-types.js';
import { byEngine, keptSource } from '../../grounding/index.js';
import { freshnessOf } from '../../knowledge/index.js';
import type { Tx } from '../../platform/database/db.js';
import type { Run } from '../../platform/durable.js';
import { newId } from '../../platform/ids.js';
import { checkRun } from '../../runs/index.js';
import { countAnswered } from '../count-answered.js';
import { whileShown } from '../drafts/while-shown.js';
import { draftedFrom, findEvidence, knownAnswer, LIBRARY } from '../evidence.js';
import { type DraftedAnswer, draftAnswer as draftTask, followDraft } from '../prompts/draft-answer/index.js';
import { withChoice } from '../questionnaire/with-choice.js';
import { commitWorkflowStep, loadRun, WITH_RUN, workflowOf } from '../workflow.js';

// As many as keep the history of one run far below Temporal's limits (about six events each).
const ANSWERS_A_RUN = 1000;

/** Answers that wait to be drafted, in question order; `more` where there are more than one run should do. */
export async function pendingAnswers(app: App, run: Run): Promise<{ answerIds: string[]; more: boolean }> {
  await loadRun(app, run);
  const rows = await app.db.answer.findMany({
    where: { workflowId: run.workflowId, status: 'PENDING' },
    orderBy: { question: { position: 'asc' } },
    select: { id: true },
    take: ANSWERS_A_RUN + 1,
  });
  return { answerIds: rows.slice(0, ANSWERS_A_RUN).map(({ id }) => id), more: rows.length > ANSWERS_A_RUN };
}

/**
 * GENERATING: retrieves, drafts and commits one answer. May run twice: an answer that is no longer pending
 * is left alone, and a draft that a person overtook is dropped.
 * @throws {AiFailure} where the model fails
 */
export async function draftAnswer(app: App, run: Run, answerId: string, signal: AbortSignal): Promise<void> {
  const answer = await app.db.answer.findFirst({
    where: { id: answerId, workflowId: run.workflowId, organizationId: run.organizationId },
    include: { question: true, workflow: { include: WITH_RUN } },
  });
  if (answer?.status !== 'PENDING') return;
  const { question } = answer;
  const workflow = workflowOf(answer.workflow);
  checkRun(app, run, workflow);

  const query = [question.context, question.text, answer.guidance].filter(Boolean).join('\n');
  const found = await findEvidence(app, run.organizationId, { query, question: question.text });
  const input = {
    question: question.text,
    kind: question.kind.toLowerCase() as 'question' | 'requirement' | 'instruction',
    section: question.section,
    context: question.context,
    guidance: answer.guidance,
    clientName: workflow.clientName,
    industry: workflow.industry,
    passages: draftedFrom(found),
    needsInputBelow: app.env.needsInputBelow,
  };
  const known = answer.draftAnew ? null : await knownAnswer(app, input, found);
  const { output, engine, requestId } = known
    ? { output: known, engine: LIBRARY, requestId: null }
    : await whileShown(app, run, answer, workflow, async (show) =>
        runTask(await app.models.for(draftTask.model, run), draftTask, input, {
          signal,
          fresh: answer.draftAnew,
          ...(show && { follow: followDraft(input.passages, show) }),
        }),
      );
  const chosen = await withChoice(app, run, question, output, { signal, fresh: answer.draftAnew });
  const isCommitted = await commitDraft(app, run, answer, chosen, { engine, aiRequestId: requestId });
  // The pair left the library, or was given another answer, since it was found.
  if (!isCommitted) await draftAnswer(app, run, answerId, signal);
}

async function commitDraft(
  app: App,
  run: Run,
  { id: answerId, revision, answeredAt }: Answer,
  draft: DraftedAnswer & { choice: string | null },
  by: { engine: string; aiRequestId: string | null },
): Promise<boolean> {
  return commitWorkflowStep(app, run, async (tx, workflow) => {
    if (draft.status === 'APPROVED_MATCH' && !(await holdStill(app, tx, run, draft)))
      return { result: false };
    // An answer of another revision was changed by a person meanwhile, or by an earlier try of this very draft.
    const { count } = await tx.answer.updateMany({
      where: { id: answerId, status: 'PENDING', revision },
      data: {
        text: draft.text,
        choice: draft.choice,
        comment: null,
        confidence: draft.confidence,
        status: draft.status,
        sentences: byEngine(draft.sentences) as object[],
        ...by,
        failure: null,
        guidance: null,
        revision: { increment: 1 },
        answeredAt: answeredAt ?? app.clock(),
        updatedById: null,
      },
    });
    if (!count) return { result: true };
    if (workflow.watchedUntil) await tx.answerDraft.deleteMany({ where: { answerId } });
    // A first draft has no sources to replace.
    if (answeredAt) await tx.answerSource.deleteMany({ where: { answerId } });
    await addSources(tx, run, answerId, draft);
    return { ...(await answered(tx, run, answerId, answeredAt === null)), result: true };
  });
}

/** Whether the pairs that a draft was taken from are in the library as they were, and not STALE. */
async function holdStill(
  app: App,
  tx: Tx,
  { organizationId }: Run,
  { sources }: DraftedAnswer,
): Promise<boolean> {
  const passages = await tx.passage.findMany({
    where: {
      id: { in: sources.map(({ passageId }) => passageId) },
      organizationId,
      item: { deletedAt: null },
    },
    select: { id: true, text: true, item: true },
  });
  return sources.every(({ passageId, text, quoteStart, quoteEnd }) =>
    passages.some(
      (passage) =>
        passage.id === passageId &&
        passage.text.slice(quoteStart, quoteEnd) === text &&
        freshnessOf(passage.item, app.clock()) !== 'STALE',
    ),
  );
}

const answered = async (tx: Tx, { workflowId }: Run, answerId: string, isFirst: boolean) => ({
  data: { answersRevision: { increment: 1 } },
  ...(isFirst && (await countAnswered(tx, workflowId, 1))),
  events: [{ kind: 'answer-updated' as const, answerId }],
  result: undefined,
});

async function addSources(tx: Tx, run: Run, answerId: string, draft: DraftedAnswer): Promise<void> {
  if (!draft.sources.length) return;
  await tx.answerSource.createMany({
    data: draft.sources.map((source, i) => ({
      id: newId(),
      organizationId: run.organizationId,
      answerId,
      position: i + 1,
      ...keptSource(source),
    })),
  });
}

/** GENERATING: an answer that keeps failing is left to a person; the run goes on without it. */
export async function failAnswer(app: App, run: Run, answerId: string, failure: string): Promise<void> {
  await commitWorkflowStep(app, run, async (tx, workflow) => {
    const before = await tx.answer.findUnique({ where: { id: answerId } });
    if (before?.status !== 'PENDING') return { result: undefined };
    await tx.answer.update({
      where: { id: answerId },
      data: {
        status: 'FAILED',
        failure,
        revision: { increment: 1 },
        answeredAt: before.answeredAt ?? app.clock(),
        updatedById: null,
      },
    });
    if (workflow.watchedUntil) await tx.answerDraft.deleteMany({ where: { answerId } });
    return answered(tx, run, answerId, before.answeredAt === null);
  });
}
