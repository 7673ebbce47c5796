import { createHash } from 'node:crypto';
import type { QuestionnaireReturn } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { conflict, notFound } from '../../platform/errors.js';
import { storeOutput } from '../../runs/index.js';
import { type AnswerForForm, planEdits } from './edits.js';
import { findQuestionnaire } from './find-questionnaire.js';
import type { FormCells } from './form-cells.js';
import { formFormatOf } from './read-form.js';
import { reportOf } from './report.js';

/** A form with its answers, as it goes back. */
export interface ReturnedForm {
  filename: string;
  mediaType: string;
  content: Uint8Array;
}

/**
 * The buyer's own file with the answers in it as they are at one moment; everything else in it is as it came.
 * @throws {DomainError} not-found; conflict where the workflow came as no form, or its mapping is not confirmed; file-*
 */
export async function returnedForm(app: App, actor: Actor, reference: string): Promise<ReturnedForm> {
  requirePermission(actor, 'workflows.view');
  const { workflow, questionnaire } = await findQuestionnaire(app, actor, reference);
  if (questionnaire.status !== 'CONFIRMED')
    throw conflict(
      `Nobody has confirmed yet where the answers of ${reference} go in the file. Look at \`questionnaire { mapping }\` and call confirmMapping; until then nothing is written into it.`,
    );
  const kept = await keptReturn(app, workflow.id);
  if (kept) return kept;
  return (await fillForm(app, workflow.id)).file;
}

/** What was written last, where no answer has changed since and the file is still there. */
async function keptReturn(app: App, workflowId: string): Promise<ReturnedForm | null> {
  const { answersRevision, rfp } = await app.db.workflow.findUniqueOrThrow({
    where: { id: workflowId },
    select: {
      answersRevision: true,
      rfp: { select: { questionnaire: { select: { version: true, returned: true } } } },
    },
  });
  const { version, returned } = rfp!.questionnaire!;
  if (returned?.answersRevision !== answersRevision || returned.mappingVersion !== version) return null;
  const { storageKey, filename, mediaType } = returned;
  if (!(await app.storage.exists(storageKey))) return null;
  const pieces: Buffer[] = [];
  for await (const piece of app.storage.read(storageKey)) pieces.push(piece as Buffer);
  return { filename, mediaType, content: Buffer.concat(pieces) };
}

/**
 * Writes the answers into a copy of the form, and keeps it with its report. Answers and mapping are read at one moment.
 * @throws {DomainError} file-*
 */
export async function fillForm(
  app: App,
  workflowId: string,
): Promise<{ file: ReturnedForm; returned: QuestionnaireReturn }> {
  const { workflow, file, questionnaire, answers } = await snapshotOf(app, workflowId);
  const plan = planEdits(answers);
  const path = app.storage.pathOf(file.storageKey);
  const filled = await app.documents.fill(path, formFormatOf(file)!, {
    cells: plan.edits.map(({ cell }) => cell),
  });
  const at = app.clock();
  const mediaType = mediaTypeOf(file);
  const { filename } = file;
  const content = filled.file;
  // Beside the response in storage, in a folder of its own.
  const place = { ...workflow, id: `${workflow.id}-form` };
  const output = await storeOutput(app, place, { filename, mediaType, content, at });
  const data = {
    ...output,
    organizationId: workflow.organizationId,
    sha256: createHash('sha256').update(content).digest('hex'),
    mappingVersion: questionnaire.version,
    report: reportOf(plan, filled),
  };
  const { before, returned } = await app.db.$transaction(async (tx) => {
    const before = await tx.questionnaireReturn.findUnique({ where: { workflowId } });
    const returned = await tx.questionnaireReturn.upsert({
      where: { workflowId },
      create: { ...data, workflowId },
      update: data,
    });
    return { before, returned };
  });
  if (before && before.storageKey !== output.storageKey) await app.storage.remove(before.storageKey);
  return { file: { filename, mediaType, content }, returned };
}

/** All that a returned form shows, in one statement. */
async function snapshotOf(app: Pick<App, 'db'>, workflowId: string) {
  const found = await app.db.workflow.findUnique({
    where: { id: workflowId },
    relationLoadStrategy: 'join',
    select: {
      id: true,
      organizationId: true,
      answersRevision: true,
      rfp: { select: { file: true, questionnaire: true } },
      questions: {
        orderBy: { position: 'asc' },
        select: {
          position: true,
          options: true,
          cells: true,
          answer: { select: { status: true, text: true, choice: true, comment: true } },
        },
      },
    },
  });
  const file = found?.rfp?.file;
  const questionnaire = found?.rfp?.questionnaire;
  if (!found || !file || !questionnaire) throw notFound('The form of the workflow');
  const answers = found.questions.flatMap(({ answer, cells, ...question }): AnswerForForm[] =>
    answer && cells ? [{ ...question, ...answer, cells: cells as unknown as FormCells }] : [],
  );
  return { workflow: found, file, questionnaire, answers };
}

const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const mediaTypeOf = ({ format, filename }: { format: string; filename: string }): string =>
  format === 'docx'
    ? 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
    : /\.xlsm$/i.test(filename)
      ? 'application/vnd.ms-excel.sheet.macroEnabled.12'
      : EXCEL;
