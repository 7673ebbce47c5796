import type { App } from '../../app-types.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { conflict, notFound } from '../../platform/errors.js';
import { documentFilename, plainWorkbook } from '../../rendering/index.js';
import type { FileOfDocument } from '../response/document-file.js';
import { cellText } from './cell-text.js';
import { findQuestionnaire } from './find-questionnaire.js';
import type { Report } from './report.js';
import { returnedForm } from './return-form.js';

const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const COLUMNS = [
  { title: 'Position', width: 9 },
  { title: 'Number', width: 12 },
  { title: 'Section', width: 24 },
  { title: 'Question', width: 60 },
  { title: 'Choice', width: 16 },
  { title: 'Answer', width: 70 },
  { title: 'Comment', width: 40 },
  { title: 'Sources', width: 50 },
  { title: 'Status', width: 16 },
];

/**
 * The questions of an RFP with their answers as a plain workbook, to be read and passed round.
 * @throws {DomainError} not-found; conflict while no question is known, and for proposals
 */
export async function exportAnswers(app: App, actor: Actor, reference: string): Promise<FileOfDocument> {
  requirePermission(actor, 'workflows.view');
  const workflow = await app.db.workflow.findFirst({
    where: { run: { reference }, organizationId: actor.organizationId },
    relationLoadStrategy: 'join',
    select: {
      clientName: true,
      questions: {
        orderBy: { position: 'asc' },
        include: { answer: { include: { sources: { orderBy: { position: 'asc' } } } } },
      },
    },
  });
  if (!workflow) throw notFound(`Workflow ${reference}`);
  if (workflow.questions.length === 0)
    throw conflict(
      `${reference} has no questions to export: they are known from ROUTING on, and proposals have none.`,
    );
  const rows = workflow.questions.map(({ position, number, section, text, answer }) => [
    position,
    number,
    section,
    text,
    answer?.choice ?? null,
    answer ? cellText(answer.text) : null,
    answer?.comment ?? null,
    (answer?.sources ?? []).map((source, i) => `${i + 1}. ${source.source}: “${source.text}”`).join('\n'),
    answer?.status ?? 'PENDING',
  ]);
  return workbookOf(app, workflow, { name: 'Answers', columns: COLUMNS, rows });
}

const REPORT_COLUMNS = [
  { title: 'Question', width: 9 },
  { title: 'What', width: 11 },
  { title: 'Sheet', width: 24 },
  { title: 'Cell', width: 14 },
  { title: 'Outcome', width: 14 },
  { title: 'Before', width: 40 },
  { title: 'After', width: 60 },
  { title: 'Why', width: 60 },
];

/**
 * What became of every cell of a form that goes back, as a workbook.
 * @throws {DomainError} see `returnedForm`
 */
export async function exportReport(app: App, actor: Actor, reference: string): Promise<FileOfDocument> {
  await returnedForm(app, actor, reference);
  const { workflow } = await findQuestionnaire(app, actor, reference);
  const { report } = await app.db.questionnaireReturn.findUniqueOrThrow({
    where: { workflowId: workflow.id },
  });
  const rows = (report as unknown as Report).lines.map((line) => [
    line.position,
    line.kind,
    line.sheet,
    line.reference,
    line.outcome,
    line.before,
    line.after,
    [line.reason, line.warning].filter(Boolean).join(' '),
  ]);
  return workbookOf(app, workflow, { name: 'Report', columns: REPORT_COLUMNS, rows });
}

/** A workbook of one sheet, whose name its file begins with. */
const workbookOf = (
  { clock }: Pick<App, 'clock'>,
  { clientName }: { clientName: string },
  sheet: Parameters<typeof plainWorkbook>[0][number],
): FileOfDocument => ({
  filename: documentFilename(sheet.name, clientName, clock(), 'xlsx'),
  mediaType: EXCEL,
  content: plainWorkbook([sheet]),
});
