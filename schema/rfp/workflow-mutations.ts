import { leftOutOf } from '../../src/formats/index.js';
import type { Permission } from '../../src/identity/index.js';
import type { ExpectedVersion } from '../../src/platform/versions.js';
import {
  cancelWorkflow,
  closeWorkflow,
  retryWorkflow,
  submitWorkflow,
  uploadRfp,
} from '../../src/rfp/index.js';
import type { Context } from '../context.js';
import { keyedInput, mutation } from '../kit/mutation.js';
import { entityPayload } from '../kit/payload.js';
import { type Changes, expectedVersion } from '../kit/versions.js';
import { LEFT_OUT, LeftOut } from '../left-out.js';
import { incomingFile } from '../upload-content.js';

/** A payload around a workflow, which use cases name by its readable id. */
export const workflowPayload = (name: string, more?: Parameters<typeof entityPayload>[1]['more']) =>
  entityPayload(name, {
    field: 'workflow',
    model: 'Workflow',
    where: (reference) => ({ run: { reference } }),
    ...(more && { more }),
  });

mutation('uploadRfp', {
  permission: 'workflows.create',
  idempotency: 'passed-on',
  description: 'Takes an RFP and starts the run that answers it. Large files: POST /upload/rfp streams them.',
  input: (t) => ({
    file: t.field({
      type: 'File',
      required: true,
      description:
        'PDF (scans too), DOCX, DOC, HTML, text, Markdown, or a workbook with room for answers (XLSX, XLSM), up to 50 MB.',
    }),
    clientName: t.string({ required: true }),
    industry: t.string(),
  }),
  payload: workflowPayload('UploadRfpPayload', (t) => ({
    leftOut: t.field({
      type: [LeftOut],
      description: LEFT_OUT,
      resolve: ({ id }, _args, { app }) =>
        id === null
          ? []
          : leftOutOf(app, { rfpResponses: { some: { workflow: { run: { reference: id } } } } }),
    }),
  })),
  work: async ({ file, ...input }, { app, actor }) => {
    const workflow = await uploadRfp(app, actor, { ...input, file: incomingFile(file) });
    return workflow.reference;
  },
});

const WorkflowInput = keyedInput('WorkflowInput', (t) => ({
  workflowId: t.string({ required: true }),
  ...expectedVersion(t),
}));

/** A workflow by its readable id; its version is the sequence of its last event. */
const changes: Changes = {
  type: 'Workflow',
  find: async ({ workflowId: reference }: { workflowId: string }, { app, actor: { organizationId } }) => {
    const run = await app.db.run.findFirst({ where: { reference, organizationId } });
    return run && { id: reference, version: run.version };
  },
};
const WorkflowPayload = workflowPayload('WorkflowPayload');

const lifeMutation = (
  name: string,
  permission: Permission,
  description: string,
  action: (
    app: Context['app'],
    actor: Context['actor'],
    workflowId: string,
    expectedVersion: ExpectedVersion,
  ) => Promise<void>,
) =>
  mutation(name, {
    permission,
    idempotency: 'key',
    description,
    input: WorkflowInput,
    payload: WorkflowPayload,
    changes,
    work: async ({ workflowId, expectedVersion }, { app, actor }) => {
      await action(app, actor, workflowId, expectedVersion);
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
