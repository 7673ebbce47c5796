import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { versionedFields } from '../../src/http/graphql/polled/versioned-fields.js';
import type { ApiClient, Reply } from '../support/api-client.js';
import { SAMPLE_KNOWLEDGE } from '../support/knowledge.js';
import { getProposal, untilWritten, writtenProposal } from '../support/proposals.js';
import { sharedService } from '../support/shared-service.js';

const SAVE = `mutation ($input: SaveDocumentInput!) {
  saveDocument(input: $input) { document { version } errors { code message } }
}`;
const REGENERATE = `mutation ($input: RegenerateProposalSectionInput!) {
  regenerateProposalSection(input: $input) { section { status content } errors { code message path } }
}`;

async function save(api: ApiClient, input: Record<string, unknown>): Promise<void> {
  const { saveDocument } = await api.run(SAVE, { input });
  expect(saveDocument.errors).toEqual([]);
}

async function downloaded(proposal: Reply): Promise<string> {
  const response = await fetch(proposal.outputFile.url);
  expect(response.status).toBe(200);
  const content = new Uint8Array(await response.arrayBuffer());
  expect(Number(response.headers.get('content-length'))).toBe(content.length);
  return new TextDecoder().decode(unzipSync(content)['word/document.xml']).replace(/<[^>]+>/g, '');
}

test('an edit is in the text and in the next download, also after the proposal was sent', {
  timeout: 60_000,
}, async () => {
  await using service = await sharedService();
  await SAMPLE_KNOWLEDGE.addTo(service);
  const proposal = await writtenProposal(service);
  const { workflowId } = proposal;
  // Polled before, so that a response could have been kept.
  await getProposal(service, workflowId);

  const edited = proposal.proposalContent.replace('To be completed', 'By hand: 4,200 dollars');
  await save(service, { workflowId, content: edited, expectedVersion: 1 });
  expect((await getProposal(service, workflowId)).proposalContent).toBe(edited);
  expect(await downloaded(proposal)).toContain('By hand: 4,200 dollars');
  // An edit has no event, so that no response with the text may be kept.
  for (const field of ['proposalContent', 'document'])
    expect(versionedFields.has(`Workflow.${field}`)).toBe(false);
  const after = await getProposal(service, workflowId);
  expect(after.version).toBe(proposal.version + 1);
  expect(await downloaded(after)).toContain('By hand');
  expect((await getProposal(service, workflowId)).version).toBe(after.version);

  const submit = 'mutation ($w: String!) { submitWorkflow(input: { workflowId: $w }) { errors { code } } }';
  expect((await service.run(submit, { w: workflowId })).submitWorkflow.errors).toEqual([]);
  await save(service, { workflowId, content: '# Last words', title: 'Our offer' });
  expect(await downloaded(after)).toContain('Our offer');
});

test('a section that is drafted again replaces its old text and leaves what people edited', {
  timeout: 60_000,
}, async () => {
  await using service = await sharedService();
  await SAMPLE_KNOWLEDGE.addTo(service);
  const proposal = await writtenProposal(service);
  const { workflowId } = proposal;
  const [security, support] = ['Security and compliance', 'Support and service levels'].map((title) =>
    proposal.proposalSections.find((section: Reply) => section.title === title),
  );
  const edited = proposal.proposalContent
    .replace('# Proposal for Northwind', '# Proposal for Northwind\n\nDear reader.')
    .replace('## Support and service levels', '## How we help');
  await save(service, { workflowId, content: edited });

  const regenerate = async (sectionId: string, guidance: string) => {
    const { version } = await getProposal(service, workflowId);
    const reply = await service.run(REGENERATE, { input: { sectionId, guidance } });
    expect(reply.regenerateProposalSection).toMatchObject({ errors: [], section: { status: 'PENDING' } });
    await untilWritten(service, workflowId, version);
    return getProposal(service, workflowId);
  };
  const after = await regenerate(security.id, 'How are customers told of an incident?');
  expect(after.state).toBe('READY');
  const redrafted = after.proposalSections.find(({ id }: Reply) => id === security.id);
  expect(redrafted.content).toContain('within 24 hours');
  expect(security.content).not.toContain('within 24 hours');
  expect(after.document).toMatchObject({ version: 3, lastEditedBy: { email: service.email } });
  expect(after.proposalContent).toContain('Dear reader.');
  expect(after.proposalContent).toContain('## How we help');
  expect(after.proposalContent).toContain(redrafted.content);
  expect(after.progress).toMatchObject({ percent: 100 });

  const lost = await regenerate(support.id, 'Mention recovery.');
  expect(lost.reviewResult.issuesFound).toContainEqual(
    expect.objectContaining({
      code: 'SECTION_NOT_IN_DOCUMENT',
      section: { title: 'Support and service levels' },
    }),
  );
  expect(lost.proposalContent).toContain('Dear reader.');
});

test('what cannot be drafted again is said', { timeout: 60_000 }, async () => {
  await using service = await sharedService();
  const proposal = await writtenProposal(service);
  const [section] = proposal.proposalSections;
  const refused = async (sectionId: unknown, guidance = '') =>
    (await service.run(REGENERATE, { input: { sectionId, guidance } })).regenerateProposalSection.errors;
  expect(await refused('nonsense')).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'sectionId'] }]);
  expect(await refused(btoa('ProposalSection:01900000-0000-7000-8000-00000000abcd'))).toMatchObject([
    { code: 'NOT_FOUND' },
  ]);
  expect(await refused(section.id, 'x'.repeat(2001))).toMatchObject([{ code: 'INVALID_INPUT' }]);
  const close = 'mutation ($w: String!) { closeWorkflow(input: { workflowId: $w }) { errors { code } } }';
  await service.run(close, { w: proposal.workflowId });
  expect(await refused(section.id)).toMatchObject([{ code: 'CONFLICT' }]);
});
