import type { AiRequestOutcome, ModelTask } from '../../generated/client/client.js';
import type { AiFailure, Usage } from '../ai/index.js';
import { retryOnOutage } from '../platform/database/outage.js';
import { type Sql, systemSql } from '../platform/database/sql.js';
import type { Log } from '../platform/observability/log.js';
import { measured } from '../platform/observability/metrics.js';
import { sha256 } from '../platform/secrets/hash.js';
import type { Saved } from './cache.js';
import type { Asking } from './models-types.js';

/** One request to a model, as it goes on record. Holds nothing of what was said. */
export interface RequestRecord {
  id: string;
  asking: Asking;
  task: string;
  modelTask: ModelTask;
  provider: string;
  credential: { id: string; name: string } | null;
  model: string;
  /** 0 for the first of the route. */
  position: number;
  promptVersion: number;
  promptHash: string | null;
  parameters: Record<string, string | number | boolean>;
  /** Roughly how many tokens are sent: what counts for a request whose outcome nobody learns. */
  sentTokens?: number;
  usage: Usage;
  /** US dollars; null where no price is known. */
  cost: number | null;
  /** Of a reply from the cache: what it had cost. */
  saved?: Saved;
  latencyMs: number;
  outcome: AiRequestOutcome;
  failure: AiFailure | null;
}

/** Tells one text of a prompt from another; the text itself is not kept. */
export const promptHashOf = (system: string): string => sha256(system).slice(0, 16);

/**
 * Puts requests on record, of all organizations: before they are sent, with an unknown outcome, which stays where the
 * process is killed; and again when it is known. Those that come while others are being written are written together, so that many at once
 * cost few commits.
 */
export class Recorder {
  #batch: RequestRecord[] = [];
  #next: Promise<void> | null = null;
  #last: Promise<void> = Promise.resolve();

  readonly #sql: Sql;
  readonly #log: Log;

  constructor({ sql, log }: { sql: Sql; log: Log }) {
    this.#sql = systemSql(sql, 'record-requests');
    this.#log = log;
  }

  /** Resolves when it is written; waits while the database is away, since what was paid for must be on record. */
  record(request: RequestRecord): Promise<void> {
    if (request.outcome !== 'UNKNOWN') measured.aiRequest(request);
    this.#batch.push(request);
    this.#next ??= this.#last = this.#write(this.#last);
    return this.#next;
  }

  async #write(before: Promise<void>): Promise<void> {
    await before;
    const requests = this.#batch;
    this.#batch = [];
    this.#next = null;
    const [sql, log] = [this.#sql, this.#log];
    const rows = JSON.stringify(requests.map(rowOf));
    try {
      await retryOnOutage(() => sql.query(INSERT, [rows], { prepare: true }), log);
    } catch (error) {
      // The reply is there and paid for; that it is not on record is no reason to lose it.
      log.error(
        { err: error, requests: requests.map(({ id }) => id) },
        'requests to models are not on record',
      );
    }
  }
}

const rowOf = (request: RequestRecord) => {
  const { asking, credential, usage, failure, saved, ...rest } = request;
  return {
    ...rest,
    organizationId: asking.organizationId,
    userId: asking.userId ?? null,
    workflowId: asking.workflowId ?? null,
    credentialId: credential?.id ?? null,
    credentialName: credential?.name ?? null,
    ...usage,
    savedTokens: saved?.tokens ?? 0,
    savedCost: saved?.cost ?? null,
    latencyMs: Math.round(request.latencyMs),
    failureKind: failure?.kind ?? null,
    failureMessage: failure?.message ?? null,
    status: failure?.status ?? null,
  };
};

// Of a workflow, whoever began it is who is asking. Written again after a lost connection, it is there already.
const INSERT = `
INSERT INTO ai_request (
  id, organization_id, user_id, workflow_id, task, model_task, provider, credential_id, credential_name, model,
  position, prompt_version, prompt_hash, parameters, input_tokens, output_tokens, cost, latency_ms, outcome,
  failure_kind, failure_message, status, saved_tokens, saved_cost)
SELECT r.id, r."organizationId", coalesce(r."userId", w.created_by_id), r."workflowId", r.task, r."modelTask",
  r.provider, r."credentialId", r."credentialName", r.model, r.position, r."promptVersion", r."promptHash",
  r.parameters, r."inputTokens", r."outputTokens", r.cost, r."latencyMs", r.outcome, r."failureKind",
  r."failureMessage", r.status, r."savedTokens", r."savedCost"
FROM jsonb_to_recordset($1::jsonb) AS r(
  id uuid, "organizationId" uuid, "userId" uuid, "workflowId" uuid, task text, "modelTask" model_task,
  provider text, "credentialId" uuid, "credentialName" text, model text, position int, "promptVersion" int,
  "promptHash" text, parameters jsonb, "inputTokens" int, "outputTokens" int, cost numeric, "latencyMs" int,
  outcome ai_request_outcome, "failureKind" text, "failureMessage" text, status int, "savedTokens" int,
  "savedCost" numeric)
LEFT JOIN run w ON w.id = r."workflowId" AND r."userId" IS NULL
ON CONFLICT (id) DO UPDATE SET input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens,
  cost = excluded.cost, latency_ms = excluded.latency_ms, outcome = excluded.outcome, failure_kind = excluded.failure_kind,
  failure_message = excluded.failure_message, status = excluded.status
WHERE ai_request.outcome = 'UNKNOWN'`;
