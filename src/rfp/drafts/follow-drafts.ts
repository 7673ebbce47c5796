import type { App } from '../../app-types.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { abortable } from '../../platform/concurrency/abortable.js';
import { Waiting } from '../../platform/concurrency/waiting.js';
import { invalidInput, notFound } from '../../platform/errors.js';
import { isActive, type WorkflowState } from '../states.js';
import { eventsOf, type WorkflowEvent } from '../workflow-events.js';
import { type AnswerDelta, ShownAnswers } from './shown-answers.js';

/**
 * The answers of a workflow while they are written, until nothing is left to be written.
 * @param after sequence of the last event that the follower knows: answers that were committed since come whole; null
 *   for what comes from now on
 * @throws {DomainError} not-found; invalid-input for a negative number, and for a proposal
 */
export async function followDrafts(
  app: App,
  actor: Actor,
  reference: string,
  after: number | null,
): Promise<AsyncIterableIterator<AnswerDelta>> {
  requirePermission(actor, 'workflows.view');
  if (after !== null && after < 0)
    throw invalidInput('`after` is negative; use the last sequence you have, or leave it out.', ['after']);
  const workflow = await app.db.workflow.findFirst({
    where: { run: { reference }, organizationId: actor.organizationId },
    select: { run: { select: { id: true, kind: true, state: true, version: true } } },
  });
  if (!workflow) throw notFound(`Workflow ${reference}`);
  if (workflow.run.kind !== 'RFP_RESPONSE')
    throw invalidInput(
      `${reference} is a proposal and has no answers. Its sections come with workflowEvents.`,
      ['workflowId'],
    );
  const { id, state, version } = workflow.run;
  const from = after ?? version;
  if (await isOver(app, id, from)) return abortable(nothing);
  const joined = app.draftFeeds.join(id);
  const leave = () => app.draftFeeds.leave(id);
  try {
    const feed = await joined;
    return abortable((signal) => answers(signal, feed), leave);
  } catch (error) {
    leave();
    throw error;
  }

  async function* answers(
    signal: AbortSignal,
    feed: Awaited<typeof joined>,
  ): AsyncGenerator<AnswerDelta, void, void> {
    const shown = new ShownAnswers();
    const news = new Waiting();
    let count = 0;
    const wake = () => {
      count++;
      news.wake();
    };
    const stop = feed.on(wake);
    const events = new NextEvent((stopped) => eventsOf(app, id, from, stopped), signal, wake);
    let mayBeOver = !isActive(state as WorkflowState);
    try {
      while (!signal.aborted) {
        const seen = count;
        for (const draft of feed.drafts) yield* shown.toward(draft);
        const event = events.take();
        if (event) {
          if (event.kind === 'answer-updated') yield* committed(event, shown);
          if (event.kind === 'state-changed') mayBeOver = !isActive(event.to);
          if (mayBeOver && (await isOver(app, id, event.sequence))) return;
        } else if (seen === count) await news.wait(signal);
      }
    } finally {
      stop();
      await events.end();
    }
  }

  async function* committed(
    { answerId, sequence }: WorkflowEvent & { kind: 'answer-updated' },
    shown: ShownAnswers,
  ): AsyncGenerator<AnswerDelta, void, void> {
    const { status, updatedById, ...answer } = await app.db.answer.findUniqueOrThrow({
      where: { id: answerId },
      select: { status: true, updatedById: true, questionId: true, revision: true, text: true },
    });
    // Sent back meanwhile, or edited by a person while nothing of it was being written.
    if (status === 'PENDING' || (updatedById !== null && !shown.has(answerId))) return;
    yield* shown.committed({ ...answer, answerId }, sequence);
  }
}

async function* nothing(): AsyncGenerator<AnswerDelta, void, void> {}

/** Whether nothing is left to be written, and no event of it is unknown to one who knows those up to `known`. */
async function isOver(app: App, id: string, known: number): Promise<boolean> {
  const [row] = await app.sql.query<{ over: boolean }>(OVER, [id, known], { prepare: true });
  return row?.over ?? true;
}

// In a READY workflow an answer may be sent back to be drafted again.
const OVER = `
  SELECT version <= $2 AND (
    state IN ('ERROR', 'CANCELLED', 'SUBMITTED', 'CLOSED')
    OR state = 'READY' AND NOT EXISTS (
      SELECT FROM answer WHERE answer.workflow_id = run.id AND answer.status = 'PENDING'
    )
  ) AS over
  FROM run WHERE id = $1`;

/** Events one at a time, the next of which is asked for when the one before has been taken. */
class NextEvent {
  #next: WorkflowEvent | null = null;
  #failure: { error: unknown } | null = null;

  readonly #stop = new AbortController();
  readonly #events: AsyncGenerator<WorkflowEvent, void, void>;

  constructor(
    follow: (signal: AbortSignal) => AsyncGenerator<WorkflowEvent, void, void>,
    signal: AbortSignal,
    private readonly onNews: () => void,
  ) {
    this.#events = follow(AbortSignal.any([signal, this.#stop.signal]));
    this.#ask();
  }

  /** The next event where it is there; null else. */
  take(): WorkflowEvent | null {
    if (this.#failure) throw this.#failure.error;
    const event = this.#next;
    this.#next = null;
    if (event) this.#ask();
    return event;
  }

  async end(): Promise<void> {
    this.#stop.abort();
    await this.#events.return();
  }

  #ask(): void {
    this.#events.next().then(
      ({ value }) => {
        this.#next = value ?? null;
        this.onNews();
      },
      (error: unknown) => {
        this.#failure = { error };
        this.onNews();
      },
    );
  }
}
