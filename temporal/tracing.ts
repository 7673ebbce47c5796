import { createRequire } from 'node:module';
import type { WorkflowClientInterceptor } from '@temporalio/client';
import type { WorkerOptions } from '@temporalio/worker';
import { type Tracing, tracing } from '../src/platform/observability/tracing.js';

/** What hands traces on through Temporal. */
interface TemporalTracing {
  client: WorkflowClientInterceptor[];
  worker: Pick<WorkerOptions, 'interceptors' | 'sinks'>;
  /** To be bundled with the workflow code. */
  workflowModules: string[];
}

/** Null while nothing is traced; then no interceptor is even loaded. */
export async function temporalTracing(): Promise<TemporalTracing | null> {
  const started = tracing();
  return started && load(started);
}

async function load({ spanProcessor, resource }: Tracing): Promise<TemporalTracing> {
  const otel = await import('@temporalio/interceptors-opentelemetry');
  return {
    client: [new otel.OpenTelemetryWorkflowClientInterceptor()],
    worker: {
      interceptors: {
        activity: [(context) => ({ inbound: new otel.OpenTelemetryActivityInboundInterceptor(context) })],
      },
      sinks: { exporter: otel.makeWorkflowExporter(spanProcessor, resource) },
    },
    // By the resolution of CommonJS, as the package is.
    workflowModules: [
      createRequire(import.meta.url).resolve(
        '@temporalio/interceptors-opentelemetry/lib/workflow-interceptors',
      ),
    ],
  };
}
