import { leftOutOf } from '../../src/formats/index.js';
import type { Permission } from '../../src/identity/index.js';
import {
  cancelWorkflow,
  closeWorkflow,
  retryWorkflow,
  submitWorkflow,
  uploadRfp,
} from '../../src/rfp/index.js';
import { builder } from '../builder.js';
import type { Context } from '../context.js';
import { LEFT_OUT, LeftOut } from '../left-out.js';
import { errorsField, IDEMPOTENCY_KEY, mutation, payloadRef } from '../payloads.js';
import { incomingFile } from '../upload-content.js';

/** A payload around a workflow. */
export const workflowPayload = (name: string) =>
  payloadRef(name).implement({
    fields: (t) => ({
      workflow: t.prismaField({
        type: 'Workflow',
        nullable: true,
        resolve: (query, { id }, _args, { app }) =>
          id === null ? null : app.db.workflow.findFirst({ ...query, where: { run: { reference: id } } }),
      }),
      errors: t.field(errorsField),
    }),
  });

const UploadRfpInput = builder.inputType('UploadRfpInput', {
  fields: (t) => ({
    file: t.field({
      type: 'File',
      required: true,
      description: 'PDF (scans too), DOCX, DOC, HTML, text or Markdown, up to 50 MB.',
    }),
    clientName: t.string({ required: true }),
    industry: t.string(),
    idempotencyKey: t.string({ description: 'The same key with the same input returns the first workflow.' }),
  }),
});

const UploadRfpPayload = workflowPayload('UploadRfpPayload');
builder.objectField(UploadRfpPayload, 'leftOut', (t) =>
  t.field({
    type: [LeftOut],
    description: LEFT_OUT,
    resolve: ({ id }, _args, { app }) =>
      id === null ? [] : leftOutOf(app, { rfpResponses: { some: { workflow: { run: { reference: id } } } } }),
  }),
);

mutation('uploadRfp', {
  permission: 'workflows.create',
  keepsKeys: true,
  description: 'Takes an RFP and starts the run that answers it. Large files: POST /upload/rfp streams them.',
  input: UploadRfpInput,
  payload: UploadRfpPayload,
  work: async ({ file, ...input }, { app, actor }) => {
    const workflow = await uploadRfp(app, actor, { ...input, file: incomingFile(file) });
    return workflow.reference;
  },
});

const WorkflowInput = builder.inputType('WorkflowInput', {
  fields: (t) => ({
    workflowId: t.string({ required: true }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});
const WorkflowPayload = workflowPayload('WorkflowPayload');

const lifeMutation = (
  name: string,
  permission: Permission,
  description: string,
  action: (app: Context['app'], actor: Context['actor'], workflowId: string) => Promise<void>,
) =>
  mutation(name, {
    permission,
    description,
    input: WorkflowInput,
    payload: WorkflowPayload,
    work: async ({ workflowId }, { app, actor }) => {
      await action(app, actor, workflowId);
      return workflowId;
    },
  });

lifeMutation(
  'cancelWorkflow',
  'workflows.run',
  'Stops the run; what is finished stays. It can be retried.',
  cancelWorkflow,
);
lifeMutation(
  'retryWorkflow',
  'workflows.run',
  'Goes on from where it stopped; nothing finished is redone.',
  retryWorkflow,
);
lifeMutation(
  'submitWorkflow',
  'workflows.submit',
  'Marks the response or proposal as sent: READY to SUBMITTED.',
  submitWorkflow,
);
lifeMutation(
  'closeWorkflow',
  'workflows.submit',
  'Ends the work: SUBMITTED or READY to CLOSED.',
  closeWorkflow,
);
