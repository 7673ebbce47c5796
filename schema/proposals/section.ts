import { regenerateSection } from '../../src/proposals/index.js';
import { builder } from '../builder.js';
import { globalID } from '../kit/global-id.js';
import { mutation } from '../kit/mutation.js';
import { entityPayload } from '../kit/payload.js';
import { tenantNode } from '../kit/tenant-node.js';
import { row, VERSION } from '../kit/versions.js';
import { AiRequest, requestOf } from '../models/requests.js';
import { SourceMetadata } from '../source-metadata.js';
import { ProposalSectionKindEnum, ProposalSectionStatusEnum, RequirementKindEnum } from './enums.js';

const ProposalSource = builder.prismaObject('ProposalSource', {
  description: 'A passage quoted in support of a section.',
  fields: (t) => ({
    text: t.exposeString('text', { description: 'Verbatim.' }),
    score: t.exposeFloat('score', { description: '0 to 1.' }),
    metadata: t.field({
      type: SourceMetadata,
      select: { source: true, section: true, page: true, start: true, end: true, knowledgeId: true },
      resolve: (source) => source,
    }),
  }),
});

const inOrder = { orderBy: { position: 'asc' } } as const;

export const ProposalRequirement = builder.prismaObject('ProposalRequirement', {
  description: 'Something that the client asks for.',
  fields: (t) => ({
    position: t.exposeInt('position', { description: 'From 1, in the order of the text.' }),
    kind: t.expose('kind', { type: RequirementKindEnum }),
    text: t.exposeString('text', { description: 'Verbatim.' }),
    start: t.exposeInt('start', { description: 'Offset in the requirements, in UTF-16 units.' }),
    end: t.exposeInt('end'),
    covered: t.exposeBoolean('covered', { description: 'Whether its section answers it from sources.' }),
    section: t.relation('section', { nullable: true, description: 'The section that takes it up.' }),
  }),
});

export const ProposalSection = builder.prismaNode('ProposalSection', {
  ...tenantNode('workflows.view', { subject: 'section' }),
  description: 'A section of a quick proposal, as the engine drafted it. People edit the document.',
  fields: (t) => ({
    position: t.exposeInt('position', { description: 'From 1.' }),
    kind: t.expose('kind', { type: ProposalSectionKindEnum }),
    title: t.exposeString('title'),
    version: t.exposeInt('revision', { description: VERSION }),
    purpose: t.exposeString('purpose'),
    content: t.exposeString('content', { description: 'Markdown; [n] refers to the n-th source.' }),
    status: t.expose('status', { type: ProposalSectionStatusEnum }),
    confidence: t.exposeFloat('confidence', { description: '0 to 1.' }),
    sources: t.relation('sources', { type: ProposalSource, query: inOrder }),
    requirements: t.relation('requirements', {
      type: ProposalRequirement,
      query: inOrder,
      description: 'What it takes up.',
    }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    failure: t.exposeString('failure', { nullable: true, description: 'Why it could not be drafted.' }),
    aiRequest: t.prismaField({
      type: AiRequest,
      nullable: true,
      description: 'The request whose reply it was drafted from; null where no model was asked.',
      select: { aiRequestId: true, organizationId: true },
      resolve: (query, section, _args, { app }) => requestOf(app, query, section),
    }),
  }),
});

const ProposalSectionPayload = entityPayload('ProposalSectionPayload', {
  field: 'section',
  model: 'ProposalSection',
  type: ProposalSection,
  more: (t) => ({
    workflow: t.prismaField({
      type: 'Workflow',
      nullable: true,
      description: 'The proposal that the section is a part of, as it is after the change.',
      resolve: (query, { id }, _args, { app }) =>
        id === null
          ? null
          : app.db.workflow.findFirst({ ...query, where: { proposalSections: { some: { id } } } }),
    }),
  }),
});

mutation('regenerateProposalSection', {
  permission: 'answers.edit',
  idempotency: 'key',
  description:
    'Sends a section back to be drafted again, and the summary with it. What people edited in other sections of ' +
    'the document stays.',
  input: (t) => ({
    sectionId: t.id({ ...globalID('ProposalSection'), required: true }),
    guidance: t.string({ description: 'What should be different, in your words.' }),
  }),
  payload: ProposalSectionPayload,
  changes: row('ProposalSection', 'sectionId'),
  work: async ({ sectionId, guidance, expectedVersion }, { app, actor }) =>
    regenerateSection(app, actor, {
      sectionId,
      guidance: guidance ?? null,
      expectedVersion,
    }),
});
