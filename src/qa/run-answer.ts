import type { QaAnswer } from '../../generated/client/client.js';
import { type Follow, runTask, type Task, type Usage, withRetries } from '../ai/index.js';
import type { App } from '../app-types.js';
import { draftedFrom, findEvidence, knownAnswer, LIBRARY } from '../rfp/index.js';
import { type Answered, answerCacheFor } from './answer-cache.js';
import { failureOf } from './failure.js';
import { keepLease } from './lease.js';
import type { LiveAnswer } from './live-answers.js';
import {
  type AnswerQuestionInput,
  answeredBy,
  answerQuestion,
  followReply,
} from './prompts/answer-question/index.js';
import {
  rewriteQuestion,
  type Standalone,
  type Turn,
  withoutIdleWords,
} from './prompts/rewrite-question/index.js';
import { commitAnswer, commitFailure } from './store-answer.js';

const MOST_TURNS = 6;
/** Of an earlier answer, this much is enough to know what it was about. */
const TURN_LENGTH = 1500;

/**
 * Answers a question that is on record: makes it stand by itself, searches, answers, commits. Never rejects.
 * @param what.fresh whether an answer that was given before will not do
 */
export async function runAnswer(
  app: App,
  live: LiveAnswer,
  { id, attempt, fresh }: { id: string; attempt: number; fresh: boolean },
): Promise<void> {
  const { signal } = live;
  const began = app.clock();
  const usage: Usage = { inputTokens: 0, outputTokens: 0 };
  const endLease = keepLease(app, id, attempt);
  try {
    const asked = await app.db.qaAnswer.findUniqueOrThrow({ where: { id } });
    const { query, carried, found } = await lookUp(asked);
    const { organizationId } = asked;
    const passages = draftedFrom(found);
    const { needsInputBelow } = app.env;
    const input = { query, question: asked.question, carried, passages, needsInputBelow };
    const known = await knownAnswer(app, { question: query, context: null }, found);
    const { output, engine, requestId } = known
      ? { output: answeredBy(known, input), engine: LIBRARY, requestId: null }
      : await answerOrFind(asked, input);
    await commitAnswer(
      app,
      { id, attempt, organizationId, signal },
      { ...output, query, engine, aiRequestId: requestId, passages, usage },
    );
  } catch (error) {
    await commitFailure(app, { id, attempt }, failureOf(app, error, signal), usage);
  } finally {
    endLease();
  }

  /** The answer to a question of nearly the same meaning, or else what the model says. */
  async function answerOrFind(asked: QaAnswer, input: AnswerQuestionInput): Promise<Answered> {
    const { query, passages } = input;
    const { organizationId, createdById: userId } = asked;
    const cache = await answerCacheFor(app, { organizationId, userId }, { query, began, signal });
    const before = fresh ? null : await cache?.find(passages);
    if (before) return before;
    const answered = await ask(asked, answerQuestion, input, () => {
      live.show('');
      return followReply(passages, (text) => live.show(text));
    });
    await cache?.keep(answered, passages, id);
    return answered;
  }

  /** Searches for the question as it is understood, and puts on record how that is. */
  async function lookUp(asked: QaAnswer) {
    const search = async ({ query, carried }: Standalone) => {
      await app.db.qaAnswer.updateMany({ where: { id, attempt }, data: { query } });
      return {
        query,
        carried,
        found: await findEvidence(app, asked.organizationId, { query, question: query }),
      };
    };
    const first = await search(await standalone(asked));
    const plainer = first.carried.length && withoutIdleWords(asked.question, first.carried, first.found);
    return plainer ? search(plainer) : first;
  }

  async function standalone(asked: QaAnswer): Promise<Standalone> {
    const turns = await turnsBefore(app, asked);
    if (turns.length === 0) return { query: asked.question, carried: [] };
    return (await ask(asked, rewriteQuestion, { question: asked.question, turns })).output;
  }

  /** One task, asked again where a failure may pass. What was shown of a try that failed is taken back. */
  function ask<Input, Reply, Output>(
    { organizationId, createdById }: QaAnswer,
    task: Task<Input, Reply, Output>,
    input: Input,
    follow?: Follow,
  ) {
    const onUsage = (paid: Usage) => {
      usage.inputTokens += paid.inputTokens;
      usage.outputTokens += paid.outputTokens;
    };
    const asking = { organizationId, userId: createdById };
    const once = async () =>
      runTask(await app.models.for(task.model, asking), task, input, {
        signal,
        onUsage,
        fresh: fresh && task.name === answerQuestion.name,
        ...(follow && { follow }),
      });
    return withRetries(once, { signal, onRetry: () => live.show('') });
  }
}

/** The questions before this one, the latest few, oldest first. */
async function turnsBefore(app: App, { conversationId, position }: QaAnswer): Promise<Turn[]> {
  const rows = await app.db.qaAnswer.findMany({
    where: { conversationId, position: { lt: position } },
    orderBy: { position: 'desc' },
    take: MOST_TURNS,
    select: { question: true, query: true, text: true },
  });
  return rows.reverse().map(({ question, query, text }) => ({
    question: question.slice(0, TURN_LENGTH).toWellFormed(),
    query: query?.slice(0, TURN_LENGTH) ?? null,
    answer: text.slice(0, TURN_LENGTH).toWellFormed(),
  }));
}
