import { expect, test } from 'vitest';
import { createLog } from '../../src/platform/observability/log.js';
import { freePort } from '../../src/platform/processes/ports.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { startService } from '../../src/service.js';
import { sql } from '../qa/support.js';
import { apiClient } from '../support/api-client.js';
import { eventsUntil, getWorkflow, textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { schedulesOf } from '../support/schedules.js';
import { testService } from '../support/service.js';

const EDIT = `mutation ($answerId: ID!) {
  updateAnswer(input: { answerId: $answerId, text: "We do, and have for years." }) { errors { code message } }
}`;
const log = createLog('silent', false);

test('an edit made while Temporal was away reaches the response document', { timeout: 120_000 }, async () => {
  await using service = await testService({ TEMPORAL_SCHEDULES: 'true' });
  await using schedules = await schedulesOf(service.env);
  await schedules.pause('startMissingRuns');
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

  await sql(service, "UPDATE run SET updated_at = now() - interval '1 minute'");
  expect(await schedules.run('startMissingRuns')).toBe(1);
  const written = ({ __typename }: { __typename: string }) => __typename === 'OutputReady';
  await eventsUntil(service, workflow.workflowId, written, before.version);
  expect(await schedules.run('startMissingRuns')).toBe(0);
});
