import type { QaAnswer } from '../../generated/client/client.js';
import { runTask, type Task, type Usage, withRetries } from '../ai/index.js';
import type { App } from '../app-types.js';
import { searchKnowledge, withoutStale } from '../knowledge/index.js';
import { answerFromLibrary } from '../rfp/index.js';
import { failureOf } from './failure.js';
import { keepLease } from './lease.js';
import type { LiveAnswer } from './live-answers.js';
import { answeredBy, answerQuestion, followReply } from './prompts/answer-question/index.js';
import {
  rewriteQuestion,
  type Standalone,
  type Turn,
  withoutIdleWords,
} from './prompts/rewrite-question/index.js';
import { commitAnswer, commitFailure } from './store-answer.js';

const PASSAGES = 8;
// Looked through for the very question; a passage costs nothing here.
const PAIRS = 30;
/** The engine of an answer that was taken from the library. */
const LIBRARY = 'library';
const MOST_TURNS = 6;
/** Of an earlier answer, this much is enough to know what it was about. */
const TURN_LENGTH = 1500;

/** Answers a question that is on record: makes it stand by itself, searches, answers, commits. Never rejects. */
export async function runAnswer(
  app: App,
  live: LiveAnswer,
  { id, attempt }: { id: string; attempt: number },
): Promise<void> {
  const { signal } = live;
  const usage: Usage = { inputTokens: 0, outputTokens: 0 };
  const endLease = keepLease(app, id, attempt);
  try {
    const asked = await app.db.qaAnswer.findUniqueOrThrow({ where: { id } });
    const { query, carried, found } = await lookUp(asked);
    const { organizationId } = asked;
    const passages = found.slice(0, PASSAGES);
    const input = { query, question: asked.question, carried, passages };
    const reusable = await withoutStale(app, found);
    const known = answerFromLibrary({ question: query, context: null, passages: reusable });
    const { output, engine } = known
      ? { output: answeredBy(known, input), engine: LIBRARY }
      : await ask(answerQuestion, input, () =>
          app.ai ? followReply(passages, (text) => live.show(text)) : undefined,
        );
    await commitAnswer(
      app,
      { id, attempt, organizationId, signal },
      { ...output, query, engine, passages, usage },
    );
  } catch (error) {
    await commitFailure(app, { id, attempt }, failureOf(app, error, signal), usage);
  } finally {
    endLease();
  }

  /** Searches for the question as it is understood, and puts on record how that is. */
  async function lookUp(asked: QaAnswer) {
    const search = async ({ query, carried }: Standalone) => {
      await app.db.qaAnswer.updateMany({ where: { id, attempt }, data: { query } });
      const { organizationId } = asked;
      return { query, carried, found: await searchKnowledge(app, { organizationId, query, first: PAIRS }) };
    };
    const first = await search(await standalone(asked));
    const plainer = first.carried.length && withoutIdleWords(asked.question, first.carried, first.found);
    return plainer ? search(plainer) : first;
  }

  async function standalone(asked: QaAnswer): Promise<Standalone> {
    const turns = await turnsBefore(app, asked);
    if (turns.length === 0) return { query: asked.question, carried: [] };
    return (await ask(rewriteQuestion, { question: asked.question, turns })).output;
  }

  /** One task, asked again where a failure may pass. What was shown of a try that failed is taken back. */
  function ask<Input, Reply, Output>(
    task: Task<Input, Reply, Output>,
    input: Input,
    follow?: () => ((piece: string) => void) | undefined,
  ) {
    const onUsage = (paid: Usage) => {
      usage.inputTokens += paid.inputTokens;
      usage.outputTokens += paid.outputTokens;
    };
    const once = () => {
      const onText = follow?.();
      return runTask(app.ai, task, input, { signal, onUsage, ...(onText && { onText }) });
    };
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
