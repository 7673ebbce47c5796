import { context, propagation, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Env } from '../settings/env.js';
import type { Tracing } from './tracing.js';

/** Loaded only where an endpoint is named. Sends spans by OTLP over HTTP, as JSON. */
export function createTracing({ endpoint, serviceName }: NonNullable<Env['tracing']>): Tracing {
  const resource = new Resource({ 'service.name': serviceName });
  const spanProcessor = new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }));
  const provider = new BasicTracerProvider({ resource, spanProcessors: [spanProcessor] });
  const contextManager = new AsyncLocalStorageContextManager().enable();
  provider.register({ contextManager, propagator: new W3CTraceContextPropagator() });
  const tracer = provider.getTracer('bidwright');
  return {
    spanProcessor,
    resource,
    span: (name, attributes, work, headers) => {
      const parent = headers ? propagation.extract(context.active(), headers) : context.active();
      return tracer.startActiveSpan(name, { attributes }, parent, async (span) => {
        try {
          return await work();
        } catch (error) {
          // The class alone: messages may hold what users wrote.
          const message = error instanceof Error ? error.name : 'unknown';
          span.setStatus({ code: SpanStatusCode.ERROR, message });
          throw error;
        } finally {
          span.end();
        }
      });
    },
    async stop() {
      await provider.shutdown();
      for (const api of [trace, context, propagation]) api.disable();
    },
  };
}
