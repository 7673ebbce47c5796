import type { App } from '../../app-types.js';
import type { Run } from '../../platform/durable.js';

const inOrder = { orderBy: { position: 'asc' } } as const;

/** A section with what it is drafted from: its requirements, and for the summary all the others. */
export const loadSection = (app: App, run: Run, sectionId: string) =>
  app.db.proposalSection.findFirst({
    where: { id: sectionId, workflowId: run.workflowId, organizationId: run.organizationId },
    include: {
      requirements: { ...inOrder, select: { position: true, text: true } },
      workflow: {
        include: {
          run: true,
          proposalRequirements: { ...inOrder, include: { section: { select: { title: true } } } },
          proposalSections: { ...inOrder, include: { sources: inOrder } },
        },
      },
    },
  });

export type SectionToDraft = NonNullable<Awaited<ReturnType<typeof loadSection>>>;
