import { builder } from '../builder.js';
import { Event, type Of } from '../rfp/events.js';
import { ProposalSection } from './section.js';

builder.objectType(builder.objectRef<Of<'requirements-extracted'>>('RequirementsExtracted'), {
  interfaces: [Event],
  fields: (t) => ({ totalRequirements: t.exposeInt('totalRequirements') }),
});

builder.objectType(builder.objectRef<Of<'proposal-outlined'>>('ProposalOutlined'), {
  interfaces: [Event],
  fields: (t) => ({ totalSections: t.exposeInt('totalSections') }),
});

builder.objectType(builder.objectRef<Of<'section-updated'>>('ProposalSectionUpdated'), {
  interfaces: [Event],
  fields: (t) => ({
    section: t.prismaField({
      type: ProposalSection,
      resolve: (query, { sectionId }, _args, { app }) =>
        app.db.proposalSection.findUniqueOrThrow({ ...query, where: { id: sectionId } }),
    }),
  }),
});
