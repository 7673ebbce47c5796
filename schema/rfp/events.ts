import { invalidInput } from '../../src/platform/errors.js';
import type { ProposalChange } from '../../src/proposals/index.js';
import { followWorkflow, type RfpChange, type WorkflowChange } from '../../src/rfp/index.js';
import { followEvents, type Event as StoredEvent } from '../../src/runs/index.js';
import { builder } from '../builder.js';
import { EventRef, nameEvents } from '../events.js';
import { after as afterCursor, afterSequence, resumable } from '../kit/cursor.js';
import { WorkflowStateEnum } from './enums.js';
import { OutputFile } from './output-file.js';
import { MappingStatusEnum } from './questionnaire.js';
import { ReviewResult } from './review.js';
import { WorkflowFailure } from './workflow.js';

/** A change of a workflow of whichever kind. */
type WorkflowEvent = StoredEvent & (WorkflowChange | RfpChange | ProposalChange);

export type Of<Kind extends WorkflowEvent['kind']> = Extract<WorkflowEvent, { kind: Kind }>;

const TYPENAMES: Record<WorkflowEvent['kind'], string> = {
  'state-changed': 'WorkflowStateChanged',
  'questions-extracted': 'QuestionsExtracted',
  'answer-updated': 'AnswerUpdated',
  'mapping-changed': 'MappingChanged',
  'requirements-extracted': 'RequirementsExtracted',
  'proposal-outlined': 'ProposalOutlined',
  'section-updated': 'ProposalSectionUpdated',
  'review-completed': 'ReviewCompleted',
  'output-ready': 'OutputReady',
  'workflow-failed': 'WorkflowFailed',
};

nameEvents('Workflow', TYPENAMES);

export const Event = builder.interfaceRef<WorkflowEvent>('WorkflowEvent').implement({
  description: 'One committed change of a workflow, numbered 1, 2, 3 … without gaps.',
  resolveType: ({ kind }) => TYPENAMES[kind],
  fields: (t) => ({
    sequence: t.exposeInt('sequence'),
    at: t.expose('at', { type: 'DateTime' }),
    workflow: t.prismaField({
      type: 'Workflow',
      description: 'The workflow as it is now.',
      resolve: (query, { subjectId }, _args, { app }) =>
        app.db.workflow.findUniqueOrThrow({ ...query, where: { id: subjectId } }),
    }),
  }),
});

builder.objectType(builder.objectRef<Of<'state-changed'>>('WorkflowStateChanged'), {
  description: 'The workflow has come into another state.',
  interfaces: [Event, EventRef],
  fields: (t) => ({
    from: t.expose('from', { type: WorkflowStateEnum }),
    to: t.expose('to', { type: WorkflowStateEnum }),
  }),
});

builder.objectType(builder.objectRef<Of<'questions-extracted'>>('QuestionsExtracted'), {
  description: 'The questions and requirements of the document are known.',
  interfaces: [Event, EventRef],
  fields: (t) => ({ totalQuestions: t.exposeInt('totalQuestions') }),
});

builder.objectType(builder.objectRef<Of<'answer-updated'>>('AnswerUpdated'), {
  description: 'An answer was drafted, edited, approved or reviewed.',
  interfaces: [Event, EventRef],
  fields: (t) => ({
    answer: t.prismaField({
      type: 'Answer',
      resolve: (query, { answerId }, _args, { app }) =>
        app.db.answer.findUniqueOrThrow({ ...query, where: { id: answerId } }),
    }),
  }),
});

builder.objectType(builder.objectRef<Of<'mapping-changed'>>('MappingChanged'), {
  description:
    'Where the answers go in a form was changed or confirmed; questions may have come and gone with it.',
  interfaces: [Event, EventRef],
  fields: (t) => ({
    status: t.expose('status', { type: MappingStatusEnum }),
    version: t.exposeInt('version', { description: 'Of the mapping.' }),
  }),
});

builder.objectType(builder.objectRef<Of<'review-completed'>>('ReviewCompleted'), {
  description: 'The review of all answers is done.',
  interfaces: [Event, EventRef],
  fields: (t) => ({
    reviewResult: t.prismaField({
      type: ReviewResult,
      resolve: (query, { subjectId }, _args, { app }) =>
        app.db.review.findUniqueOrThrow({ ...query, where: { workflowId: subjectId } }),
    }),
  }),
});

builder.objectType(builder.objectRef<Of<'output-ready'>>('OutputReady'), {
  description: 'The response document was written.',
  interfaces: [Event, EventRef],
  fields: (t) => ({
    outputFile: t.field({
      type: OutputFile,
      resolve: async ({ subjectId }, _args, { app }) => {
        const { workflow, ...output } = await app.db.output.findUniqueOrThrow({
          where: { workflowId: subjectId },
          include: { workflow: { select: { run: { select: { reference: true } } } } },
        });
        return { ...output, reference: workflow.run.reference };
      },
    }),
  }),
});

builder.objectType(builder.objectRef<Of<'workflow-failed'>>('WorkflowFailed'), {
  description: 'The workflow stopped; it can be retried where the failure says so.',
  interfaces: [Event, EventRef],
  fields: (t) => ({ failure: t.field({ type: WorkflowFailure, resolve: (event) => event }) }),
});

builder.subscriptionField('workflowEvents', (t) =>
  t.field({
    ...resumable('workflows.view', ({ sequence, position }, { workflowId }) =>
      workflowId == null ? position : sequence,
    ),
    type: Event,
    description:
      'Events with `sequence > after`: first those of the past, then live, without gap or double. ' +
      'After a disconnect, subscribe again with the last sequence you saw. Ends when the workflow is CLOSED. Without a ' +
      'workflow those of all of the organization, without end: go on with the last `position`.',
    args: {
      workflowId: t.arg.string({
        description:
          'The readable id of the workflow: WF-RFP-…, WF-QUICK-… Left out: all of the organization.',
      }),
      afterPosition: t.arg.string({
        description: 'Of all workflows: the last `position` you have; left out: from the beginning.',
      }),
      fromNow: t.arg.boolean({
        description: 'Without `after` and `afterPosition`: only what is committed from now on.',
      }),
      after: t.arg.int({ description: 'The last sequence you have; left out or 0: from the beginning.' }),
    },
    subscribe: async (_root, { workflowId, after, afterPosition, fromNow }, context) => {
      const { app, actor } = context;
      if (workflowId != null) {
        refuseArgument('afterPosition', afterPosition, 'Of one workflow give `after`, a sequence.');
        return followWorkflow(app, actor, workflowId, afterSequence(context, after), fromNow ?? false);
      }
      refuseArgument('after', after, 'Of all workflows give `afterPosition`, a position.');
      const asked = { after: afterCursor(context, afterPosition), kinds: null, fromNow: fromNow ?? false };
      const events = await followEvents(app, actor, { ...asked, node: 'Workflow' });
      return events as AsyncIterableIterator<WorkflowEvent>;
    },
    resolve: (event) => event,
  }),
);

/** @throws {DomainError} invalid-input for an argument that does not go with the others */
function refuseArgument(name: string, given: unknown, instead: string): void {
  if (given != null) throw invalidInput(`\`${name}\` does not count here. ${instead}`, [name]);
}
