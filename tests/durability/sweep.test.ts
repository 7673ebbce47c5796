import { expect, test } from 'vitest';
import { createApp, kinds } from '../../src/app.js';
import { asSystem } from '../../src/platform/database/scope.js';
import { createLog } from '../../src/platform/observability/log.js';
import { freePort } from '../../src/platform/processes/ports.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { startMissingRuns } from '../../src/runs/index.js';
import { startService } from '../../src/service.js';
import { createDurable } from '../../temporal/client.js';
import { apiClient } from '../support/api-client.js';
import { eventsUntil, getWorkflow, textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { testService } from '../support/service.js';

const EDIT = `mutation ($answerId: ID!) {
  updateAnswer(input: { answerId: $answerId, text: "We do, and have for years." }) { errors { code message } }
}`;
const log = createLog('silent', false);

test('an edit made while Temporal was away reaches the response document', { timeout: 120_000 }, async () => {
  await using service = await testService();
  const { workflow } = await uploadRfp(service, textRfp(['How do you encrypt data at rest?']));
  await untilReady(service, workflow.workflowId);
  const before = await getWorkflow(service, workflow.workflowId);

  const cutOff = { ...service.env, TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}` };
  const lonely = await startService(parseEnv(cutOff), log, 'api');
  const api = apiClient(lonely.url!);
  const { updateAnswer } = await api.run(EDIT, { answerId: before.generatedResponses[0].id });
  expect(updateAnswer.errors).toEqual([]);
  await api.close();
  await lonely.stop();

  const env = parseEnv(service.env);
  const durable = createDurable({ ...env.temporal, address: env.temporal.address!, kinds });
  const app = await createApp(env, { databaseUrl: env.database.url!, durable, log });
  expect(await asSystem('sweep', () => startMissingRuns(app, 0))).toBe(1);
  const written = ({ __typename }: { __typename: string }) => __typename === 'OutputReady';
  await eventsUntil(service, workflow.workflowId, written, before.version);
  expect(await asSystem('sweep', () => startMissingRuns(app, 0))).toBe(0);
  await app.close();
  await durable.close();
});
