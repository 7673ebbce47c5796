import type { Output } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import type { Actor } from '../identity/index.js';
import { conflict, notFound } from '../platform/errors.js';

/**
 * The response document of a workflow.
 * @throws {DomainError} not-found for another organization's workflow; conflict while there is none yet
 */
export async function findOutput(app: App, actor: Actor, reference: string): Promise<Output> {
  const workflow = await app.db.workflow.findFirst({
    where: { reference, organizationId: actor.organizationId },
    select: { state: true, output: true },
  });
  if (!workflow) throw notFound(`Workflow ${reference}`);
  if (!workflow.output)
    throw conflict(
      `The response of ${reference} is not written yet (state ${workflow.state}). Wait until it is READY.`,
    );
  return workflow.output;
}
