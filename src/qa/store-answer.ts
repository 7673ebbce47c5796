import type { Prisma } from '../../generated/client/client.js';
import type { Usage } from '../ai/index.js';
import type { App } from '../app-types.js';
import { type KeptSource, keptSource } from '../grounding/index.js';
import type { Hit } from '../knowledge/index.js';
import type { Tx } from '../platform/database/db.js';
import { retryOnOutage } from '../platform/database/outage.js';
import { ANSWER_CHANNEL } from '../platform/events/wakeups.js';
import { newId } from '../platform/ids.js';
import type { AnswerFailure } from './failure.js';
import type { QuestionAnswered } from './prompts/answer-question/index.js';

/** Which try to answer which question. */
interface Try {
  id: string;
  attempt: number;
}

const NEAREST = 3;
const NEAREST_LENGTH = 600;

/** The best passages that were looked at, as far as a reader needs them to judge. */
function nearestOf(passages: Hit[]): KeptSource[] {
  return passages.slice(0, NEAREST).map((hit) => {
    const { text, score, source, section, page, start, end, itemId: knowledgeId, speaker, stance } = hit;
    const shown = text.slice(0, NEAREST_LENGTH).toWellFormed();
    const shownEnd = start !== null && text.length > shown.length ? start + shown.length : end;
    return { text: shown, score, source, section, page, start, end: shownEnd, knowledgeId, speaker, stance };
  });
}

/**
 * Commits an answer. Waits while the database is away: what a model was paid for is not thrown away. Of a try that was
 * given up as lost it is still taken; one that another try has replaced is dropped.
 */
export async function commitAnswer(
  app: App,
  { id, attempt, organizationId, signal }: Try & { organizationId: string; signal: AbortSignal },
  answer: QuestionAnswered & {
    query: string;
    engine: string;
    aiRequestId: string | null;
    passages: Hit[];
    usage: Usage;
  },
): Promise<void> {
  const { text, confidence, status, query, engine, aiRequestId, passages, usage } = answer;
  const isOpen = [
    { status: 'STREAMING' as const },
    { status: 'FAILED' as const, failureCode: 'INTERRUPTED' },
  ];
  const commit = async (tx: Tx) => {
    const { count } = await tx.qaAnswer.updateMany({
      where: { id, attempt, OR: isOpen },
      data: {
        ...{ text, confidence, status, query, engine, aiRequestId, ...usage },
        failureCode: null,
        failureMessage: null,
        passages: passages.length,
        nearest: nearestOf(passages) as unknown as Prisma.InputJsonArray,
        answeredAt: app.clock(),
      },
    });
    if (!count) return;
    await tx.qaSource.createMany({
      data: answer.sources.map((source, i) => ({
        ...{ id: newId(), organizationId, answerId: id, position: i + 1 },
        ...keptSource(source),
      })),
    });
    await announce(tx, id);
  };
  await retryOnOutage(() => app.db.$transaction(commit), app.log, signal);
}

/** Puts on record why there is no answer. Where even that fails, the sweep does it. */
export async function commitFailure(
  app: App,
  { id, attempt }: Try,
  { code, message }: AnswerFailure,
  usage: Usage,
): Promise<void> {
  try {
    await app.db.$transaction(async (tx) => {
      await tx.qaAnswer.updateMany({
        where: { id, attempt, status: 'STREAMING' },
        data: { status: 'FAILED', failureCode: code, failureMessage: message, ...usage },
      });
      await announce(tx, id);
    });
  } catch (error) {
    app.log.warn({ err: error }, 'a failure could not be put on record; the sweep will');
  }
}

/** Wakes those who wait for the answer, in any process; delivered at commit. */
const announce = (tx: Tx, id: string) => tx.$executeRaw`SELECT pg_notify(${ANSWER_CHANNEL}, ${`${id} 0`})`;
