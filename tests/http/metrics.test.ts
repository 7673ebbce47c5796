import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startMetricsServer } from '../../src/http/routes/metrics.js';
import { routeOf } from '../../src/http/routing/match.js';
import { measured } from '../../src/platform/observability/metrics.js';
import { textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { testService } from '../support/service.js';

const textOf = async (url: string) => (await fetch(`${url}/metrics`)).text();

/** The value of a sample; labels in the order in which they are printed. */
const sampleOf = (text: string, sample: string) =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${sample} `))
      ?.split(' ')[1] ?? 0,
  );

test('every metric is documented, and every documented metric is there', async () => {
  await using service = await testService({}, 'api');
  const text = await textOf(service.url);
  const served = [...text.matchAll(/^# TYPE (bidwright_\S+)/gm)].map(([, name]) => name).sort();
  const documented = [...readFileSync('docs/operations.md', 'utf8').matchAll(/^\| `(bidwright_\w+)`/gm)];
  expect(documented.map(([, name]) => name).sort()).toEqual(served);
  expect(text).toContain('process_cpu_seconds_total');
});

test('metrics are read on this machine alone, or with the token', async () => {
  const METRICS_TOKEN = 'sixteen-letters-or-more';
  const statusOf = async (url: string, headers: Record<string, string> = {}) =>
    (await fetch(`${url}/metrics`, { headers })).status;
  await using local = await testService({}, 'api');
  expect(await statusOf(local.url)).toBe(200);
  expect(await statusOf(local.url, { 'x-forwarded-for': '203.0.113.9' })).toBe(403);
  await using open = await testService({ METRICS_TOKEN }, 'api');
  expect(await statusOf(open.url)).toBe(403);
  expect(await statusOf(open.url, { authorization: 'Bearer another token' })).toBe(403);
  const headers = { authorization: `Bearer ${METRICS_TOKEN}`, 'x-forwarded-for': '203.0.113.9' };
  expect(await statusOf(open.url, headers)).toBe(200);
});

test('requests, operations, connections and the steps of a run are counted', async () => {
  await using service = await testService();
  const before = await textOf(service.url);
  await service.run('query CountedOnce { workflows(first: 1) { edges { node { id } } } }');
  await service.ask('query CountedFailed { workflows(first: 0) { edges { node { id } } } }');
  const { workflow } = await uploadRfp(service, textRfp(['Do you encrypt data at rest?']));
  await untilReady(service, workflow.workflowId);
  const after = await textOf(service.url);
  const grown = (sample: string) => sampleOf(after, sample) - sampleOf(before, sample);
  const operation = (name: string, outcome: string) =>
    grown(
      `bidwright_graphql_operation_duration_seconds_count{operation="${name}",type="query",outcome="${outcome}"}`,
    );
  expect(operation('CountedOnce', 'ok')).toBe(1);
  expect(operation('CountedFailed', 'error')).toBe(1);
  expect(
    grown('bidwright_http_request_duration_seconds_count{method="POST",route="/graphql",status="200"}'),
  ).toBeGreaterThan(2);
  expect(grown('bidwright_activity_duration_seconds_count{activity="draftAnswer",outcome="ok"}')).toBe(1);
  expect(grown('bidwright_activity_wait_seconds_count{activity="draftAnswer"}')).toBe(1);
  expect(after).toMatch(/^bidwright_database_connections\{state="in_use"\} \d/m);
});

test('names that clients make up do not grow without end', async () => {
  await using server = await metricsServer();
  for (let i = 0; i < 300; i++) measured.operation(`madeUp${i}`, 'query', 'ok', 0);
  const text = await textOf(server.url);
  const names = new Set([...text.matchAll(/operation="(madeUp\d+)"/g)].map(([, name]) => name));
  expect(names.size).toBeLessThanOrEqual(100);
  expect(text).toContain('operation="other"');
  expect(routeOf('/download/WF-RFP-1?format=pdf')).toBe('/download/:workflowId');
  expect(routeOf('/whatever/they/try')).toBe('other');
});

test('a worker serves its metrics on a port of its own', async () => {
  await using server = await metricsServer();
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  expect(await textOf(server.url)).toContain('bidwright_activity_duration_seconds');
  expect((await fetch(`${server.url}/graphql`)).status).toBe(404);
});

async function metricsServer() {
  const server = await startMetricsServer({ host: '127.0.0.1', port: 0 });
  return { ...server, [Symbol.asyncDispose]: server.close };
}
