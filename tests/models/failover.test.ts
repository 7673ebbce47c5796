import { expect, test } from 'vitest';
import { modelServer } from '../support/model-server.js';
import { getWorkflow, textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { scriptEngine } from '../support/scripted-engine.js';
import { testService } from '../support/service.js';
import { created } from './credentials-support.js';

const QUESTIONS = Array.from({ length: 64 }, (_, i) => `How do you protect records of kind number ${i + 1}?`);
const DIES_AFTER = 30;

const REQUESTS = `query ($workflowId: String, $after: String) {
  aiRequests(filter: { workflowId: $workflowId }, first: 100, after: $after) {
    edges { node { id task outcome provider model position credentialName } }
    pageInfo { hasNextPage endCursor }
  }
}`;

test('a run whose first provider dies half way ends READY through the second, with nothing paid twice', {
  timeout: 240_000,
}, async () => {
  await using first = await modelServer();
  await using second = await modelServer();
  const [engine, other] = [scriptEngine(first, { draftDelayMs: 50 }), scriptEngine(second)];
  await using api = await testService({ ANSWER_CONCURRENCY: '4' });
  const credential = { provider: 'custom', apiKey: 'sk-test-0123456789' };
  await created(api, { ...credential, name: 'First', baseUrl: first.url, model: 'first-model' });
  await created(api, { ...credential, name: 'Second', baseUrl: second.url, model: 'second-model' });

  const { workflow } = await uploadRfp(api, textRfp(QUESTIONS));
  expect(workflow.engine).toBe('first-model');
  await first.until(() => engine.drafts >= DIES_AFTER);
  await first[Symbol.asyncDispose]();
  await untilReady(api, workflow.workflowId);

  const { state, generatedResponses } = await getWorkflow(api, workflow.workflowId);
  expect([state, generatedResponses.length]).toEqual(['READY', QUESTIONS.length]);
  const requests = [];
  for (let after = null, more = true; more; ) {
    const { aiRequests } = await api.run(REQUESTS, { workflowId: workflow.workflowId, after });
    requests.push(...aiRequests.edges.map(({ node }: { node: object }) => node));
    ({ endCursor: after, hasNextPage: more } = aiRequests.pageInfo);
  }
  const drafts = requests.filter(({ task }) => task === 'draft-answer');
  const answered = drafts.filter(({ outcome }) => outcome === 'ANSWERED');
  // Each question was answered, and paid for, once: by the one or by the other.
  expect(answered).toHaveLength(QUESTIONS.length);
  const by = (name: string) => answered.filter(({ credentialName }) => credentialName === name).length;
  expect(by('First')).toBeGreaterThanOrEqual(DIES_AFTER - 4);
  expect(by('First') + by('Second')).toBe(QUESTIONS.length);
  expect(other.drafts).toBe(by('Second'));
  // Whom the circuit kept from asking in vain; those under way at the moment count as well.
  const failed = drafts.filter(({ outcome }) => outcome === 'FAILED');
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.every(({ credentialName }) => credentialName === 'First')).toBe(true);
});
