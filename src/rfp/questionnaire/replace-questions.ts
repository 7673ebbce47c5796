import type { Answer, Question } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { isAmong } from '../../formats/index.js';
import type { Actor } from '../../identity/index.js';
import type { Tx } from '../../platform/database/db.js';
import type { Run } from '../../platform/durable.js';
import { conflict } from '../../platform/errors.js';
import { retirePairs } from '../library/retire-pairs.js';
import { routeOf } from '../prompts/route-question/rules.js';
import { insertQuestionsOfForm, sectionsOf } from './commit-form.js';
import { type FormCells, identityOf } from './form-cells.js';
import type { QuestionOfForm } from './questions-of-form.js';

type Asked = Question & { answer: Answer | null };

/**
 * Brings the questions of a workflow in line with another mapping, under its lock: those whose cells are the same stay,
 * with their answers; those that are gone go, and new ones are to be drafted.
 * @throws {DomainError} conflict where answers that people wrote would go with their questions
 */
export async function replaceQuestions(
  tx: Tx,
  app: Pick<App, 'clock'>,
  actor: Actor,
  run: Run,
  {
    questions,
    dropAnswers,
    version,
  }: { questions: readonly QuestionOfForm[]; dropAnswers: boolean; version: number },
): Promise<void> {
  const { workflowId } = run;
  const before: Asked[] = await tx.question.findMany({ where: { workflowId }, include: { answer: true } });
  const known = new Map(before.map((one) => [identityOf(one.cells as unknown as FormCells), one]));
  const placed = questions.map((question, i) => ({ ...question, position: i + 1 }));
  const stays = placed.flatMap((question) => {
    const old = known.get(identityOf(question.cells));
    return old ? [{ question, old }] : [];
  });
  const kept = new Set(stays.map(({ old }) => old.id));
  const gone = before.filter(({ id }) => !kept.has(id));
  checkLoss(gone, dropAnswers);
  for (const { answer } of gone)
    if (answer?.status === 'APPROVED') await retirePairs(tx, actor, answer.id, app.clock());
  await tx.question.deleteMany({ where: { id: { in: gone.map(({ id }) => id) } } });
  await retell(tx, workflowId, gone, version);

  // Out of the way first: no two questions have the same position at any moment.
  await tx.question.updateMany({ where: { workflowId }, data: { position: { increment: FAR } } });
  for (const { question, old } of stays) await update(tx, question, old);
  const isNew = (question: QuestionOfForm) => !known.has(identityOf(question.cells));
  const fresh = placed
    .filter(isNew)
    .map((question) => ({ ...question, route: routeOf(question.text, question.section) }));
  await insertQuestionsOfForm(tx, run, fresh, 0, app.clock());

  const answered = await tx.answer.count({ where: { workflowId, answeredAt: { not: null } } });
  await tx.rfpResponse.update({
    where: { workflowId },
    data: { questionsTotal: placed.length, questionsAnswered: answered, sections: sectionsOf(placed) },
  });
}

const FAR = 1_000_000;

/** What somebody wrote goes only where somebody says so. */
function checkLoss(gone: readonly Asked[], dropAnswers: boolean): void {
  const written = gone.filter(({ answer }) => answer?.status === 'EDITED' || answer?.status === 'APPROVED');
  if (written.length === 0 || dropAnswers) return;
  const places = written
    .slice(0, 5)
    .map(({ cells }) => identityOf(cells as unknown as FormCells))
    .join(', ');
  throw conflict(
    `${written.length === 1 ? 'One answer that a person wrote or approved' : `${written.length} answers that people wrote or approved`} ` +
      `would be lost, since the mapping no longer asks them (${places}). Keep those cells in the mapping, or set \`dropAnswers\`.`,
  );
}

/** Events that tell of answers which are gone tell why: whoever follows the workflow from its beginning finds none missing. */
async function retell(tx: Tx, workflowId: string, gone: readonly Asked[], version: number): Promise<void> {
  const answers = gone.flatMap(({ answer }) => answer?.id ?? []);
  if (answers.length === 0) return;
  const payload = JSON.stringify({ status: 'PROPOSED', version });
  await tx.$executeRaw`
    UPDATE event SET kind = 'mapping-changed', payload = ${payload}::jsonb
    WHERE subject_id = ${workflowId}::uuid AND kind = 'answer-updated' AND payload->>'answerId' = ANY(${answers}::text[])`;
}

async function update(tx: Tx, question: QuestionOfForm & { position: number }, old: Asked): Promise<void> {
  const { filled: _, ...data } = question;
  await tx.question.update({ where: { id: old.id }, data });
  const { answer } = old;
  if (!answer?.choice || question.options.length === 0 || isAmong(answer.choice, question.options)) return;
  // What was chosen is no longer offered: somebody has to choose anew.
  await tx.answer.update({
    where: { id: answer.id },
    data: {
      choice: null,
      status: 'NEEDS_INPUT',
      approvedById: null,
      approvedAt: null,
      revision: { increment: 1 },
    },
  });
}
