import type { App } from '../app-types.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { abortable } from '../platform/concurrency/abortable.js';
import { invalidInput, notFound } from '../platform/errors.js';
import { eventsOf, type WorkflowEvent } from './workflow-events.js';

/**
 * The events of a workflow after a sequence number: past ones first, then live, until it is CLOSED.
 * @param fromNow begins behind its last event, where `after` is 0
 * @throws {DomainError} not-found; invalid-input for a negative number
 */
export async function followWorkflow(
  app: App,
  actor: Actor,
  reference: string,
  after: number,
  fromNow = false,
): Promise<AsyncIterableIterator<WorkflowEvent>> {
  requirePermission(actor, 'workflows.view');
  if (after < 0) throw invalidInput('`after` is negative; use the last sequence you have, or 0.', ['after']);
  const workflow = await app.db.workflow.findFirst({
    where: { run: { reference }, organizationId: actor.organizationId },
    select: { run: { select: { id: true, state: true, version: true } } },
  });
  if (!workflow) throw notFound(`Workflow ${reference}`);
  const from = fromNow && after === 0 ? workflow.run.version : after;
  return abortable((signal) => untilClosed(app, workflow.run, from, signal));
}

async function* untilClosed(
  app: App,
  { id, state, version }: { id: string; state: string; version: number },
  after: number,
  signal: AbortSignal,
): AsyncGenerator<WorkflowEvent, void, void> {
  if (state === 'CLOSED' && after >= version) return;
  for await (const event of eventsOf(app, id, after, signal)) {
    yield event;
    if (event.kind === 'state-changed' && event.to === 'CLOSED') return;
  }
}
