import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import { type Actor, type Permission, requirePermission } from '../identity/index.js';
import type { Tx } from '../platform/database/db.js';
import { conflict } from '../platform/errors.js';
import { checkVersion, type ExpectedVersion } from '../platform/versions.js';
import {
  type Decision,
  openApprovals,
  refusalOf,
  startSoon,
  stopSoon,
  triedAgain,
  wakeSoon,
} from '../runs/index.js';
import { flowBack } from './library/flow-back.js';
import { ACTIONS, type StoryState, storyState, type WorkflowAction } from './states.js';
import type { Workflow } from './workflow.js';
import { changeWorkflow, runOf } from './workflow.js';

type LifeAction = Extract<WorkflowAction, 'cancel' | 'retry' | 'submit' | 'close'>;

const AUDIT = {
  cancel: 'workflow.cancelled',
  retry: 'workflow.retried',
  submit: 'workflow.submitted',
  close: 'workflow.closed',
} as const satisfies Record<LifeAction, string>;

const PERMISSION = {
  cancel: 'workflows.run',
  retry: 'workflows.run',
  submit: 'workflows.submit',
  close: 'workflows.submit',
} as const satisfies Record<LifeAction, Permission>;

interface Act {
  action: LifeAction;
  reference: string;
  expectedVersion: ExpectedVersion;
}

/** Checks that the actor may, and under the lock that the state allows the action; puts it on record. */
async function act<T>(
  app: App,
  actor: Actor,
  { action, reference, expectedVersion }: Act,
  decide: (tx: Tx, workflow: Workflow) => Promise<Decision<T, Workflow>>,
): Promise<T> {
  requirePermission(actor, PERMISSION[action]);
  return changeWorkflow(app, { reference, organizationId: actor.organizationId }, async (tx, workflow) => {
    checkVersion('The workflow', { id: reference, version: workflow.version }, expectedVersion);
    const decision = await decide(tx, workflow);
    await recordAudit(tx, actor, {
      action: AUDIT[action],
      subjectType: 'workflow',
      subjectId: workflow.id,
      details: { from: workflow.state },
      before: { state: workflow.state, attempt: workflow.attempt },
      after: {
        state: decision.data?.state ?? workflow.state,
        attempt: decision.data?.attempt ?? workflow.attempt,
      },
    });
    return decision;
  });
}

function refuse(action: LifeAction, { state }: Workflow): void {
  const refusal = refusalOf({ actions: ACTIONS }, action, state);
  if (refusal) throw conflict(refusal);
}

/** @throws {DomainError} conflict while somebody is asked to approve it */
async function refuseUnapproved(tx: Tx, workflow: Workflow): Promise<void> {
  const titles = await openApprovals(tx, workflow);
  if (titles.length)
    throw conflict(
      `It cannot be submitted before it is approved: ${titles.join('; ')}. Have these tasks decided, or cancel them.`,
    );
}

/** Stops a run for good, or until it is retried. What is finished stays. */
export async function cancelWorkflow(
  app: App,
  actor: Actor,
  reference: string,
  expectedVersion?: ExpectedVersion,
): Promise<void> {
  await act(app, actor, { action: 'cancel', reference, expectedVersion }, async (_tx, workflow) => {
    refuse('cancel', workflow);
    return { data: { state: 'CANCELLED', resumeState: storyState(workflow) }, result: undefined };
  });
  await stopSoon(app, reference);
}

/**
 * Goes on from where a run stopped; nothing finished is redone. A workflow that is READY with answers or sections
 * that failed has just these drafted again.
 */
export async function retryWorkflow(
  app: App,
  actor: Actor,
  reference: string,
  expectedVersion?: ExpectedVersion,
): Promise<void> {
  const retry = { action: 'retry', reference, expectedVersion } as const;
  const { run, replace } = await act(app, actor, retry, async (tx, workflow) => {
    const events = (await app.kinds[workflow.kind].reopenFailed?.(tx, workflow)) ?? [];
    const answers = events.length ? { answersRevision: { increment: 1 } } : {};
    if (workflow.state === 'READY' && events.length)
      return { data: answers, events, result: { run: runOf(workflow), replace: false } };
    refuse('retry', workflow);
    const again = triedAgain(app.kinds[workflow.kind], workflow);
    const data = { ...answers, ...again, state: again.state as StoryState };
    return { events, data, result: { run: runOf({ ...workflow, attempt: again.attempt }), replace: true } };
  });
  await (replace ? startSoon(app, run, { replace }) : wakeSoon(app, run));
}

/** Marks the response or proposal as sent, once nobody is asked to approve it any more. Approved answers change no more; they go into the library. */
export const submitWorkflow = (
  app: App,
  actor: Actor,
  reference: string,
  expectedVersion?: ExpectedVersion,
): Promise<void> =>
  act(app, actor, { action: 'submit', reference, expectedVersion }, async (tx, workflow) => {
    refuse('submit', workflow);
    await refuseUnapproved(tx, workflow);
    await flowBack(app, tx, actor, workflow);
    return { data: { state: 'SUBMITTED' }, result: undefined };
  });

/** Ends the work on the response; its content is kept and changes no more. */
export const closeWorkflow = (
  app: App,
  actor: Actor,
  reference: string,
  expectedVersion?: ExpectedVersion,
): Promise<void> =>
  act(app, actor, { action: 'close', reference, expectedVersion }, async (tx, workflow) => {
    refuse('close', workflow);
    await flowBack(app, tx, actor, workflow);
    return { data: { state: 'CLOSED' }, result: undefined };
  });
