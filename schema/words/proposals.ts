import type { Words } from './index.js';

const OF_EVENT = {
  at: 'When it was committed.',
};

export const proposals: Words = {
  ProposalSource: { metadata: 'Where the passage stands.' },
  ProposalRequirement: { kind: 'How the client puts it.', end: 'Where it ends, exclusive.' },
  ProposalSection: {
    kind: 'What the section is made of.',
    title: 'Its heading.',
    purpose: 'What it is for, as the template says.',
    status: 'Whether it is drafted.',
    sources: 'The passages that it quotes, in the order of its markers.',
    updatedAt: 'When its text or status changed last.',
  },
  ProposalSectionPayload: { section: 'The section after the change; null where nothing was changed.' },
  ProposalTemplateSection: {
    kind: 'What the section is made of.',
    title: 'Its heading.',
    purpose: 'What it is for; the drafting goes by it.',
  },
  ProposalTemplateUsed: { sections: 'In the order of the proposal.' },
  ProposalTemplate: {
    name: 'Of the industry.',
    changedAt: 'When this version was saved; null for the default.',
    sections: 'In the order of proposals.',
  },
  CreateQuickProposalPayload: { workflow: 'The run that was started; null where none was.' },
  RequirementsExtracted: { ...OF_EVENT, totalRequirements: 'How many things the client asks for.' },
  ProposalOutlined: { ...OF_EVENT, totalSections: 'How many sections the proposal has.' },
  ProposalSectionUpdated: { ...OF_EVENT, section: 'The section as it is by now.' },
};
