import { PrismaPg } from '@prisma/adapter-pg';
import { expect, test } from 'vitest';
import { PrismaClient } from '../../generated/client/client.js';
import { newId } from '../../src/platform/ids.js';
import { seedOtherTenant } from '../support/other-tenant.js';
import { testService } from '../support/service.js';

test("another organization's proposals, sections and templates lead nowhere", async () => {
  await using service = await testService({}, 'api');
  const { reference, sectionId } = await seedProposal(service.env.DATABASE_URL!);
  const section = btoa(`ProposalSection:${sectionId}`);
  const reply = await service.run(
    `query ($w: String!, $section: ID!) {
      workflow(workflowId: $w) { proposalContent }
      node(id: $section) { id }
      proposalTemplate(id: "theirs") { id }
      proposalTemplates(first: 100) { edges { node { id } } }
    }`,
    { w: reference, section },
  );
  expect(reply).toMatchObject({ workflow: null, node: null, proposalTemplate: null });
  expect(JSON.stringify(reply.proposalTemplates)).not.toContain('theirs');
  const writes = await service.run(
    `mutation ($section: ID!) {
      regenerateProposalSection(input: { sectionId: $section }) { section { id } errors { code } }
      resetProposalTemplate(input: { id: "theirs" }) { template { id } errors { code } }
      createQuickProposal(input: { clientName: "C", requirements: "R", templateId: "theirs" }) { workflow { id } errors { code } }
    }`,
    { section },
  );
  expect(writes).toEqual({
    regenerateProposalSection: { section: null, errors: [{ code: 'NOT_FOUND' }] },
    resetProposalTemplate: { template: null, errors: [{ code: 'NOT_FOUND' }] },
    createQuickProposal: { workflow: null, errors: [{ code: 'INVALID_INPUT' }] },
  });
  expect((await fetch(`${service.url}/download/${reference}`)).status).toBe(404);
});

/** A READY proposal and a template of another organization, put straight into the database. */
async function seedProposal(databaseUrl: string): Promise<{ reference: string; sectionId: string }> {
  const ids = await seedOtherTenant(databaseUrl);
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl }) });
  try {
    const { organizationId, createdById } = await db.run.update({
      where: { id: ids.Workflow! },
      data: { kind: 'QUICK_PROPOSAL' },
    });
    const owner = { organizationId, workflowId: ids.Workflow! };
    const template = { templateId: 'theirs', templateName: 'Theirs', templateVersion: 1, template: [] };
    await db.proposal.create({ data: { ...owner, ...template, title: 'Secret', requirements: 'Secret' } });
    const section = await db.proposalSection.create({
      data: { ...owner, id: newId(), position: 1, kind: 'TEXT', title: 'S', purpose: 'S', words: 100 },
    });
    await db.proposalTemplateVersion.create({
      data: {
        id: newId(),
        organizationId,
        templateId: 'theirs',
        version: 1,
        name: 'Theirs',
        sections: [],
        createdById,
      },
    });
    return { reference: ids.reference, sectionId: section.id };
  } finally {
    await db.$disconnect();
  }
}
