import { RULES } from '../../ai/index.js';
import type { App } from '../../app-types.js';
import type { Form } from '../../formats/index.js';
import type { Tx } from '../../platform/database/db.js';
import type { Run } from '../../platform/durable.js';
import { newId } from '../../platform/ids.js';
import { assembleExtraction, extractLocally, splitUnits } from '../extraction/index.js';
import type { Extraction } from '../extraction-types.js';
import { extractQuestions, mergeLabels, type WindowLabels } from '../prompts/extract-questions/index.js';
import { commitForm } from '../questionnaire/commit-form.js';
import { formOfDocument } from '../questionnaire/form-of-document.js';
import { isForm } from '../questionnaire/is-form.js';
import { type PlacedQuestion, placesInDocument } from '../questionnaire/places-in-document.js';
import { storeQuestionnaire } from '../questionnaire/store-questionnaire.js';
import { loadDocument, storeLabels } from '../source-store.js';
import { hasReached } from '../states.js';
import { commitWorkflowStep, loadRun } from '../workflow.js';
import { checkCount, questionsTotal } from './count-questions.js';

/** ANALYZING, second half: turns labelled text into questions, and goes on to ROUTING. */
export async function commitQuestions(app: App, run: Run): Promise<{ questions: number }> {
  const workflow = await loadRun(app, run);
  if (hasReached(workflow, 'ROUTING')) return { questions: await questionsTotal(app.db, run) };
  if (await isForm(app, run)) return commitForm(app, run);
  const extraction = await extractionOf(app, run, workflow.engine);
  const form = await formOfDocument(app, run);
  const { questions, placed } = placesOf(extraction, form);
  checkCount(questions.length);
  return commitWorkflowStep(app, run, async (tx, { state }) => {
    if (state !== 'ANALYZING') return { result: { questions: await questionsTotal(tx, run) } };
    await insertQuestions(tx, run, questions);
    if (form && placed > 0) await storeQuestionnaire(tx, run, form.form);
    await storeLabels(tx, run, extraction.units);
    const total = questions.length;
    await tx.rfpResponse.update({
      where: { workflowId: run.workflowId },
      data: { questionsTotal: total, questionsAnswered: 0, sections: extraction.sections },
    });
    return {
      data: { state: 'ROUTING' },
      events: [{ kind: 'questions-extracted', totalQuestions: total }],
      result: { questions: total },
    };
  });
}

async function extractionOf(app: App, run: Run, engine: string): Promise<Extraction> {
  const document = await loadDocument(app, run.workflowId);
  if (engine === RULES) return extractLocally(document);
  const parts = await app.db.taskResult.findMany({
    where: { workflowId: run.workflowId, task: extractQuestions.name },
  });
  const units = splitUnits(document);
  const labels = mergeLabels(
    units,
    parts.map(({ result }) => result as unknown as WindowLabels),
  );
  // A model is asked what is to be answered; what is furniture is known from the layout.
  const furniture = new Set(
    document.blocks.filter((block) => block.furniture).map(({ position }) => position),
  );
  return assembleExtraction(
    document,
    units,
    labels.map((label, i) => (furniture.has(units[i]!.block) ? 'furniture' : label)),
  );
}

function placesOf(
  { questions }: Extraction,
  form: { form: Form; text: string } | null,
): { questions: PlacedQuestion[]; placed: number } {
  const without = questions.map((question): PlacedQuestion => ({ ...question, options: [], hint: null }));
  return form ? placesInDocument(questions, form.form, form.text) : { questions: without, placed: 0 };
}

const KINDS = { question: 'QUESTION', requirement: 'REQUIREMENT', instruction: 'INSTRUCTION' } as const;
const ROWS_AT_ONCE = 1000;

async function insertQuestions(tx: Tx, run: Run, questions: readonly PlacedQuestion[]): Promise<void> {
  const owner = { organizationId: run.organizationId, workflowId: run.workflowId };
  const rows = questions.map(({ kind, block: _, ...question }, i) => ({
    ...question,
    ...owner,
    id: newId(),
    position: i + 1,
    kind: KINDS[kind],
  }));
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
    const chunk = rows.slice(i, i + ROWS_AT_ONCE);
    await tx.question.createMany({ data: chunk });
    await tx.answer.createMany({ data: chunk.map(({ id }) => ({ ...owner, id: newId(), questionId: id })) });
  }
}
