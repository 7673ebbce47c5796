import { availableParallelism } from 'node:os';
import { DomainError } from '../platform/errors.js';

/** On a machine that is busy with other things, work takes long without taking much of it. */
const MOST_REST_MS = 100;

interface Limits {
  /** Pieces of work at a time. */
  atATime: number;
  /** How long a place stays empty after a piece of work, of the time that it took: 1 for as long again. */
  rest: number;
  /** Those that may wait for their turn. */
  waiting: number;
  /** Of these, those of one address. */
  waitingOfAddress: number;
}

/**
 * A line before work that takes a processor and a connection to the database for a while. Whoever finds it full is sent
 * away at once, which costs nothing: work that nobody can do in time must not be queued up.
 */
export function createLine({ atATime, rest, waiting, waitingOfAddress }: Limits) {
  const line: { address: string; begin: () => void }[] = [];
  let working = 0;
  const next = () => {
    working--;
    line.shift()?.begin();
  };
  return {
    /**
     * @param address of the client; null where it is not known
     * @throws {DomainError} rate-limited where the line is full, or full of this address
     */
    async run<T>(address: string | null, work: () => Promise<T>): Promise<T> {
      const from = address ?? '';
      if (working >= atATime) {
        const own = line.reduce((count, each) => count + Number(each.address === from), 0);
        if (line.length >= waiting || own >= waitingOfAddress)
          throw new DomainError(
            'rate-limited',
            'Too many passwords are checked at this moment. Try again in a few seconds.',
          );
        await new Promise<void>((begin) => line.push({ address: from, begin }));
      }
      working++;
      const began = performance.now();
      try {
        return await work();
      } finally {
        const pause = Math.min((performance.now() - began) * rest, MOST_REST_MS);
        if (pause > 0) setTimeout(next, pause).unref();
        else next();
      }
    },
  };
}

/**
 * Of passwords that are hashed in this process: a hash takes a core for tens of milliseconds. However many are asked for,
 * they take a quarter of the cores; the rest is for requests that hash nothing.
 */
export const passwordLine = createLine({
  atATime: Math.max(1, Math.floor(availableParallelism() / 2)),
  rest: 1,
  waiting: 40,
  waitingOfAddress: 8,
});
