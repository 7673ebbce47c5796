import type pg from 'pg';
import { Counter, collectDefaultMetrics, Gauge, Histogram, register } from 'prom-client';
import { ScopedPool } from '../database/scoped-pool.js';

// What this process counts, for Prometheus. docs/operations.md says what each means; a test holds the two together.

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LONG_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600];
const MOST_NAMES = 100;

const httpRequests = new Histogram({
  name: 'bidwright_http_request_duration_seconds',
  help: 'From the head of a request to the end of its response.',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: SECONDS,
});

const operations = new Histogram({
  name: 'bidwright_graphql_operation_duration_seconds',
  help: 'GraphQL operations that were executed.',
  labelNames: ['operation', 'type', 'outcome'] as const,
  buckets: SECONDS,
});

const subscriptions = new Gauge({
  name: 'bidwright_graphql_subscriptions_open',
  help: 'Subscriptions that are executed; equal ones over sockets are executed once.',
});

const sockets = new Gauge({ name: 'bidwright_websockets_open', help: 'Open WebSockets.' });

const pools = new Set<pg.Pool>();
const sum = (of: (pool: pg.Pool) => number) => [...pools].reduce((total, pool) => total + of(pool), 0);

new Gauge({
  name: 'bidwright_database_connections',
  help: 'Connections of the pool, by whether they are in use.',
  labelNames: ['state'] as const,
  collect() {
    this.set(
      { state: 'idle' },
      sum(({ idleCount }) => idleCount),
    );
    this.set(
      { state: 'in_use' },
      sum(({ totalCount, idleCount }) => totalCount - idleCount),
    );
  },
});

new Gauge({
  name: 'bidwright_database_waiting',
  help: 'Statements and transactions that wait for a connection.',
  collect() {
    this.set(sum((pool) => pool.waitingCount + (pool instanceof ScopedPool ? pool.inLine : 0)));
  },
});

const aiRequests = new Histogram({
  name: 'bidwright_ai_request_duration_seconds',
  help: 'Requests to models.',
  labelNames: ['provider', 'model', 'outcome'] as const,
  buckets: LONG_SECONDS,
});

const aiTokens = new Counter({
  name: 'bidwright_ai_tokens_total',
  help: 'Tokens that models read and wrote.',
  labelNames: ['provider', 'model', 'direction'] as const,
});

const aiCost = new Counter({
  name: 'bidwright_ai_cost_usd_total',
  help: 'US dollars, of requests whose price is known.',
  labelNames: ['provider', 'model'] as const,
});

const breakers = new Gauge({
  name: 'bidwright_ai_circuits_open',
  help: '1 while this process leaves a model alone because it kept failing, by credential and model.',
  labelNames: ['credential', 'model'] as const,
});

const activities = new Histogram({
  name: 'bidwright_activity_duration_seconds',
  help: 'Attempts of activities.',
  labelNames: ['activity', 'outcome'] as const,
  buckets: LONG_SECONDS,
});

const activityWaits = new Histogram({
  name: 'bidwright_activity_wait_seconds',
  help: 'From when an attempt was due until a worker took it: of draftAnswer, how far drafting lags behind.',
  labelNames: ['activity'] as const,
  buckets: LONG_SECONDS,
});

/** The first hundred names are told apart, further ones are "other": names that clients choose must not fill the memory. */
function bounded(): (name: string) => string {
  const known = new Set<string>();
  return (name) => {
    if (known.has(name)) return name;
    if (known.size >= MOST_NAMES || name.length > 80) return 'other';
    known.add(name);
    return name;
  };
}

const operationNamed = bounded();
const modelNamed = bounded();

export const measured = {
  http(method: string, route: string, status: number, seconds: number): void {
    httpRequests.observe({ method, route, status }, seconds);
  },
  operation(name: string | null, type: string, outcome: 'ok' | 'error', seconds: number): void {
    operations.observe({ operation: name ? operationNamed(name) : 'anonymous', type, outcome }, seconds);
  },
  subscriptionOpened: (): void => subscriptions.inc(),
  subscriptionClosed: (): void => subscriptions.dec(),
  socketOpened: (): void => sockets.inc(),
  socketClosed: (): void => sockets.dec(),
  aiRequest(request: {
    provider: string;
    model: string;
    outcome: string;
    latencyMs: number;
    usage: { inputTokens: number; outputTokens: number };
    cost: number | null;
  }): void {
    const { provider, outcome, usage, cost } = request;
    const model = modelNamed(request.model);
    aiRequests.observe({ provider, model, outcome }, request.latencyMs / 1000);
    aiTokens.inc({ provider, model, direction: 'input' }, usage.inputTokens);
    aiTokens.inc({ provider, model, direction: 'output' }, usage.outputTokens);
    if (cost !== null) aiCost.inc({ provider, model }, cost);
  },
  circuit(credential: string, model: string, isOpen: boolean): void {
    const named = modelNamed(model);
    if (isOpen) breakers.set({ credential, model: named }, 1);
    else breakers.remove({ credential, model: named });
  },
  activity(activity: string, outcome: 'ok' | 'failed' | 'cancelled', seconds: number): void {
    activities.observe({ activity, outcome }, seconds);
  },
  activityTaken(activity: string, waitedSeconds: number): void {
    activityWaits.observe({ activity }, Math.max(0, waitedSeconds));
  },
};

/** Counts the pool's connections from now on. @returns a function that ends it */
export function watchPool(pool: pg.Pool): () => void {
  pools.add(pool);
  return () => void pools.delete(pool);
}

let collecting = false;

/** All metrics of this process in the Prometheus text format, with those of Node. */
export async function metricsText(): Promise<{ contentType: string; text: string }> {
  if (!collecting) collectDefaultMetrics();
  collecting = true;
  return { contentType: register.contentType, text: await register.metrics() };
}
