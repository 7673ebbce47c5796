import type { QaAnswer } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { addAnswerToLibrary } from '../knowledge/index.js';
import { conflict, invalidInput, notFound } from '../platform/errors.js';

export interface AddQaAnswerInput {
  answerId: string;
  /** Null takes the question as it was looked up. */
  question: string | null;
  /** Markdown; null takes the answer without its markers. */
  answer: string | null;
  tags: string[] | null;
}

const SOURCE = 'Questions and answers';

/**
 * Makes a pair of the answer library out of an answer, or of what an expert wrote in its place. Once made, the pair is
 * remembered: a second call finds it.
 * @returns the id of the answer
 * @throws {DomainError} not-found; invalid-input where there is no text to send; conflict where the pair is there already
 *   with another text
 */
export async function addQaAnswerToLibrary(app: App, actor: Actor, input: AddQaAnswerInput): Promise<string> {
  requirePermission(actor, 'knowledge.edit');
  const { organizationId } = actor;
  const where = { id: input.answerId, organizationId, conversation: { deletedAt: null } };
  const row = await app.db.qaAnswer.findFirst({ where, include: { _count: { select: { sources: true } } } });
  if (!row) throw notFound('The answer');
  const made = await madeBefore(app, row);
  if (made) {
    if (differs(input.question, made.question) || differs(input.answer, made.text))
      throw conflict('This answer is in the library already, with another text. Change the pair there.');
    return row.id;
  }
  if (input.answer === null && row.status !== 'ANSWERED')
    throw invalidInput('There is no answer to send yet. Write one in `answer`.', ['input', 'answer']);
  const { id: itemId } = await addAnswerToLibrary(app, actor, {
    question: input.question ?? row.query ?? row.question,
    answer: input.answer ?? withoutMarkers(row.text, row._count.sources),
    source: SOURCE,
    tags: input.tags,
  });
  await app.db.$transaction(async (tx) => {
    await tx.qaAnswer.update({ where: { id: row.id }, data: { libraryItemId: itemId } });
    await recordAudit(tx, actor, {
      action: 'qa-answer.sent-to-library',
      subjectType: 'qa-answer',
      subjectId: row.id,
      details: { itemId },
    });
  });
  return row.id;
}

/** The pair made of it before, unless it was deleted since. */
async function madeBefore(app: App, { libraryItemId, organizationId }: QaAnswer) {
  if (libraryItemId === null) return null;
  return app.db.passage.findFirst({
    where: { itemId: libraryItemId, organizationId, item: { deletedAt: null } },
    orderBy: { position: 'asc' },
    select: { question: true, text: true },
  });
}

const differs = (given: string | null, stored: string | null) =>
  given !== null && given.trim() !== (stored ?? '').trim();

/** The text without the numbers of its sources, which mean nothing away from them. */
const withoutMarkers = (text: string, sources: number): string =>
  text
    .replace(/[^\S\n]*\[(\d{1,3})\](?!\()/g, (marker, number) => (Number(number) <= sources ? '' : marker))
    .replace(/\n{3,}/g, '\n\n')
    .trim();
