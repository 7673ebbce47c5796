import { expect, test } from 'vitest';
import { freePort } from '../../src/platform/processes/ports.js';
import { apiClient } from '../support/api-client.js';
import { SAMPLE_KNOWLEDGE } from '../support/knowledge.js';
import { modelServer } from '../support/model-server.js';
import { deaths, startProcess } from '../support/processes.js';
import { createProposal, getProposal, untilWritten } from '../support/proposals.js';
import { scriptProposals } from '../support/scripted-proposals.js';
import { testSettings } from '../support/service.js';

const AT_A_TIME = 2;

test('a worker that is killed in the middle loses nothing, and another one finishes the proposal', {
  timeout: 240_000,
}, async () => {
  await using model = await modelServer();
  const script = scriptProposals(model, { draftDelayMs: 400 });
  await using settings = await testSettings({
    OPENAI_BASE_URL: model.url,
    OPENAI_MODEL: 'scripted',
    ANSWER_CONCURRENCY: String(AT_A_TIME),
    PORT: String(await freePort()),
  });
  await using api = await startProcess('api', settings.env);
  const client = apiClient(api.url!);
  const first = await startProcess('worker', settings.env);
  await SAMPLE_KNOWLEDGE.addTo(client);
  const { workflow } = await createProposal(client, { industry: 'Software' });
  await model.until(() => model.requestsFor('draft_section').length === 3);
  await first.kill();
  await using _second = await startProcess('worker', settings.env);

  const events = await untilWritten(client, workflow.workflowId);
  expect(deaths).toEqual([]);
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1));
  const { proposalSections, state } = await getProposal(client, workflow.workflowId);
  expect(state).toBe('READY');
  const announced = events.flatMap(({ section }) => section?.id ?? []);
  expect(announced).toHaveLength(new Set(announced).size);
  expect(announced).toHaveLength(proposalSections.length);
  // Only what was in flight when the worker died may have been asked for twice.
  const drafts = proposalSections.map(({ title }: { title: string }) => script.draftsOf(title));
  expect(Math.max(...drafts)).toBeLessThanOrEqual(2);
  expect(drafts.filter((count: number) => count === 2).length).toBeLessThanOrEqual(AT_A_TIME);
  await client.close();
});
