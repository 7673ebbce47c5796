import type { Answer } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import { type AuditEntry, recordAudit } from '../audit/index.js';
import type { Actor } from '../identity/index.js';
import type { Tx } from '../platform/database/db.js';
import { conflict, DomainError, notFound } from '../platform/errors.js';
import { isUuid } from '../platform/ids.js';
import { expecting } from '../platform/observability/request-context.js';
import { checkVersion, type ExpectedVersion, type Versioned } from '../platform/versions.js';
import { type Decision, refusalOf, wakeSoon } from '../runs/index.js';
import { countAnswered } from './count-answered.js';
import { ACTIONS } from './states.js';
import { changeWorkflow, runOf, type Workflow } from './workflow.js';

export type AnswerChange = Pick<
  AuditEntry & { subjectType: 'answer' },
  'action' | 'details' | 'before' | 'after'
>;

/** An answer that somebody wants to change. */
export interface WantedAnswer {
  answerId: string;
  expectedVersion: ExpectedVersion;
}

/** What came of it. */
export interface AnswerOutcome {
  answerId: string;
  /** Null where it was changed. */
  error: DomainError | null;
  /** The answer as it was found; null where there is none. */
  found: Versioned | null;
}

/** What a change of an answer comes to, besides its row. */
interface Changed {
  audit: AnswerChange;
  /** Whether the question had no answer before. */
  isFirst?: boolean;
  /** Columns of its workflow. */
  data?: Decision<void, Workflow>['data'];
}

/**
 * Changes answers within the organization, those of a workflow in one transaction: checks their versions and the state under
 * the lock, changes, records, wakes the run. What is refused of one leaves the others.
 * @param change throws before it has written anything
 * @returns what came of each, in their order
 */
export async function changeAnswers(
  app: App,
  actor: Actor,
  wanted: readonly WantedAnswer[],
  action: 'edit' | 'regenerate',
  change: (tx: Tx, answer: Answer) => Promise<Changed>,
): Promise<AnswerOutcome[]> {
  const { organizationId } = actor;
  const ids = wanted.map(({ answerId }) => answerId).filter(isUuid);
  const found = await app.db.answer.findMany({
    where: { id: { in: ids }, organizationId },
    select: { id: true, workflowId: true },
  });
  const workflowOf = new Map(found.map(({ id, workflowId }) => [id, workflowId]));
  const outcomes = new Map<WantedAnswer, AnswerOutcome>();
  for (const workflowId of new Set(workflowOf.values())) {
    const its = wanted.filter(({ answerId }) => workflowOf.get(answerId) === workflowId);
    const { run, all } = await changeWorkflow(
      app,
      { id: workflowId, organizationId },
      async (tx, workflow) => {
        const all: AnswerOutcome[] = [];
        const changes: Changed[] = [];
        for (const one of its) {
          const outcome = await expecting(one.expectedVersion ?? null, () =>
            changeOne(tx, actor, workflow, one, { action, change }),
          );
          all.push(outcome);
          if (outcome.changed) changes.push(outcome.changed);
        }
        const events = all.flatMap(({ answerId, error }) =>
          error ? [] : [{ kind: 'answer-updated' as const, answerId }],
        );
        const first = changes.filter(({ isFirst }) => isFirst).length;
        return {
          ...(changes.length && {
            data: {
              ...Object.assign({}, ...changes.map(({ data }) => data)),
              answersRevision: { increment: 1 },
            },
          }),
          ...(first && (await countAnswered(tx, workflowId, first))),
          events,
          result: { run: changes.length ? runOf(workflow) : null, all },
        };
      },
    );
    for (const [i, one] of its.entries()) outcomes.set(one, all[i]!);
    if (run) await wakeSoon(app, run);
  }
  return wanted.map(
    (one) => outcomes.get(one) ?? { answerId: one.answerId, error: notFound('The answer'), found: null },
  );
}

async function changeOne(
  tx: Tx,
  actor: Actor,
  workflow: Workflow,
  { answerId, expectedVersion }: WantedAnswer,
  how: { action: 'edit' | 'regenerate'; change: (tx: Tx, answer: Answer) => Promise<Changed> },
): Promise<AnswerOutcome & { changed?: Changed }> {
  const answer = await tx.answer.findUniqueOrThrow({ where: { id: answerId } });
  const found = { id: answerId, version: answer.revision };
  try {
    checkVersion('The answer', found, expectedVersion);
    const refusal = refusalOf({ actions: ACTIONS }, how.action, workflow.state);
    if (refusal) throw conflict(refusal);
    const changed = await how.change(tx, answer);
    await recordAudit(tx, actor, {
      ...changed.audit,
      subjectType: 'answer',
      subjectId: answerId,
    } as AuditEntry);
    return { answerId, error: null, found, changed };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { answerId, error, found };
  }
}
