import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { tracing } from '../../src/platform/observability/tracing.js';
import { startProcess } from '../support/processes.js';
import { textRfp, untilReady } from '../support/rfp.js';
import { testService, testSettings } from '../support/service.js';

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: { stringValue?: string } }[];
}

/** Takes traces as an OpenTelemetry collector does (OTLP over HTTP, JSON). */
async function collector() {
  const spans: Span[] = [];
  const arrivals = new EventEmitter();
  const server = createServer(async (req, res) => {
    const { resourceSpans } = (await json(req)) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
    if (req.url === '/v1/traces')
      spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    res.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    arrivals.emit('spans');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    spans,
    /** Waits until a span of this name has come. */
    async arrival(name: string) {
      while (!spans.some((span) => span.name === name)) await once(arrivals, 'spans');
    },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const UPLOAD = `mutation TracedUpload($file: File!) {
  uploadRfp(input: { file: $file, clientName: "Northwind" }) { workflow { workflowId } errors { message } }
}`;

test('a trace leads from the GraphQL operation through workflow and activity to SQL', async () => {
  await using collected = await collector();
  {
    await using service = await testService({ OTEL_EXPORTER_OTLP_ENDPOINT: collected.url });
    const { uploadRfp } = await service.upload(UPLOAD, textRfp(['Do you encrypt data at rest?']));
    await untilReady(service, uploadRfp.workflow.workflowId);
    // The record is READY before the workflow has returned, and only what has ended is handed over.
    await collected.arrival('RunWorkflow:rfpResponse');
  }
  // Stopping has handed over the last of them.
  const byId = new Map(collected.spans.map((span) => [span.spanId, span]));
  const above = (span: Span): string[] => {
    const parent = byId.get(span.parentSpanId ?? '');
    return parent ? [parent.name, ...above(parent)] : [];
  };
  const statements = collected.spans.filter(({ name }) => name.startsWith('SQL '));
  expect(statements.map(above)).toContainEqual([
    'RunActivity:draftAnswer',
    'StartActivity:draftAnswer',
    'RunWorkflow:rfpResponse',
    'StartWorkflow:rfpResponse',
    'GraphQL mutation TracedUpload',
  ]);
  expect(statements.map(above)).toContainEqual(['GraphQL mutation TracedUpload']);
  const traces = new Set(statements.filter((span) => above(span).length > 1).map(({ traceId }) => traceId));
  expect(traces.size).toBe(1);
  // Placeholders, and nothing that somebody wrote.
  expect(JSON.stringify(collected.spans)).not.toContain('encrypt data at rest');
  expect(tracing()).toBeNull();
});

test('a trace of the client is gone on from', async () => {
  await using collected = await collector();
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  {
    await using service = await testService({ OTEL_EXPORTER_OTLP_ENDPOINT: collected.url }, 'api');
    await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
      body: JSON.stringify({ query: 'query Traced { me { name } }' }),
    });
  }
  const span = collected.spans.find(({ name }) => name === 'GraphQL query Traced');
  expect(span).toMatchObject({ traceId, parentSpanId: '00f067aa0ba902b7' });
});

test('a worker of its own traces, too', async () => {
  await using collected = await collector();
  await using settings = await testSettings({ OTEL_EXPORTER_OTLP_ENDPOINT: collected.url });
  await using worker = await startProcess('worker', settings.env);
  await worker.stop();
  expect(collected.spans.map(({ name }) => name)).toContain('SQL SELECT');
});

test('without an endpoint nothing is traced', async () => {
  await using service = await testService({}, 'api');
  await service.run('{ me { name } }');
  expect(tracing()).toBeNull();
});
