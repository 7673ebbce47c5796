import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  handleWhen,
  type IHalfOpenAfterBackoffContext,
} from 'cockatiel';
import { AiFailure } from '../ai/index.js';
import type { Sql } from '../platform/database/sql.js';
import type { Log } from '../platform/observability/log.js';
import { measured } from '../platform/observability/metrics.js';

/** So many failures in a row, and a model is left alone for a while. */
const FAILURES_TO_OPEN = 5;
const FIRST_REST_MS = 2_000;
const LONGEST_REST_MS = 60_000;

// Statuses that speak of the account or the model, not of one request.
const ACCOUNT_STATUSES = [401, 402, 403, 404, 429];

/** Whether the next request would most likely fail the same way. Being asked too often is a matter of limits. */
const concernsAll = ({ kind, status }: AiFailure) =>
  kind === 'unavailable' || (kind === 'rejected' && ACCOUNT_STATUSES.includes(status ?? 0));

/** Stands before one model at one provider, and keeps requests from it while it does nothing but fail. */
export interface Breaker {
  /**
   * @param mayWait whether to wait for the one request that finds out if the model is back; else it counts as away
   * @throws AiFailure of `work`; the last one anew, without asking, while the circuit is open
   */
  run<T>(work: () => Promise<T>, mayWait: boolean): Promise<T>;
}

/** The breakers of this process, one a credential's version and model. */
export class Breakers {
  readonly #breakers = new Map<string, Breaker>();

  constructor(private readonly given: { sql: Sql; log: Log }) {}

  /** @param key the credential's id, or "environment" */
  of(key: string, version: number, model: string): Breaker {
    const name = `${key} ${version} ${model}`;
    const known = this.#breakers.get(name);
    if (known) return known;
    // A credential that was changed begins with a closed circuit.
    for (const old of this.#breakers.keys())
      if (old.startsWith(`${key} `) && !old.startsWith(`${key} ${version} `)) this.#breakers.delete(old);
    const breaker = breakerWith((state) => this.#publish(key, model, state));
    this.#breakers.set(name, breaker);
    return breaker;
  }

  // Only for people to see; what a process does goes by what it has met itself.
  #publish(key: string, model: string, { state, openUntil, failure }: Change): void {
    const { sql, log } = this.given;
    measured.circuit(key, model, state === 'OPEN');
    log.info({ credential: key, model, state, failure }, 'the circuit to a model changed');
    sql
      .query(PUBLISH, [key, model, state, openUntil, failure])
      .catch((error: unknown) => log.debug({ err: error }, 'the state of a circuit was not kept'));
  }
}

const PUBLISH = `
INSERT INTO model_circuit (credential_key, model, state, open_until, failure, changed_at)
VALUES ($1, $2, $3, $4, $5, now())
ON CONFLICT (credential_key, model) DO UPDATE
SET state = excluded.state, open_until = excluded.open_until, failure = excluded.failure, changed_at = now()`;

interface Change {
  state: 'OPEN' | 'CLOSED';
  openUntil: Date | null;
  failure: string | null;
}

function breakerWith(publish: (change: Change) => void): Breaker {
  let openUntil = 0;
  let last: AiFailure | null = null;
  const policy = circuitBreaker(
    handleWhen((error) => error instanceof AiFailure && concernsAll(error)),
    {
      breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
      // Called each time that it opens.
      halfOpenAfter: new DelegateBackoff<IHalfOpenAfterBackoffContext>(({ attempt }) => {
        const ms = Math.min(FIRST_REST_MS * 2 ** (attempt - 1), LONGEST_REST_MS);
        openUntil = Date.now() + ms;
        publish({ state: 'OPEN', openUntil: new Date(openUntil), failure: last?.message ?? null });
        return ms;
      }),
    },
  );
  policy.onReset(() => publish({ state: 'CLOSED', openUntil: null, failure: null }));
  return {
    async run(work, mayWait) {
      if (policy.state === CircuitState.HalfOpen && !mayWait) throw resting(last, 1_000);
      try {
        return await asked(policy, work, (failure) => {
          last = failure;
        });
      } catch (error) {
        if (!(error instanceof BrokenCircuitError)) throw error;
        throw resting(last, Math.max(openUntil - Date.now(), 0));
      }
    },
  };
}

const asked = <T>(
  policy: CircuitBreakerPolicy,
  work: () => Promise<T>,
  onFailure: (failure: AiFailure) => void,
): Promise<T> =>
  policy.execute(() =>
    work().catch((error: unknown) => {
      if (error instanceof AiFailure && concernsAll(error)) onFailure(error);
      throw error;
    }),
  );

/** What is said without asking: what the model said last, and when it is asked again. */
function resting(last: AiFailure | null, ms: number): AiFailure {
  if (last?.kind === 'rejected') return last.with({ usage: null });
  const seconds = Math.ceil(ms / 1_000);
  const why = last ? ` The last failure: ${last.message}` : '';
  return new AiFailure(
    'unavailable',
    `The model failed ${FAILURES_TO_OPEN} times in a row and is asked again in ${seconds} seconds.${why}`,
    { retryAfterMs: ms },
  );
}
