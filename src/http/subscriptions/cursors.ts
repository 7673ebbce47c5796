import type { ExecutionResult } from 'graphql';
import { mapped } from '../../platform/concurrency/mapped.js';

/** Where the events stand of which results were made. */
const cursors = new WeakMap<ExecutionResult, string>();

/** Notes of a result where its event stands. */
export function withCursor(result: ExecutionResult, cursor: string | null): ExecutionResult {
  if (cursor !== null) cursors.set(result, cursor);
  return result;
}

/** Results as server-sent events, each with the cursor of its event as `id`: a browser sends the last one when it reconnects. */
export const identified = (results: AsyncIterable<ExecutionResult>): AsyncIterableIterator<ExecutionResult> =>
  mapped(results, (result) => {
    const cursor = cursors.get(result);
    // Yoga writes what `stringify` of a result makes as the rest of the event, of which a line may be the id.
    return cursor === undefined
      ? result
      : { ...result, stringify: (plain: unknown) => `${JSON.stringify(plain)}\nid: ${cursor}` };
  });
