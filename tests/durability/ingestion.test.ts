import { expect, test } from 'vitest';
import { createLog } from '../../src/platform/observability/log.js';
import { freePort } from '../../src/platform/processes/ports.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { startService } from '../../src/service.js';
import { sql } from '../qa/support.js';
import { apiClient, type Reply } from '../support/api-client.js';
import { became, getItem, itemEventsUntil, longFile, textFile, uploadItem } from '../support/items.js';
import { deaths, startProcess } from '../support/processes.js';
import { schedulesOf } from '../support/schedules.js';
import { testService, testSettings } from '../support/service.js';

const SECTIONS = 5000;

test('a worker killed in the middle of an ingestion loses nothing, and another finishes it', {
  timeout: 300_000,
}, async () => {
  await using settings = await testSettings({ PORT: String(await freePort()) });
  await using api = await startProcess('api', settings.env);
  await using first = await startProcess('worker', settings.env);
  const client = apiClient(api.url!);
  const uploading = uploadItem(client, longFile('parts.md', SECTIONS));

  const stored = ({ progress }: Reply) => (progress?.passages ?? 0) >= 1000;
  const before = await itemEventsUntil(client, null, stored);
  await first.kill();
  const { item } = await uploading;
  const seen = before.at(-1).sequence as number;
  await using _second = await startProcess('worker', settings.env);
  const after = await itemEventsUntil(client, item.id, became('READY', 'FAILED'), seen);
  expect(deaths).toEqual([]);

  const events = [...before, ...after];
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1));
  const batches = events.flatMap(({ progress }) =>
    progress?.label === 'Storing passages…' ? progress.passages : [],
  );
  expect(batches).toEqual(Array.from({ length: SECTIONS / 500 }, (_, i) => (i + 1) * 500));
  expect(await getItem(client, item.id)).toMatchObject({ state: 'READY', version: 1, passages: SECTIONS });
  await client.close();
});

test('an upload made while Temporal was away is ingested when it is back', { timeout: 120_000 }, async () => {
  await using service = await testService({ TEMPORAL_SCHEDULES: 'true' });
  await using schedules = await schedulesOf(service.env);
  await schedules.pause('startMissingRuns');
  const cutOff = { ...service.env, TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}` };
  const log = createLog('silent', false);
  const lonely = await startService(parseEnv(cutOff), log, 'api');
  const api = apiClient(lonely.url!);
  const { item, errors } = await uploadItem(
    api,
    textFile('plan.md', '# Plan\n\nDrills take place twice a year.\n'),
  );
  expect(errors).toEqual([]);
  expect(item).toMatchObject({ state: 'INGESTING' });
  await api.close();
  await lonely.stop();

  await sql(service, "UPDATE run SET updated_at = now() - interval '1 minute'");
  expect(await schedules.run('startMissingRuns')).toBe(1);
  await itemEventsUntil(service, item.id, became('READY'));
  expect(await schedules.run('startMissingRuns')).toBe(0);
});
