import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import type { Actor } from '../identity/index.js';
import { engineFor } from '../models/index.js';
import { isUniqueViolation, type Tx } from '../platform/database/db.js';
import { conflict, notFound } from '../platform/errors.js';
import {
  checkSameInput,
  type Idempotency,
  idempotencyOf,
  keyColumns,
} from '../platform/idempotency/idempotency.js';
import { isUuid, newId } from '../platform/ids.js';
import { optionalLine, textInput } from '../platform/text/text-input.js';
import { leaseFrom } from './lease.js';
import { runAnswer } from './run-answer.js';

export interface AskQuestionInput {
  question: string;
  /** The conversation that it belongs to; null begins a new one. */
  conversationId: string | null;
  /** The same key with the same question returns the first answer; one that failed is tried again. */
  idempotencyKey: string | null;
  /** The model is asked also where the same, or nearly the same, was answered before. */
  fresh: boolean;
}

const LONGEST_QUESTION = 4000;
const MOST_ANSWERS = 500;
const TITLE_LENGTH = 80;

interface Asked {
  question: string;
  conversationId: string | null;
  once: Idempotency;
  fresh: boolean;
}

/**
 * Puts a question on record and begins to answer it in this process. With a key that was used before, finds the answer
 * of the first call, which may be under way here or elsewhere.
 * @returns the id of the answer
 * @throws {DomainError} invalid-input, not-found, conflict
 */
export async function beginAnswer(app: App, actor: Actor, input: AskQuestionInput): Promise<string> {
  const asked = askedOf(input);
  const earlier = await answerByKey(app, actor, asked);
  if (earlier) return earlier;
  const id = newId();
  const engine = await engineFor(app, 'CHAT', actor.organizationId);
  try {
    await app.db.$transaction(async (tx) => {
      const conversation = await conversationFor(tx, actor, asked, app.clock());
      await tx.qaAnswer.create({
        data: {
          id,
          organizationId: actor.organizationId,
          conversationId: conversation.id,
          position: conversation.position,
          question: asked.question,
          engine,
          leaseUntil: leaseFrom(app.clock()),
          ...keyColumns(asked.once),
          createdById: actor.userId,
        },
      });
      await recordAudit(tx, actor, {
        action: 'question.asked',
        subjectType: 'qa-answer',
        subjectId: id,
        details: { conversationId: conversation.id },
      });
    });
  } catch (error) {
    // Two calls with one key at the same moment: this is the other.
    const winner = isUniqueViolation(error) ? await answerByKey(app, actor, asked) : null;
    if (winner) return winner;
    throw error;
  }
  start(app, id, 1, asked.fresh);
  return id;
}

function askedOf(input: AskQuestionInput): Asked {
  const { conversationId, fresh } = input;
  const limits = { max: LONGEST_QUESTION };
  const question = textInput(input.question, 'The question', ['input', 'question'], limits).trim();
  const key = optionalLine(input.idempotencyKey, 'The idempotency key', ['input', 'idempotencyKey']);
  return { question, conversationId, fresh, once: idempotencyOf(key, [question, conversationId]) };
}

/** The answer that was asked for with the key before; one that failed is begun anew. */
async function answerByKey(app: App, actor: Actor, { once, fresh }: Asked): Promise<string | null> {
  if (!once.key) return null;
  const where = { organizationId: actor.organizationId, idempotencyKey: once.key };
  const earlier = await app.db.qaAnswer.findFirst({ where });
  if (!earlier) return null;
  checkSameInput(earlier, once);
  const { id, attempt, status } = earlier;
  if (status !== 'FAILED') return id;
  const engine = await engineFor(app, 'CHAT', actor.organizationId);
  const { count } = await app.db.qaAnswer.updateMany({
    where: { id, attempt, status: 'FAILED' },
    data: {
      status: 'STREAMING',
      attempt: attempt + 1,
      engine,
      leaseUntil: leaseFrom(app.clock()),
      failureCode: null,
      failureMessage: null,
    },
  });
  if (count) start(app, id, attempt + 1, fresh);
  return id;
}

const start = (app: App, id: string, attempt: number, fresh: boolean) =>
  app.liveAnswers.begin(id, (live) => runAnswer(app, live, { id, attempt, fresh }));

/** The conversation with the next place in it, its row locked; a new one where none was named. */
async function conversationFor(
  tx: Tx,
  { organizationId, userId }: Actor,
  { conversationId, question }: Asked,
  now: Date,
): Promise<{ id: string; position: number }> {
  if (conversationId === null) {
    const data = { id: newId(), organizationId, title: titleOf(question), createdById: userId };
    const { id } = await tx.conversation.create({ data, select: { id: true } });
    return { id, position: 1 };
  }
  const { count } = isUuid(conversationId)
    ? await tx.conversation.updateMany({
        where: { id: conversationId, organizationId, deletedAt: null },
        data: { updatedAt: now },
      })
    : { count: 0 };
  if (!count) throw notFound('The conversation');
  const last = await tx.qaAnswer.findFirst({
    where: { conversationId },
    orderBy: { position: 'desc' },
    select: { position: true },
  });
  const position = (last?.position ?? 0) + 1;
  if (position > MOST_ANSWERS)
    throw conflict(`A conversation holds ${MOST_ANSWERS} questions, and this one is full. Begin a new one.`);
  return { id: conversationId, position };
}

/** The beginning of the question, whole words. */
function titleOf(question: string): string {
  const line = question.replace(/\s+/g, ' ');
  if (line.length <= TITLE_LENGTH) return line;
  return `${line
    .slice(0, TITLE_LENGTH)
    .replace(/\s+\S*$/, '')
    .toWellFormed()} …`;
}
