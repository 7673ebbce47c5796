import type { App } from '../../app-types.js';
import type { Region } from '../../formats/index.js';
import type { Tx } from '../../platform/database/db.js';
import type { Run } from '../../platform/durable.js';
import { newId } from '../../platform/ids.js';
import { loadDocument, storeLabels } from '../source-store.js';
import { checkCount, questionsTotal } from '../steps/count-questions.js';
import { commitWorkflowStep } from '../workflow.js';
import { type QuestionOfForm, questionsOfForm, unitsOfForm } from './questions-of-form.js';
import { readForm } from './read-form.js';

/**
 * ANALYZING, second half, for a form: its mapping says what is asked. What is filled in already is an answer already.
 */
export async function commitForm(app: App, run: Run): Promise<{ questions: number }> {
  const { file, questionnaire } = await app.db.rfpResponse.findUniqueOrThrow({
    where: { workflowId: run.workflowId },
    include: { file: true, questionnaire: true },
  });
  const read = questionnaire!.version;
  const form = await readForm(app, file!, questionnaire!.regions as unknown as Region[]);
  const document = await loadDocument(app, run.workflowId);
  const questions = questionsOfForm(form, document);
  checkCount(questions.length);
  const done = await commitWorkflowStep(app, run, async (tx, { state }) => {
    if (state !== 'ANALYZING') return { result: { questions: await questionsTotal(tx, run) } };
    const { version } = await tx.questionnaire.findUniqueOrThrow({
      where: { workflowId: run.workflowId },
      select: { version: true },
    });
    // The mapping was changed while the form was read by the one before.
    if (version !== read) return { result: null };
    await insertQuestionsOfForm(tx, run, questions, 0, app.clock());
    await storeLabels(tx, run, unitsOfForm(questions, document));
    const answered = questions.filter(({ filled }) => filled).length;
    await tx.questionnaire.update({
      where: { workflowId: run.workflowId },
      data: { sheets: form.sheets as unknown as object[] },
    });
    await tx.rfpResponse.update({
      where: { workflowId: run.workflowId },
      data: {
        questionsTotal: questions.length,
        questionsAnswered: answered,
        sections: sectionsOf(questions),
      },
    });
    return {
      data: { state: 'ROUTING' },
      events: [{ kind: 'questions-extracted', totalQuestions: questions.length }],
      result: { questions: questions.length },
    };
  });
  return done ?? commitForm(app, run);
}

/** Section titles in the order of the form. */
export const sectionsOf = (questions: readonly { section: string | null }[]): string[] => [
  ...new Set(questions.flatMap(({ section }) => section ?? [])),
];

const ROWS_AT_ONCE = 1000;

/** @param after the position of the question before them; 0 for none */
export async function insertQuestionsOfForm(
  tx: Tx,
  { organizationId, workflowId }: Run,
  questions: readonly (QuestionOfForm & { route?: string; position?: number })[],
  after: number,
  at: Date,
): Promise<void> {
  const owner = { organizationId, workflowId };
  const rows = questions.map((question, i) => ({
    ...question,
    id: newId(),
    position: question.position ?? after + i + 1,
  }));
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
    const chunk = rows.slice(i, i + ROWS_AT_ONCE);
    await tx.question.createMany({ data: chunk.map(({ filled: _, ...row }) => ({ ...row, ...owner })) });
    await tx.answer.createMany({
      data: chunk.map(({ id, filled }) => ({
        ...owner,
        id: newId(),
        questionId: id,
        ...(filled && { ...filled, status: 'EDITED' as const, answeredAt: at }),
      })),
    });
  }
}
