import { existsSync, readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { Reply } from '../support/api-client.js';
import { SAMPLE_KNOWLEDGE } from '../support/knowledge.js';
import { getWorkflow, textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { sharedService } from '../support/shared-service.js';

const STATES = ['ANALYZING', 'ROUTING', 'GENERATING', 'REVIEWING', 'FORMATTING', 'READY'];
const QUESTIONS = [
  'How does the vendor encrypt customer data at rest?',
  'The vendor shall provide a disaster recovery plan.',
  'Describe your incident response process.',
  'What is the name of your pet hamster?',
];

function documentFiles(): { name: string; content: Uint8Array }[] {
  const files = [
    textRfp(QUESTIONS),
    {
      name: 'rfp.md',
      content: Buffer.from(
        `# Request for Proposals\n\n## Questions\n\n${QUESTIONS.map((q) => `- ${q}`).join('\n')}\n`,
      ),
    },
  ];
  for (const name of ['sample-rfp.docx', 'sample-rfp.pdf'])
    files.push({ name, content: readFileSync(`examples/${name}`) });
  const doc = '../shared/data/rfps/hhs_tdrs_final_rfq.doc';
  if (existsSync(doc)) files.push({ name: 'rfq.doc', content: readFileSync(doc) });
  return files;
}

describe('an RFP is answered from upload to response', () => {
  test.for(documentFiles())('$name', { timeout: 180_000 }, async ({ name, content }) => {
    await using service = await sharedService();
    await SAMPLE_KNOWLEDGE.addTo(service);

    const { workflow, errors } = await uploadRfp(service, { name, content }, { industry: 'Healthcare' });
    expect(errors).toEqual([]);
    expect(workflow).toMatchObject({
      state: 'CREATED',
      engine: 'rules',
      clientName: 'Northwind',
      industry: 'Healthcare',
    });
    expect(workflow.workflowId).toMatch(/^WF-RFP-\d{14}-[0-9A-Z]+$/);

    const events = await untilReady(service, workflow.workflowId);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1));
    expect(
      events.filter(({ __typename }) => __typename === 'WorkflowStateChanged').map(({ to }) => to),
    ).toEqual(STATES);

    const done = await getWorkflow(service, workflow.workflowId);
    expect(done).toMatchObject({ state: 'READY', failure: null, version: events.length });
    expect(done.progress).toMatchObject({ step: 4, steps: 4, percent: 100 });
    expectEachAnsweredOnce(done, events);
    await expectSourcesQuoteKnowledge(done);
    const drafted = done.generatedResponses.filter(({ status }: Reply) => status === 'DRAFTED').length;
    expect(done.reviewResult.completenessScore).toBeCloseTo(drafted / done.generatedResponses.length, 5);
    if (name.startsWith('rfp.')) expect(drafted).toBeGreaterThan(0);
    await expectDocx(done);
  });
});

function expectEachAnsweredOnce(done: Reply, events: Reply[]): void {
  const total = done.rfpAnalysis.totalQuestions;
  expect(total).toBeGreaterThan(2);
  expect(done.progress).toMatchObject({ questionsTotal: total, questionsAnswered: total });
  expect(done.rfpAnalysis.questions.map(({ position }: Reply) => position)).toEqual(
    Array.from({ length: total }, (_, i) => i + 1),
  );
  expect(done.generatedResponses.map((answer: Reply) => answer.question.position)).toEqual(
    Array.from({ length: total }, (_, i) => i + 1),
  );
  const answered = events
    .filter(({ __typename }) => __typename === 'AnswerUpdated')
    .map(({ answer }) => answer.id);
  expect(new Set(answered).size).toBe(total);
  expect(answered).toHaveLength(total);
}

async function expectSourcesQuoteKnowledge(done: Reply): Promise<void> {
  const sources = done.generatedResponses.flatMap((answer: Reply) => answer.sources);
  expect(sources.length).toBeGreaterThan(0);
  const known = SAMPLE_KNOWLEDGE.items.map(({ content }) => content).join('\n');
  for (const { text, score } of sources) {
    expect(known).toContain(text);
    expect(score).toBeGreaterThanOrEqual(0);
    expect(score).toBeLessThanOrEqual(1);
  }
  for (const answer of done.generatedResponses) {
    expect(answer.status).toMatch(/^(DRAFTED|NEEDS_INPUT)$/);
    if (answer.status === 'DRAFTED') expect(answer.sources.length).toBeGreaterThan(0);
  }
}

async function expectDocx(done: Reply): Promise<void> {
  expect(done.outputFile.filename).toMatch(/^RFP_Response_Northwind_\d{8}\.docx$/);
  const response = await fetch(done.outputFile.url);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toContain(done.outputFile.filename);
  const content = new Uint8Array(await response.arrayBuffer());
  expect(content.length).toBe(done.outputFile.sizeBytes);
  const xml = new TextDecoder().decode(unzipSync(content)['word/document.xml']);
  const text = xml.replace(/<[^>]+>/g, '').replace(/\s+/g, '');
  const first = done.rfpAnalysis.questions[0].text.replace(/\s+/g, '').slice(0, 40);
  expect(text).toContain(first.replaceAll('&', '&amp;').replaceAll("'", '&apos;').replaceAll('"', '&quot;'));
}
