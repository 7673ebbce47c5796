import { builder } from '../builder.js';
import { EventRef } from '../events.js';
import { Event, type Of } from '../rfp/events.js';
import { ProposalSection } from './section.js';

builder.objectType(builder.objectRef<Of<'requirements-extracted'>>('RequirementsExtracted'), {
  description: 'What the client demands is known.',
  interfaces: [Event, EventRef],
  fields: (t) => ({ totalRequirements: t.exposeInt('totalRequirements') }),
});

builder.objectType(builder.objectRef<Of<'proposal-outlined'>>('ProposalOutlined'), {
  description: 'The sections of the proposal are known; each is written next.',
  interfaces: [Event, EventRef],
  fields: (t) => ({ totalSections: t.exposeInt('totalSections') }),
});

builder.objectType(builder.objectRef<Of<'section-updated'>>('ProposalSectionUpdated'), {
  description: 'A section was written, edited or approved.',
  interfaces: [Event, EventRef],
  fields: (t) => ({
    section: t.prismaField({
      type: ProposalSection,
      resolve: (query, { sectionId }, _args, { app }) =>
        app.db.proposalSection.findUniqueOrThrow({ ...query, where: { id: sectionId } }),
    }),
  }),
});
