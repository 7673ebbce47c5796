import { setTimeout as wait } from 'node:timers/promises';
import type { QaAnswer } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { abortable } from '../platform/concurrency/abortable.js';
import { retryOnOutage } from '../platform/database/outage.js';
import { invalidInput, notFound } from '../platform/errors.js';
import { isUuid } from '../platform/ids.js';
import { type AskQuestionInput, beginAnswer } from './begin-answer.js';
import { failLostAnswers } from './lease.js';

/** What happens to an answer while it is written. The deltas since the last reset make its text. */
export type AnswerEvent = { answerId: string } & (
  | { kind: 'started' }
  | { kind: 'delta'; text: string }
  | { kind: 'reset' }
  | { kind: 'completed' }
  | { kind: 'failed'; code: string; message: string }
);

export interface AnswerStreamInput extends Omit<AskQuestionInput, 'question'> {
  question: string | null;
  /** An answer to follow that was asked for before, in place of a question. */
  answerId: string | null;
}

const LOOK_EVERY_MS = 2_000;

/**
 * Asks a question and follows the answer while it is written, or follows one that was asked for before. When the last
 * of those who follow an answer in its process leaves, its model is asked no more.
 * @throws {DomainError} invalid-input, not-found, conflict
 */
export async function streamAnswer(
  app: App,
  actor: Actor,
  { question, answerId, ...rest }: AnswerStreamInput,
): Promise<AsyncIterableIterator<AnswerEvent>> {
  requirePermission(actor, question === null ? 'qa.view' : 'qa.ask');
  if ((question === null) === (answerId === null))
    throw invalidInput('Give either a question or the id of an answer to follow.', ['input']);
  if (question !== null) return askAndFollow(app, actor, { ...rest, question });
  const where = { id: answerId!, organizationId: actor.organizationId, conversation: { deletedAt: null } };
  const found = isUuid(where.id) && (await app.db.qaAnswer.findFirst({ where, select: { id: true } }));
  if (!found) throw notFound('The answer');
  return followAnswer(app, found.id);
}

/** Where the same was asked a moment ago without a key, by a connection that was cut, its answer is followed. */
async function askAndFollow(
  app: App,
  actor: Actor,
  input: AskQuestionInput,
): Promise<AsyncIterableIterator<AnswerEvent>> {
  const { organizationId, userId } = actor;
  const { question, conversationId, idempotencyKey, fresh } = input;
  const asked = JSON.stringify([organizationId, userId, conversationId, question]);
  const follow = (id: string, isNew: boolean) =>
    followAnswer(app, id, { isNew, onCut: () => app.liveAnswers.leave(asked, id) });
  const left = idempotencyKey === null && !fresh ? app.liveAnswers.comeBack(asked) : null;
  if (left !== null) return follow(left, false);
  const { id, isNew } = await beginAnswer(app, actor, input);
  return follow(id, isNew);
}

interface Following {
  /** Whether the question was asked just now. Of another one a client may have a part: a reset comes before what it is sent. */
  isNew?: boolean;
  /** Called where whoever follows leaves before the end. */
  onCut?: () => void;
}

/** Follows an answer to its end: piece by piece where it is written in this process, else as soon as it is there. */
export function followAnswer(
  app: App,
  answerId: string,
  { isNew = false, onCut }: Following = {},
): AsyncIterableIterator<AnswerEvent> {
  const live = app.liveAnswers.get(answerId);
  // Joined at once: one that is never read from counts as well, until it is returned.
  const leave = live?.join();
  let isTold = false;
  let mayHaveSome = !isNew;
  return abortable(events, () => {
    if (!isTold) onCut?.();
    leave?.();
  });

  async function* events(signal: AbortSignal): AsyncGenerator<AnswerEvent, void, void> {
    yield { answerId, kind: 'started' };
    let shown = '';
    for (;;) {
      const text = live && !live.isOver ? live.text : null;
      if (text === null || signal.aborted) break;
      // A follower who reads slowly gets in one piece what came meanwhile.
      for (const event of toward(text)) yield event;
      await live!.changed(shown, signal);
    }
    const answer = signal.aborted ? null : await untilAnswered(app, answerId, signal);
    if (answer === null) return;
    if (answer.status === 'FAILED') {
      const { failureCode: code, failureMessage: message } = answer;
      isTold = true;
      yield { answerId, kind: 'failed', code: code ?? 'INTERNAL', message: message ?? '' };
      return;
    }
    for (const event of toward(answer.text)) yield event;
    isTold = true;
    yield { answerId, kind: 'completed' };

    function* toward(text: string): Generator<AnswerEvent> {
      if (!text.startsWith(shown) || (mayHaveSome && text !== '')) {
        mayHaveSome = false;
        yield { answerId, kind: 'reset' };
        shown = '';
      }
      const delta = text.slice(shown.length);
      shown = text;
      if (delta !== '') yield { answerId, kind: 'delta', text: delta };
    }
  }
}

/** The answer as soon as nobody works on it any more; null where `signal` aborts first. */
async function untilAnswered(app: App, id: string, signal: AbortSignal): Promise<QaAnswer | null> {
  let wake = () => {};
  const unlisten = app.wakeups.on(id, () => wake());
  try {
    for (;;) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const answer = await retryOnOutage(
        () => app.db.qaAnswer.findUniqueOrThrow({ where: { id } }),
        app.log,
        signal,
      );
      if (signal.aborted) return null;
      if (answer.status !== 'STREAMING') return answer;
      // Whoever follows need not wait for the sweep, nor for a worker that does it.
      const isLost = answer.leaseUntil < app.clock();
      if (isLost && (await retryOnOutage(() => failLostAnswers(app, id), app.log, signal))) continue;
      const look = new AbortController();
      const stop = () => look.abort();
      signal.addEventListener('abort', stop);
      await Promise.race([woken, wait(LOOK_EVERY_MS, undefined, { signal: look.signal }).catch(() => {})]);
      signal.removeEventListener('abort', stop);
      look.abort();
    }
  } finally {
    unlisten();
  }
}
