import type { Resource } from '@opentelemetry/resources';
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base';
import type pg from 'pg';
import type { Env } from '../settings/env.js';

export type Attributes = Record<string, string | number>;
type Headers = Record<string, string | string[] | undefined>;

/** Traces of this process, where an endpoint takes them. */
export interface Tracing {
  /** For what brings interceptors of its own. */
  spanProcessor: SpanProcessor;
  resource: Resource;
  /**
   * Does the work within a span.
   * @param headers of the request it serves, which may say whose part it is (W3C Trace Context)
   */
  span<T>(name: string, attributes: Attributes, work: () => Promise<T>, headers?: Headers): Promise<T>;
  /** Hands over what is still to be sent. */
  stop(): Promise<void>;
}

let current: Tracing | null = null;

/** Null while nothing is traced: then tracing is not even loaded. */
export const tracing = (): Tracing | null => current;

/** Traces from now on, where the environment names an endpoint. Before anything that is to be traced is opened. */
export async function startTracing(settings: Env['tracing']): Promise<Tracing | null> {
  if (settings === null) return null;
  const { createTracing } = await import('./tracing-otel.js');
  const started = createTracing(settings);
  current = started;
  return {
    ...started,
    stop: async () => {
      if (current === started) current = null;
      await started.stop();
    },
  };
}

const LONGEST_STATEMENT = 2_000;

type Query = (...args: unknown[]) => unknown;

/** Statements of the pool in spans: with their text, which has placeholders in place of values. */
export function tracePool(pool: pg.Pool, { span }: Tracing): void {
  const traced =
    (query: Query): Query =>
    (...args) => {
      const text = textOf(args[0]);
      // What takes a callback is the pool's own call of the same statement; a stream is nobody's to wait for.
      if (text === null || typeof args.at(-1) === 'function') return query(...args);
      const [verb = ''] = /\w+/.exec(text) ?? [];
      const attributes = {
        'db.system.name': 'postgresql',
        'db.query.text': text.slice(0, LONGEST_STATEMENT),
      };
      return span(`SQL ${verb.toUpperCase()}`, attributes, () => query(...args) as Promise<unknown>);
    };
  const wrap = (of: { query: unknown }) => {
    of.query = traced((of.query as Query).bind(of));
  };
  wrap(pool);
  pool.on('connect', wrap);
}

function textOf(given: unknown): string | null {
  if (typeof given === 'string') return given;
  const { text, submit } = given as { text?: unknown; submit?: unknown };
  return typeof text === 'string' && submit === undefined ? text : null;
}
