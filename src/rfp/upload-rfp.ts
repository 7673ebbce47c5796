import type { Readable } from 'node:stream';
import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import { type Form, type ReceivedFile, receiveFile, type SourceFormat } from '../formats/index.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { engineFor } from '../models/index.js';
import { isOutage } from '../platform/database/outage.js';
import { type Claim, idempotent } from '../platform/idempotency/idempotent.js';
import { newId } from '../platform/ids.js';
import { lineInput, optionalLine } from '../platform/text/text-input.js';
import { startSoon } from '../runs/index.js';
import { formOfUpload } from './questionnaire/read-form.js';
import { storeQuestionnaire } from './questionnaire/store-questionnaire.js';
import type { Workflow } from './workflow.js';
import { findWorkflow, insertWorkflow, runOf } from './workflow.js';

/** What an RFP may come in. Pictures are no documents to answer. */
export const RFP_FORMATS: readonly SourceFormat[] = [
  'pdf',
  'docx',
  'doc',
  'text',
  'markdown',
  'html',
  'xlsx',
];

interface RfpDetails {
  clientName: string;
  industry?: string | null;
  /** The same key with the same input returns the workflow of the first call. */
  idempotencyKey?: string | null;
}

export interface UploadRfpInput extends RfpDetails {
  file: { filename: string; content: Readable };
}

/**
 * Takes an RFP and starts the run that answers it; returns as soon as both are on record.
 * @throws {DomainError} file-* for a file that cannot be answered, invalid-input, conflict for a reused key
 */
export async function uploadRfp(app: App, actor: Actor, input: UploadRfpInput): Promise<Workflow> {
  requirePermission(actor, 'workflows.create');
  detailsOf(input);
  const file = await receiveFile(app, actor, input.file, RFP_FORMATS);
  return createRfpWorkflow(app, actor, { ...input, file });
}

const detailsOf = (input: RfpDetails) => ({
  clientName: lineInput(input.clientName, 'The client name', ['input', 'clientName']),
  industry: optionalLine(input.industry, 'The industry', ['input', 'industry']),
  key: optionalLine(input.idempotencyKey, 'The idempotency key', ['input', 'idempotencyKey']),
});

/** The same for a file that was received already. Where no workflow comes of it, the file is taken away. */
export async function createRfpWorkflow(
  app: App,
  actor: Actor,
  input: RfpDetails & { file: ReceivedFile },
): Promise<Workflow> {
  const { file } = input;
  let kept = false;
  try {
    requirePermission(actor, 'workflows.create');
    const { key, ...details } = detailsOf(input);
    const { organizationId } = actor;
    const keyed = { work: 'uploadRfp', key, input: [file.sha256, details.clientName, details.industry] };
    const reference = await idempotent<string>(app.sql, organizationId, keyed, async (claim) => {
      try {
        const form = await formOfUpload(app, file.record);
        const workflow = await createWorkflow(app, actor, { ...details, file, form }, claim);
        kept = true;
        await startSoon(app, runOf(workflow));
        return workflow.reference;
      } catch (error) {
        // Whether it was committed is open; a file too many does less harm than one that is missing.
        kept ||= isOutage(error);
        throw error;
      }
    });
    return (await findWorkflow(app, { organizationId, run: { reference } }))!;
  } finally {
    if (!kept) await file.discard();
  }
}

async function createWorkflow(
  app: App,
  actor: Actor,
  given: {
    clientName: string;
    industry: string | null;
    file: ReceivedFile;
    form: Form | null;
  },
  claim: Claim<string> | null,
): Promise<Workflow> {
  const { organizationId, userId } = actor;
  const { file } = given;
  const engine = await engineFor(app, 'EXTRACTION', organizationId);
  return app.db.$transaction(async (tx) => {
    const stored = await tx.storedFile.create({ data: { ...file.record, id: newId(), organizationId } });
    const workflow = await insertWorkflow(tx, {
      kind: 'RFP_RESPONSE',
      prefix: 'WF-RFP',
      organizationId,
      createdById: userId,
      engine,
      clientName: given.clientName,
      industry: given.industry,
      at: app.clock(),
    });
    const owner = { workflowId: workflow.id, organizationId };
    await tx.rfpResponse.create({ data: { ...owner, fileId: stored.id } });
    if (given.form) await storeQuestionnaire(tx, owner, given.form);
    await recordAudit(tx, actor, {
      action: 'workflow.created',
      subjectType: 'workflow',
      subjectId: workflow.id,
      details: { filename: stored.filename, sha256: stored.sha256 },
      after: {
        reference: workflow.reference,
        clientName: workflow.clientName,
        industry: workflow.industry,
        filename: stored.filename,
      },
    });
    await claim?.keep(tx, workflow.reference);
    return workflow;
  });
}
