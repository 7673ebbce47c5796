import {
  Client,
  Connection,
  type WorkflowClientInterceptor,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { Durable, Run } from '../src/platform/durable.js';
import type { Env } from '../src/platform/settings/env.js';
import type { KindName, Kinds } from '../src/runs/kind.js';
import { connectionTo } from './connection.js';
import type { Payloads } from './data-converter.js';
import { ensureSearchAttributes } from './register-search-attributes.js';
import { clientKey, kindKey, organizationKey, stateKey } from './search-attributes.js';

const DEADLINE_MS = 5_000;
const LONGEST_KEYWORD = 200;

/** Steps that wait for a worker are taken by organization in turns, where the server has `matching.enableFairness`. */
const inTurn = ({ organizationId }: { organizationId: string }) => ({ fairnessKey: organizationId });

/** The `Durable` port over Temporal. Connects when first used, so that the API starts without the server. */
export function createDurable(
  settings: { address: string; uiUrl: string | null; kinds: Kinds } & Pick<
    Env['temporal'],
    'namespace' | 'taskQueue' | 'security'
  >,
  payloads?: Payloads,
  interceptors: WorkflowClientInterceptor[] = [],
): Durable & { close(): Promise<void> } {
  const { namespace, taskQueue } = settings;
  /** What carries out a run: the name of its workflow code, and what the Temporal UI calls it. */
  const durableOf = ({ kind }: Run) => settings.kinds[kind as KindName].durable;
  const connection = Connection.lazy({
    ...connectionTo(settings.address, settings.security),
    connectTimeout: DEADLINE_MS,
    // Two minutes if left alone: that long the API would not notice that the server is back.
    channelArgs: { 'grpc.max_reconnect_backoff_ms': DEADLINE_MS },
    // No retries here: a call that fails is logged, and the sweep repeats what matters.
    interceptors: [],
  });
  const client = new Client({
    connection,
    namespace,
    interceptors: { workflow: interceptors },
    ...(payloads && { dataConverter: payloads.dataConverter }),
  });
  const within = <T>(call: () => Promise<T>) => connection.withDeadline(Date.now() + DEADLINE_MS, call);

  let registered: Promise<boolean> | null = null;
  const searchAttributes = async () => {
    registered ??= ensureSearchAttributes(connection, namespace);
    return registered.catch((error: unknown) => {
      registered = null;
      throw error;
    });
  };

  async function startOptions(run: Run) {
    const known = await searchAttributes();
    return {
      workflowId: run.reference,
      taskQueue,
      priority: inTurn(run),
      args: [{ run, searchAttributes: known }] as const,
      // A finished run is followed by another under the same id: after a retry, or when an answer is edited.
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      staticSummary: [durableOf(run).summary, run.clientName]
        .filter(Boolean)
        .join(' for ')
        .slice(0, LONGEST_KEYWORD),
      ...(known && {
        typedSearchAttributes: [
          { key: organizationKey, value: run.organizationId },
          ...(run.clientName ? [{ key: clientKey, value: run.clientName.slice(0, LONGEST_KEYWORD) }] : []),
          { key: kindKey, value: run.kind },
          { key: stateKey, value: 'CREATED' },
        ],
      }),
    } as const;
  }

  return {
    start: (run, { replace = false } = {}) =>
      within(async () => {
        await client.workflow.start(durableOf(run).workflow, {
          ...(await startOptions(run)),
          workflowIdConflictPolicy: replace ? 'TERMINATE_EXISTING' : 'USE_EXISTING',
        });
      }),
    wake: (run) =>
      within(async () => {
        await client.workflow.signalWithStart(durableOf(run).workflow, {
          ...(await startOptions(run)),
          workflowIdConflictPolicy: 'USE_EXISTING',
          signal: 'wake',
        });
      }),
    stop: (reference) =>
      within(async () => {
        await client.workflow.getHandle(reference).cancel();
      }).catch((error: unknown) => {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }),
    ping: () =>
      within(async () => {
        await connection.workflowService.describeNamespace({ namespace });
      }),
    uiUrl: (reference) =>
      settings.uiUrl &&
      `${settings.uiUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(reference)}`,
    close: () => connection.close(),
  };
}
