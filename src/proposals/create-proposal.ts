import type { Prisma } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { engineFor } from '../models/index.js';
import { DomainError, invalidInput } from '../platform/errors.js';
import { type Claim, idempotent } from '../platform/idempotency/idempotent.js';
import { lineInput, optionalLine, textInput, withoutInvisible } from '../platform/text/text-input.js';
import type { Workflow } from '../rfp/index.js';
import { findWorkflow, insertWorkflow, runOf } from '../rfp/index.js';
import { startSoon } from '../runs/index.js';
import { pointsOf } from './points.js';
import { chooseTemplate, type Template } from './templates/index.js';

const LONGEST_REQUIREMENTS = 100_000;
const MOST_POINTS = 2_000;

export interface CreateProposalInput {
  clientName: string;
  /** Decides on the template, unless that is named. */
  industry?: string | null;
  /** What the client wants: text or Markdown of up to 100,000 characters. */
  requirements: string;
  /** "Proposal for …" where left out. */
  title?: string | null;
  templateId?: string | null;
  /** The same key with the same input returns the workflow of the first call. */
  idempotencyKey?: string | null;
}

type Details = Omit<Awaited<ReturnType<typeof detailsOf>>, 'keyed'>;

/**
 * Starts the run that drafts a proposal; returns as soon as it is on record.
 * @throws {DomainError} invalid-input; conflict for a reused key
 */
export async function createProposal(app: App, actor: Actor, input: CreateProposalInput): Promise<Workflow> {
  requirePermission(actor, 'workflows.create');
  const { keyed, ...details } = await detailsOf(input);
  const { organizationId } = actor;
  const reference = await idempotent<string>(app.sql, organizationId, keyed, async (claim) => {
    const template = await chooseTemplate(app, organizationId, details);
    const workflow = await createWorkflow(app, actor, details, template, claim);
    await startSoon(app, runOf(workflow));
    return workflow.reference;
  });
  return (await findWorkflow(app, { organizationId, run: { reference } }))!;
}

async function detailsOf(input: CreateProposalInput) {
  const clientName = lineInput(input.clientName, 'The client name', ['input', 'clientName']);
  const industry = optionalLine(input.industry, 'The industry', ['input', 'industry']);
  const requirements = await requirementsInput(input.requirements);
  const given = optionalLine(input.title, 'The title', ['input', 'title']);
  const templateId = optionalLine(input.templateId, 'The template', ['input', 'templateId']);
  const key = optionalLine(input.idempotencyKey, 'The idempotency key', ['input', 'idempotencyKey']);
  const made = ['proposal', clientName, industry, requirements, given, templateId];
  const keyed = { work: 'createQuickProposal', key, input: made };
  const title = given ?? `Proposal for ${clientName}`.slice(0, 200);
  return { clientName, industry, requirements, title, templateId, keyed };
}

/** Control characters of the second block, which no keyboard types and which make text look like a binary file. */
const MORE_CONTROLS = /[\u0080-\u009f]/g;

async function requirementsInput(value: string): Promise<string> {
  const path = ['input', 'requirements'];
  const given = textInput(value, 'What the client requires', path, { max: LONGEST_REQUIREMENTS });
  const text = withoutInvisible(given).replace(MORE_CONTROLS, '');
  const points = await pointsOf(text).catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
    throw invalidInput('What the client requires is no readable text. Paste it again as text.', path);
  });
  if (points.length === 0)
    throw invalidInput(
      'What the client requires holds no words that a proposal could be written from. Say what is wanted.',
      path,
    );
  if (points.length > MOST_POINTS)
    throw invalidInput(
      `What the client requires has ${points.length} points; at most ${MOST_POINTS} are taken. Shorten it, or upload it as an RFP.`,
      path,
    );
  return text;
}

async function createWorkflow(
  app: App,
  actor: Actor,
  given: Details,
  template: Template,
  claim: Claim<string> | null,
): Promise<Workflow> {
  const { organizationId, userId } = actor;
  const engine = await engineFor(app, 'DRAFTING', organizationId);
  return app.db.$transaction(async (tx) => {
    const workflow = await insertWorkflow(tx, {
      kind: 'QUICK_PROPOSAL',
      prefix: 'WF-QUICK',
      organizationId,
      createdById: userId,
      engine,
      clientName: given.clientName,
      industry: given.industry,
      at: app.clock(),
    });
    await tx.proposal.create({
      data: {
        workflowId: workflow.id,
        organizationId,
        title: given.title,
        requirements: given.requirements,
        templateId: template.id,
        templateName: template.name,
        templateVersion: template.version,
        template: template.sections as unknown as Prisma.InputJsonArray,
      },
    });
    await recordAudit(tx, actor, {
      action: 'proposal.created',
      subjectType: 'workflow',
      subjectId: workflow.id,
      details: { templateId: template.id, templateVersion: template.version },
      after: {
        reference: workflow.reference,
        clientName: given.clientName,
        industry: given.industry,
        title: given.title,
        requirements: given.requirements,
      },
    });
    await claim?.keep(tx, workflow.reference);
    return workflow;
  });
}
