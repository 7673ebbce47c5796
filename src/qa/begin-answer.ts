import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import type { Actor } from '../identity/index.js';
import { engineFor } from '../models/index.js';
import type { Tx } from '../platform/database/db.js';
import { conflict, notFound } from '../platform/errors.js';
import { type Claim, idempotent, type Keyed } from '../platform/idempotency/idempotent.js';
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
  keyed: Keyed;
  fresh: boolean;
}

/**
 * Puts a question on record and begins to answer it in this process. With a key that was used before, finds the answer
 * of the first call, which may be under way here or elsewhere.
 * @returns the id of the answer, and whether it was not asked for before
 * @throws {DomainError} invalid-input, not-found, conflict
 */
export async function beginAnswer(
  app: App,
  actor: Actor,
  input: AskQuestionInput,
): Promise<{ id: string; isNew: boolean }> {
  const asked = askedOf(input);
  let isNew = false;
  const id = await idempotent<string>(app.sql, actor.organizationId, asked.keyed, (claim) => {
    isNew = true;
    return begin(app, actor, asked, claim);
  });
  if (!isNew) await beginAgain(app, actor, id, asked.fresh);
  return { id, isNew };
}

async function begin(app: App, actor: Actor, asked: Asked, claim: Claim<string> | null): Promise<string> {
  const id = newId();
  const engine = await engineFor(app, 'CHAT', actor.organizationId);
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
        createdById: actor.userId,
      },
    });
    await recordAudit(tx, actor, {
      action: 'question.asked',
      subjectType: 'qa-answer',
      subjectId: id,
      details: { conversationId: conversation.id },
    });
    await claim?.keep(tx, id);
  });
  start(app, id, 1, asked.fresh);
  return id;
}

function askedOf(input: AskQuestionInput): Asked {
  const { conversationId, fresh } = input;
  const limits = { max: LONGEST_QUESTION };
  const question = textInput(input.question, 'The question', ['input', 'question'], limits).trim();
  const key = optionalLine(input.idempotencyKey, 'The idempotency key', ['input', 'idempotencyKey']);
  return {
    question,
    conversationId,
    fresh,
    keyed: { work: 'askQuestion', key, input: [question, conversationId] },
  };
}

/** An answer that was asked for with the key before is begun anew where it failed. */
async function beginAgain(app: App, actor: Actor, id: string, fresh: boolean): Promise<void> {
  const failed = { id, organizationId: actor.organizationId, status: 'FAILED' } as const;
  const earlier = await app.db.qaAnswer.findFirst({ where: failed, select: { attempt: true } });
  if (!earlier) return;
  const attempt = earlier.attempt + 1;
  const engine = await engineFor(app, 'CHAT', actor.organizationId);
  const { count } = await app.db.qaAnswer.updateMany({
    where: { ...failed, attempt: earlier.attempt },
    data: {
      status: 'STREAMING',
      attempt,
      engine,
      leaseUntil: leaseFrom(app.clock()),
      failureCode: null,
      failureMessage: null,
    },
  });
  if (count) start(app, id, attempt, fresh);
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
