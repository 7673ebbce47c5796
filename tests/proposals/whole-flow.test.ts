import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { Reply } from '../support/api-client.js';
import { SAMPLE_KNOWLEDGE } from '../support/knowledge.js';
import { createProposal, getProposal, REQUIREMENTS, untilWritten } from '../support/proposals.js';
import { sharedService } from '../support/shared-service.js';

const STATES = ['ANALYZING', 'ROUTING', 'GENERATING', 'REVIEWING', 'FORMATTING', 'READY'];

test('a proposal is drafted from what a client wants to a Word file, live', { timeout: 60_000 }, async () => {
  await using service = await sharedService();
  await SAMPLE_KNOWLEDGE.addTo(service);
  const { workflow, errors } = await createProposal(service, { industry: 'Hospital group' });
  expect(errors).toEqual([]);
  expect(workflow).toMatchObject({ kind: 'QUICK_PROPOSAL', state: 'CREATED', engine: 'rules' });
  expect(workflow.workflowId).toMatch(/^WF-QUICK-\d{14}-[0-9A-Z]+$/);

  const events = await untilWritten(service, workflow.workflowId);
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1));
  expect(events.flatMap(({ to }) => to ?? [])).toEqual(STATES);
  expect(events.find(({ totalRequirements }) => totalRequirements)).toMatchObject({ totalRequirements: 4 });

  const done = await getProposal(service, workflow.workflowId);
  expect(done).toMatchObject({
    state: 'READY',
    failure: null,
    version: events.length,
    rfpAnalysis: null,
    generatedResponses: null,
    documentBlocks: null,
    proposalTemplate: { templateId: 'healthcare', version: 0 },
    document: { title: 'Proposal for Northwind', documentType: 'proposal', version: 1, lastEditedBy: null },
  });
  expectEachSectionOnce(done, events);
  expectRequirements(done);
  await expectGrounded(done);
  expect(done.proposalContent).toBe(done.document.content);
  await expectDocx(done);
});

function expectEachSectionOnce(done: Reply, events: Reply[]): void {
  const sections = done.proposalSections;
  const total = sections.length;
  expect(done.progress).toMatchObject({
    step: 4,
    percent: 100,
    questionsTotal: total,
    questionsAnswered: total,
  });
  expect(sections.map(({ title }: Reply) => title)).toEqual(
    done.proposalTemplate.sections.map(({ title }: Reply) => title),
  );
  const updated = events.flatMap(({ section }) => section ?? []);
  expect(new Set(updated.map(({ id }) => id)).size).toBe(total);
  expect(updated).toHaveLength(total);
  expect(updated.at(-1).title).toBe('Executive summary');
}

function expectRequirements(done: Reply): void {
  const byText = (part: string) => done.proposalRequirements.find(({ text }: Reply) => text.includes(part));
  for (const { text, start, end } of done.proposalRequirements)
    expect(REQUIREMENTS.slice(start, end)).toBe(text);
  expect(byText('encrypted')).toMatchObject({ kind: 'REQUIREMENT', covered: true });
  expect(byText('encrypted').section.title).toContain('security');
  expect(byText('catering')).toMatchObject({ covered: false });
  const uncovered = done.reviewResult.issuesFound.filter(({ code }: Reply) => code === 'UNCOVERED');
  expect(uncovered.map(({ message }: Reply) => message).join()).toContain('catering');
  const covered = done.proposalRequirements.filter((one: Reply) => one.covered).length;
  const whole = done.proposalSections.filter(({ status }: Reply) => status === 'DRAFTED').length;
  expect(done.reviewResult.completenessScore).toBeCloseTo(
    (covered + whole) / (done.proposalRequirements.length + done.proposalSections.length),
    5,
  );
}

async function expectGrounded(done: Reply): Promise<void> {
  const known = SAMPLE_KNOWLEDGE.items.map(({ content }) => content).join('\n');
  const sources = done.proposalSections.flatMap((section: Reply) => section.sources);
  expect(sources.length).toBeGreaterThan(3);
  for (const { text, metadata } of sources) {
    expect(known).toContain(text);
    expect(metadata.knowledgeId).toBeTruthy();
  }
  const security = done.proposalSections.find(({ title }: Reply) => title.includes('security'));
  expect(security.content).toContain('> All data at rest must be encrypted.');
  const pricing = done.proposalSections.find(({ kind }: Reply) => kind === 'PRICING');
  expect(pricing.status).toBe('NEEDS_INPUT');
  expect(pricing.content).toContain('| Total | To be completed | To be completed | To be completed |');
  expect(pricing.content).not.toMatch(/[$€]\d/);
}

async function expectDocx(done: Reply): Promise<void> {
  expect(done.outputFile.filename).toMatch(/^Proposal_Northwind_\d{8}\.docx$/);
  const response = await fetch(done.outputFile.url);
  expect(response.status).toBe(200);
  const content = new Uint8Array(await response.arrayBuffer());
  expect(content.length).toBe(done.outputFile.sizeBytes);
  const xml = new TextDecoder().decode(unzipSync(content)['word/document.xml']);
  expect(xml).toContain('AES-256-GCM');
  expect(xml).toContain('<w:tbl>');
  expect(xml).toContain('To be completed');
}
