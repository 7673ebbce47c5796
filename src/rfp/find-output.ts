import type { Output } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { conflict, notFound } from '../platform/errors.js';
import { findWorkflow } from './workflow.js';

/**
 * The file that a workflow came to: a response, a proposal.
 * @throws {DomainError} not-found for another organization's workflow; conflict while there is none yet
 */
export async function findOutput(app: App, actor: Actor, reference: string): Promise<Output> {
  requirePermission(actor, 'workflows.view');
  const workflow = await findWorkflow(app, { run: { reference }, organizationId: actor.organizationId });
  if (!workflow) throw notFound(`Workflow ${reference}`);
  await app.kinds[workflow.kind].refreshOutput?.(app, workflow);
  const output = await app.db.output.findUnique({ where: { workflowId: workflow.id } });
  if (!output)
    throw conflict(
      `The document of ${reference} is not written yet (state ${workflow.state}). Wait until it is READY.`,
    );
  return output;
}
