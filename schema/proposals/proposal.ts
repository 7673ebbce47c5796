import { createProposal, proposalContent, type TemplateSection } from '../../src/proposals/index.js';
import { hasReached } from '../../src/rfp/index.js';
import { builder } from '../builder.js';
import { mutation } from '../kit/mutation.js';
import { names } from '../kit/names.js';
import { workflowPayload } from '../rfp/workflow-mutations.js';
import { ProposalRequirement, ProposalSection } from './section.js';
import { atVersion, ProposalTemplateUsed } from './template.js';

const inOrder = { orderBy: { position: 'asc' } } as const;
/** What the fields that appear step by step decide by. */
const AT = { run: { select: { kind: true, state: true, resumeState: true } } } as const;
const isProposal = ({ run }: { run: { kind: string } }) => run.kind === 'QUICK_PROPOSAL';

builder.prismaObjectFields('Workflow', (t) => ({
  proposalContent: t.string({
    nullable: true,
    description:
      'Quick proposals: the Markdown of the proposal. Grows as sections are drafted; once the document is there, ' +
      'what the document says.',
    select: {
      proposal: { select: { title: true } },
      document: { select: { content: true } },
      proposalSections: {
        ...inOrder,
        select: {
          title: true,
          content: true,
          draftedAt: true,
          sources: { ...inOrder, select: { title: true, section: true, page: true } },
        },
      },
    },
    resolve: ({ proposal, document, proposalSections }) =>
      proposalContent({ proposal, document, sections: proposalSections }),
  }),
  proposalSections: t.field({
    type: [ProposalSection],
    nullable: true,
    description: 'Quick proposals: null until GENERATING.',
    select: (_args, _context, nestedSelection) => ({
      ...AT,
      proposalSections: nestedSelection(inOrder),
    }),
    resolve: (workflow) =>
      isProposal(workflow) && hasReached(workflow.run, 'GENERATING') ? workflow.proposalSections : null,
  }),
  proposalRequirements: t.field({
    type: [ProposalRequirement],
    nullable: true,
    description: 'Quick proposals: what the client asks for. Null until ROUTING.',
    select: (_args, _context, nestedSelection) => ({
      ...AT,
      proposalRequirements: nestedSelection(inOrder),
    }),
    resolve: (workflow) =>
      isProposal(workflow) && hasReached(workflow.run, 'ROUTING') ? workflow.proposalRequirements : null,
  }),
  proposalTemplate: t.field({
    type: ProposalTemplateUsed,
    nullable: true,
    description: 'Quick proposals: the template that was used, as it was then.',
    select: { proposal: true, run: { select: { reference: true } } },
    resolve: ({ proposal, run }) =>
      proposal && {
        templateId: proposal.templateId,
        reference: run.reference,
        name: proposal.templateName,
        version: proposal.templateVersion,
        sections: proposal.template as unknown as TemplateSection[],
      },
  }),
}));

mutation('createQuickProposal', {
  permission: 'workflows.create',
  idempotency: 'passed-on',
  description: 'Starts the run that drafts a proposal from the knowledge base.',
  input: (t) => ({
    clientName: t.string({ required: true }),
    industry: t.string({
      ...names('industry'),
      description: 'Decides on the template: "Healthcare", "hospital", "SaaS".',
    }),
    requirements: t.string({
      required: true,
      description: 'What the client wants: text or Markdown, up to 100,000 characters.',
    }),
    title: t.string({ description: '"Proposal for" the client where left out.' }),
    templateId: t.id({ ...names('template'), description: 'The template to use, whatever the industry.' }),
  }),
  payload: workflowPayload('CreateQuickProposalPayload'),
  work: async ({ templateId, ...input }, { app, actor }) => {
    const workflow = await createProposal(app, actor, {
      ...input,
      templateId: templateId == null ? null : atVersion(templateId).id,
    });
    return workflow.reference;
  },
});
