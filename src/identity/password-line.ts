import { availableParallelism } from 'node:os';
import { FairQueue } from '../platform/concurrency/fair-queue.js';
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
  const line = new FairQueue({
    places: atATime,
    mostOfOne: atATime,
    mostWaiting: waitingOfAddress,
    mostWaitingInAll: waiting,
    refuse: () =>
      new DomainError(
        'rate-limited',
        'Too many passwords are checked at this moment. Try again in a few seconds.',
      ),
  });
  return {
    /**
     * @param address of the client; null where it is not known
     * @throws {DomainError} rate-limited where the line is full, or full of this address
     */
    async run<T>(address: string | null, work: () => Promise<T>): Promise<T> {
      let leave = () => {};
      let isIn = false;
      const turn = new Promise<void>((begin) =>
        line.request((given) => {
          leave = given;
          isIn = true;
          begin();
        }, address ?? ''),
      );
      // Where there is a place now, it begins now.
      if (!isIn) await turn;
      const began = performance.now();
      try {
        return await work();
      } finally {
        const pause = Math.min((performance.now() - began) * rest, MOST_REST_MS);
        if (pause > 0) setTimeout(leave, pause).unref();
        else leave();
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
