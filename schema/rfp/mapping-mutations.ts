import { confirmMapping, updateMapping } from '../../src/rfp/index.js';
import { builder } from '../builder.js';
import { mutation } from '../kit/mutation.js';
import type { Changes } from '../kit/versions.js';
import { RegionLayoutEnum } from './questionnaire.js';
import { workflowPayload } from './workflow-mutations.js';

const MappingPayload = workflowPayload('MappingPayload');

const EXPECTED =
  'The version of the mapping that you looked at: a CONFLICT where it is another one by now. Left out: whatever it is.';

const MarkColumnInput = builder.inputType('MarkColumnInput', {
  description: 'A column whose cells are marked to choose an option.',
  fields: (t) => ({ column: t.string({ required: true }), option: t.string({ required: true }) }),
});

const RegionInput = builder.inputType('QuestionnaireRegionInput', {
  description: 'As QuestionnaireRegion. Columns are named by their letters.',
  fields: (t) => ({
    sheet: t.string({ required: true }),
    range: t.string({ required: true, description: '"A5:J14"' }),
    layout: t.field({ type: RegionLayoutEnum, description: 'ROWS where it is left out.' }),
    question: t.string({ required: true }),
    number: t.string(),
    section: t.string(),
    guidance: t.string(),
    answer: t.string({ description: 'Needed unless one of several `marks` is the answer.' }),
    comment: t.string(),
    evidence: t.string(),
    marks: t.field({ type: [MarkColumnInput] }),
    heading: t.string(),
    options: t.stringList({ description: 'What may be chosen in cells that have no list of their own.' }),
  }),
});

/** The mapping of a workflow, which the payload shows with the workflow. */
const changes: Changes = {
  type: 'Workflow',
  find: async ({ workflowId: reference }: { workflowId: string }, { app, actor: { organizationId } }) => {
    const found = await app.db.questionnaire.findFirst({
      where: { organizationId, rfp: { workflow: { run: { reference } } } },
      select: { version: true },
    });
    return found && { id: reference, version: found.version };
  },
};

mutation('updateMapping', {
  permission: 'workflows.run',
  idempotency: 'natural',
  description:
    'Says anew where a form asks and where the answers go. Questions whose cells stay keep their answers, new ones are drafted. The mapping is PROPOSED again.',
  input: (t) => ({
    workflowId: t.string({ required: true }),
    regions: t.field({ type: [RegionInput], required: true, description: 'All of them.' }),
    expectedVersion: t.int({ description: EXPECTED }),
    dropAnswers: t.boolean({
      description:
        'True where answers that people wrote may go with questions that are asked no more. Otherwise that is a CONFLICT.',
    }),
  }),
  payload: MappingPayload,
  changes,
  work: ({ workflowId, regions, expectedVersion, dropAnswers }, { app, actor }) =>
    updateMapping(app, actor, {
      workflowId,
      regions,
      expectedVersion: expectedVersion ?? null,
      dropAnswers: dropAnswers ?? false,
    }),
});

mutation('confirmMapping', {
  permission: 'workflows.run',
  idempotency: 'natural',
  description:
    'Confirms where the answers go: from then on they are written into the file that goes back. It is remembered for forms whose columns have the same names.',
  input: (t) => ({
    workflowId: t.string({ required: true }),
    expectedVersion: t.int({ description: EXPECTED }),
  }),
  payload: MappingPayload,
  changes,
  work: ({ workflowId, expectedVersion }, { app, actor }) =>
    confirmMapping(app, actor, { workflowId, expectedVersion: expectedVersion ?? null }),
});
