import type { AiRequestOutcome, ModelTask, Prisma } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import type { Actor } from '../identity/index.js';
import { invalidInput } from '../platform/errors.js';

export interface RequestFilter {
  task?: string | null;
  modelTask?: ModelTask | null;
  outcome?: AiRequestOutcome | null;
  provider?: string | null;
  model?: string | null;
  /** Its reference, as people see it. */
  workflow?: string | null;
  userId?: string | null;
  /** At this moment or later. */
  from?: Date | null;
  /** Before this moment. */
  to?: Date | null;
}

/**
 * The requests to models of an organization that fit all that is given.
 * @throws {DomainError} invalid-input for a span of time that ends before it begins
 */
export async function requestsWhere(
  app: Pick<App, 'db'>,
  { organizationId }: Pick<Actor, 'organizationId'>,
  filter: RequestFilter,
): Promise<Prisma.AiRequestWhereInput> {
  const { task, modelTask, outcome, provider, model, workflow, userId, from, to } = filter;
  if (from && to && from >= to) throw invalidInput('`filter.from` is not before `filter.to`.', ['filter']);
  const ofWorkflow =
    workflow == null
      ? {}
      : // Without one there is nothing: an empty list fits no request.
        { workflowId: { in: await workflowIds(app, organizationId, workflow) } };
  return {
    organizationId,
    ...(task != null && { task }),
    ...(modelTask && { modelTask }),
    ...(outcome && { outcome }),
    ...(provider != null && { provider }),
    ...(model != null && { model }),
    ...(userId != null && { userId }),
    ...((from || to) && { at: { ...(from && { gte: from }), ...(to && { lt: to }) } }),
    ...ofWorkflow,
  };
}

async function workflowIds(app: Pick<App, 'db'>, organizationId: string, reference: string) {
  const found = await app.db.workflow.findFirst({
    where: { organizationId, run: { reference } },
    select: { id: true },
  });
  return found ? [found.id] : [];
}
