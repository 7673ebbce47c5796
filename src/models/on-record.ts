import { AiFailure, type Usage } from '../ai/index.js';
import { newId } from '../platform/ids.js';
import type { Recorder, RequestRecord } from './record-request.js';

export const NOTHING: Usage = { inputTokens: 0, outputTokens: 0 };

/** What is known of a request before it is made. */
export type PlannedRequest = Omit<
  RequestRecord,
  'id' | 'usage' | 'cost' | 'saved' | 'latencyMs' | 'outcome' | 'failure'
>;

/** With what a request is put on record, and who counts what it has cost. */
export interface Meter {
  recorder: Pick<Recorder, 'record'>;
  /** In US dollars; null where no price is known. */
  costOf(usage: Usage): number | null;
  budgets?: { count(organizationId: string, tokens: number, cost: number | null): void };
}

/**
 * Puts a request on record before it is made, makes it, and puts on record how it went and what it cost.
 * @throws whatever `work` throws
 */
export async function onRecord<T extends { usage: Usage }>(
  planned: PlannedRequest,
  { recorder, costOf, budgets }: Meter,
  work: () => Promise<T>,
): Promise<T & { requestId: string }> {
  const id = newId();
  let begin = 0;
  const record = async (usage: Usage, failure: AiFailure | null) => {
    const cost = costOf(usage);
    await recorder.record({
      ...planned,
      ...{ id, usage, failure, cost, outcome: failure ? 'FAILED' : 'ANSWERED' },
      latencyMs: performance.now() - begin,
    });
    budgets?.count(planned.asking.organizationId, usage.inputTokens + usage.outputTokens, cost);
  };
  const sent = { inputTokens: planned.sentTokens ?? 0, outputTokens: 0 };
  await recorder.record({
    ...planned,
    ...{ id, usage: sent, failure: null, cost: costOf(sent), outcome: 'UNKNOWN', latencyMs: 0 },
  });
  begin = performance.now();
  try {
    const done = await work();
    await record(done.usage, null);
    return { ...done, requestId: id };
  } catch (error) {
    if (error instanceof AiFailure) await record(error.usage ?? NOTHING, error);
    throw error;
  }
}
